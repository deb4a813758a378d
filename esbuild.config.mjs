/**
 * Builds `dist/`: the `hoosegow` command, the engine as a library, and the template of an inmate as `hoosegow new`
 * copies it. Everything is bundled, so `dist/` runs without `node_modules`. With `--watch` the bundles are kept up to date.
 */
import { build } from 'esbuild';
import { chmod, cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { extensionBundle } from './packaging/extension.mjs';
import { buildLibrary } from './packaging/library.mjs';
import { watchBundles } from './packaging/watch.mjs';
import { webviewBundle } from './webview/bundle.mjs';

const root = import.meta.dirname;
const dist = join(root, 'dist');

/**
 * dockerode loads these for SSH hosts and BuildKit sessions, which the engine does without: it reaches SSH hosts by the
 * system's own `ssh`, and builds by the classic builder. Two of them are native, so they could not be bundled anyway.
 */
const unused = /^(ssh2|cpu-features|@grpc\/grpc-js|@grpc\/proto-loader|protobufjs)(\/|$)/;

const stubUnused = {
  name: 'stub-unused',
  setup(context) {
    context.onResolve({ filter: unused }, ({ path }) => ({ path, namespace: 'unused' }));
    context.onLoad({ filter: /.*/, namespace: 'unused' }, ({ path }) => ({
      contents: `
        const refuse = () => { throw new Error(${JSON.stringify(`${path} is not part of this build`)}); };
        const stub = new Proxy(refuse, { get: () => stub, apply: refuse, construct: refuse });
        module.exports = stub;`,
    }));
  },
};

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  tsconfig: 'tsconfig.json',
  keepNames: true,
  legalComments: 'eof',
  metafile: true,
  logLevel: 'warning',
  plugins: [stubUnused],
};

const commonJs = {
  format: 'cjs',
  define: {
    'import.meta.dirname': '__dirname',
    // ws would load two native packages if any folder above had them; what runs must be what was bundled.
    'process.env.WS_NO_BUFFER_UTIL': '"1"',
    'process.env.WS_NO_UTF_8_VALIDATE': '"1"',
  },
};

/** The engine of the `process` host registers these two in the inmate's own Node, by path. */
const loaders = ['typescriptLoader', 'typescriptRegister'];

const bundles = [
  {
    ...commonJs,
    entryPoints: ['src/cli/main.ts'],
    outfile: 'dist/cli.cjs',
    minify: true,
    // Arguments behind -- are ours: otherwise Node takes --env-file for itself, at any position (nodejs/node issue
    // 54232).
    banner: { js: '#!/usr/bin/env -S node --' },
  },
  { ...commonJs, entryPoints: ['src/cli/start.ts'], outfile: 'dist/start.cjs', minify: true },
  extensionBundle,
  // The thread that parses sources, wherever the engine runs: started by path.
  {
    ...commonJs,
    entryPoints: ['src/engine/methods/thread/sourceThread.ts'],
    outfile: 'dist/sourceThread.cjs',
    minify: true,
    // Its answers are messages: no function name is ever shown.
    keepNames: false,
  },
  { ...commonJs, entryPoints: ['src/editor/lazy/engineParts.ts'], outfile: 'dist/engineParts.cjs', minify: true },
  ...loaders.map((name) => ({
    format: 'esm',
    entryPoints: [`src/engine/hosts/process/${name}.ts`],
    outfile: `dist/${name}.mjs`,
    minify: true,
    keepNames: false,
    // CommonJS modules in the bundle may `require` modules that are built into Node.
    banner: {
      js: "import { createRequire as createRequireHere } from 'node:module'; const require = createRequireHere(import.meta.url);",
    },
  })),
  {
    ...commonJs,
    entryPoints: ['inmate-template/entrypoint/main.ts'],
    outfile: 'dist/inmate-template/bin/entrypoint.cjs',
    // Only ES modules can be tree-shaken.
    mainFields: ['module', 'main'],
    // It lands in the user's own project, where it should be readable.
    minifySyntax: true,
    // A Node that is too old for it (14 and later) must be able to parse it, to say so. It cannot parse the static
    // blocks by which esbuild keeps names; names stay as they are anyway where nothing is minified.
    supported: { 'logical-assignment': false },
    keepNames: false,
  },
  {
    ...commonJs,
    entryPoints: ['inmate-template/install/main.ts'],
    outfile: 'dist/inmate-template/bin/install.cjs',
    minifySyntax: true,
  },
  webviewBundle,
];

/** What a user gets beside the bundled entrypoint. */
const templateFiles = [
  'Dockerfile',
  '.dockerignore',
  '.gitattributes',
  '.gitignore',
  'README.md',
  'bin/hoosegow',
  'inmate.ts',
  'package.json',
  'package-lock.json',
  'render.ts',
  'tsconfig.json',
  'types/node/index.d.ts',
];

/** The licences of everything that was bundled, each with the package it belongs to. */
async function licencesOf(metafiles) {
  const packages = new Set();
  for (const input of metafiles.flatMap((metafile) => Object.keys(metafile.inputs))) {
    const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match) packages.add(match[1]);
  }
  const texts = [];
  for (const folder of Array.from(packages).toSorted((a, b) => a.localeCompare(b))) {
    const { name, version, license } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
    const file = (await readdir(join(root, folder))).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? await readFile(join(root, folder, file), 'utf8') : `License: ${license}\n`;
    texts.push(`${name} ${version}\n\n${text.trim()}\n`);
  }
  // Similar texts side by side: most are the same few, which then take hardly any room in an archive.
  texts.sort((one, other) => one.length - other.length);
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}

/** Copies what lies beside the bundles. */
async function finish() {
  await chmod(join(dist, 'cli.cjs'), 0o755);
  for (const file of templateFiles) {
    const target = join(dist, 'inmate-template', file);
    await mkdir(dirname(target), { recursive: true });
    await cp(join(root, 'inmate-template', file), target);
  }
}

async function buildAll() {
  await rm(dist, { recursive: true, force: true });
  // esbuild has already printed its errors.
  const results = await Promise.all([
    ...bundles.map((bundle) => build({ ...shared, ...bundle })),
    buildLibrary(root, shared),
  ]).catch((/** @type {unknown} */ error) => {
    if (!(error instanceof Error && 'errors' in error)) console.error(error);
    process.exit(1);
  });
  await writeFile(join(dist, 'THIRD-PARTY-LICENSES.txt'), await licencesOf(results.map(({ metafile }) => metafile)));
  await finish();
}

await (process.argv.includes('--watch') ? watchBundles({ root, shared, bundles, templateFiles, finish }) : buildAll());

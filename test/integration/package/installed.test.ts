import { nodeResolve } from '@rollup/plugin-node-resolve';
import { build } from 'esbuild';
import { cp, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { rollup, type RollupBuild } from 'rollup';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import webpack from 'webpack';
import { freshFolder, installedPackage, type Project } from '../../support/installedPackage.ts';

/** What a service does with the library; `service(folder, lib)` prints what came of it. */
const SERVICE = `
const { mkdirSync, writeFileSync } = require('node:fs');
module.exports = async function service(folder, { Hoosegow, HoosegowError, UsageError, readRecording, scaffold, findMethods }) {
  const { files } = await scaffold(folder + '/new');
  mkdirSync(folder + '/inmate');
  writeFileSync(folder + '/inmate/inmate.js', 'export function add(a, b) { console.log("adding"); return a + b; }');
  writeFileSync(folder + '/inmate/package.json', '{ "type": "module" }');
  const hoosegow = new Hoosegow({ inmateDir: folder + '/inmate', engine: 'process' });
  const dispatch = hoosegow.dispatch('add', [1, 2], { record: folder + '/add.dispatch' });
  const sum = await dispatch;
  await dispatch.outcome;
  await hoosegow.close();
  const recording = await readRecording(folder + '/add.dispatch');
  const { outcome } = await recording.end();
  const error = await Promise.resolve().then(() => new Hoosegow({})).catch((thrown) => thrown);
  console.log(JSON.stringify({
    sum,
    outcome: outcome && outcome.outcome,
    scaffolded: files.includes('bin/entrypoint.cjs'),
    methods: (await findMethods(folder + '/inmate')).methods.map(({ name }) => name),
    known: error instanceof UsageError && error instanceof HoosegowError,
    line: /(src.engine.hoosegow\\.ts):\\d+/.exec(error.stack)?.[1],
  }));
};
`;
const RUN = `
const { mkdtempSync, rmSync } = require('node:fs');
const folder = mkdtempSync(require('node:os').tmpdir() + '/hoosegow-service-');
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
`;
const PROGRAMS = {
  'service.cjs': SERVICE,
  'run.cjs': `${RUN} require('./service.cjs')(folder, require('hoosegow-inspector'));`,
  'run.mjs': `
    import * as lib from 'hoosegow-inspector';
    import { createRequire } from 'node:module';
    ${RUN.replace(/^/, 'const require = createRequire(import.meta.url);')}
    await require('./service.cjs')(folder, lib);`,
  'bundled.mjs': `
    import * as lib from 'hoosegow-inspector';
    import { mkdtempSync, rmSync, mkdirSync, writeFileSync } from 'node:fs';
    import { tmpdir } from 'node:os';
    const folder = mkdtempSync(tmpdir() + '/hoosegow-service-');
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    ${SERVICE.replace(/^const .*require.*$/m, '').replace('module.exports =', 'const run =')}
    run(folder, lib).catch((error) => { console.log(error.message); process.exitCode = 1; });`,
};

const DONE = { sum: 3, outcome: 'returned', scaffolded: true, methods: ['add'], known: true };
const MAPPED = { ...DONE, line: 'src/engine/hoosegow.ts' };

let project: Project;
beforeAll(async () => {
  project = await installedPackage();
  for (const [file, text] of Object.entries(PROGRAMS)) await project.write(file, text);
}, 120_000);
afterAll(async () => project.remove());

describe('a program without a bundler', () => {
  it.each(['run.cjs', 'run.mjs'])('works, and its stacks name our sources: %s', async (program) => {
    expect(JSON.parse(await project.node(['--enable-source-maps', program]))).toEqual(MAPPED);
  });

  it('has one copy of every class, whether it imports or requires', async () => {
    await project.write(
      'both.mjs',
      `import * as imported from 'hoosegow-inspector';
       import * as recording from 'hoosegow-inspector/recording';
       import * as otel from 'hoosegow-inspector/otel';
       import { createRequire } from 'node:module';
       const require = createRequire(import.meta.url);
       const required = require('hoosegow-inspector');
       const parts = { ...recording, ...otel, ...require('hoosegow-inspector/recording'), ...require('hoosegow-inspector/otel') };
       const differ = [...Object.keys(required).filter((name) => required[name] !== imported[name]),
         ...Object.keys(parts).filter((name) => parts[name] !== required[name])];
       console.log(JSON.stringify({ differ, same: Object.keys(imported).length === Object.keys(required).length }));`,
    );
    expect(JSON.parse(await project.node(['both.mjs']))).toEqual({ differ: [], same: true });
  });

  it('that reads recordings alone loads no engine', async () => {
    const script = `require('hoosegow-inspector/recording');
      console.log(Object.keys(require.cache).filter((path) => path.includes('engine')).length)`;
    expect(await project.node(['-e', script])).toBe('0\n');
  });

  it('is the command, too', async () => {
    const command = 'node_modules/hoosegow-inspector/dist/cli.cjs';
    expect(await project.node([command, 'new', 'from-command'])).toMatch(/from-command\n$/);
    expect(await readFile(join(project.folder, 'from-command/inmate.ts'), 'utf8')).toContain('export');
  });

  it('finds what HOOSEGOW_ASSETS names, and nothing else then', async () => {
    const env = { HOOSEGOW_ASSETS: join(project.folder, 'nowhere') };
    const wanted = /nowhere.inmate-template is missing: HOOSEGOW_ASSETS must name a copy of "dist"/;
    await expect(project.node(['run.cjs'], env)).rejects.toMatchObject({
      stderr: expect.stringMatching(wanted) as string,
    });
  });
});

const bundledWith = {
  'esbuild, ES module': async (outfile: string) => bundleByEsbuild(outfile, 'esm'),
  'esbuild, CommonJS': async (outfile: string) => bundleByEsbuild(outfile, 'cjs'),
  'rollup, ES module': async (file: string) => bundleByRollup(file, 'es'),
  'rollup, CommonJS': async (file: string) => bundleByRollup(file, 'cjs'),
  'webpack, CommonJS': async (file: string) => bundleByWebpack(file),
} as const;

async function bundleByEsbuild(outfile: string, format: 'esm' | 'cjs'): Promise<void> {
  const result = await build({
    entryPoints: [join(project.folder, 'bundled.mjs')],
    bundle: true,
    platform: 'node',
    format,
    outfile,
    sourcemap: true,
    logLevel: 'silent',
  });
  expect(result.warnings).toEqual([]);
}

let rolledUp: Promise<RollupBuild> | undefined;

async function bundleByRollup(file: string, format: 'es' | 'cjs'): Promise<void> {
  // As in docs/install.md: Rollup leaves source maps of what it reads to plugins.
  const readMaps = {
    name: 'read-maps',
    load: async (id: string) => {
      if (!id.endsWith('.mjs') || !id.includes('hoosegow-inspector')) return null;
      return { code: await readFile(id, 'utf8'), map: await readFile(`${id}.map`, 'utf8') };
    },
  };
  rolledUp ??= rollup({
    input: join(project.folder, 'bundled.mjs'),
    plugins: [nodeResolve({ preferBuiltins: true }), readMaps],
    external: /^node:/,
  });
  await (await rolledUp).write({ file, format, sourcemap: true });
}

async function bundleByWebpack(file: string): Promise<void> {
  const [folder, filename] = [join(file, '..'), file.slice(join(file, '..').length + 1)];
  const compiler = webpack({
    mode: 'production',
    optimization: { minimize: false },
    target: 'node',
    context: project.folder,
    entry: './bundled.mjs',
    output: { path: folder, filename },
    devtool: 'source-map',
    module: { rules: [{ test: /\.m?js$/, extractSourceMap: true }] },
  });
  const stats = await new Promise<webpack.Stats | undefined>((resolve, reject) => {
    compiler?.run((error, result) => (error ? reject(error) : resolve(result)));
  });
  expect(stats?.toJson({ all: false, errors: true, warnings: true })).toMatchObject({ errors: [], warnings: [] });
}

describe.each(Object.entries(bundledWith))('a program bundled by %s', (name, bundle) => {
  const extension = name.endsWith('CommonJS') ? 'cjs' : 'mjs';
  let file: string;
  beforeAll(async () => {
    file = join(project.folder, 'elsewhere', name.replace(/\W/g, ''), `bundle.${extension}`);
    await bundle(file);
  }, 120_000);

  it('works beside the package, and its stacks name our sources', async () => {
    const { line, ...rest } = JSON.parse(await project.node(['--enable-source-maps', file])) as typeof MAPPED;
    expect(rest).toEqual(DONE);
    expect(line).toBe('src/engine/hoosegow.ts');
  });

  it('works away from it with a copy of the assets, and else says what to do', async () => {
    const away = await freshFolder();
    try {
      const moved = join(away.folder, `bundle.${extension}`);
      await cp(file, moved);
      const wanted = /inmate-template of hoosegow-inspector is missing.*hoosegow-assets.*HOOSEGOW_ASSETS/;
      await expect(away.node([moved])).rejects.toMatchObject({ stdout: expect.stringMatching(wanted) as string });
      await symlink(
        join(project.folder, 'node_modules/hoosegow-inspector/dist'),
        join(away.folder, 'hoosegow-assets'),
        'dir',
      );
      expect(JSON.parse(await away.node([moved]))).toEqual(DONE);
    } finally {
      await away.remove();
    }
  });
});

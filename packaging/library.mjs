/**
 * Builds the engine as a library: `dist/NAME.cjs` for Node, with `dist/NAME.mjs` that re-exports it, so that a program that
 * both imports and requires it has one copy of every class; and ES modules in `dist/esm`, which bundlers take by the
 * condition `module`, also for a `require`. Parts that several entries need are chunks of their own.
 */
import { build, transform } from 'esbuild';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { ENTRIES } from './entries.mjs';

/**
 * Lets the bundled CommonJS packages load what is built into Node by `import`: a `require` within an ES module would
 * break in the bundle of a user.
 */
const importBuiltins = {
  name: 'import-builtins',
  setup(context) {
    context.onResolve({ filter: /^[^.]/ }, ({ path, kind }) => {
      const name = path.replace(/^node:/, '');
      return kind === 'require-call' && builtinModules.includes(name)
        ? { path: name, namespace: 'builtin' }
        : undefined;
    });
    context.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `import whole from 'node:${path}'; module.exports = whole;`,
    }));
  },
};

/** @param shared options and plugins of every bundle of the project */
export async function buildLibrary(root, shared) {
  const dist = join(root, 'dist');
  const esm = join(dist, 'esm');
  const result = await build({
    ...shared,
    entryPoints: ENTRIES,
    outdir: 'dist/esm',
    format: 'esm',
    splitting: true,
    chunkNames: '[name]-[hash]',
    outExtension: { '.js': '.mjs' },
    sourcemap: 'linked',
    // Files that it looks for at run time lie beside it; in a user's bundle neither of the two names exists.
    inject: ['packaging/here.mjs'],
    define: {
      'import.meta.dirname': 'MODULE_FOLDER',
      'process.env.WS_NO_BUFFER_UTIL': '"1"',
      'process.env.WS_NO_UTF_8_VALIDATE': '"1"',
    },
    plugins: [...shared.plugins, importBuiltins],
  });
  const modules = (await readdir(esm)).filter((file) => file.endsWith('.mjs'));
  for (const file of modules) await addCommonJs(esm, dist, file);
  for (const [path, { entryPoint, exports }] of Object.entries(result.metafile.outputs)) {
    if (!entryPoint) continue;
    const name = path.slice('dist/esm/'.length, -'.mjs'.length);
    const names = exports.toSorted().join(', ');
    await writeFile(join(dist, `${name}.mjs`), `export { ${names} } from './${name}.cjs';\n`);
  }
  return result;
}

/** Turns an ES module into a CommonJS one, whose source map still names the sources. */
async function addCommonJs(from, to, file) {
  const map = await readMap(join(from, `${file}.map`));
  await writeFile(join(from, `${file}.map`), JSON.stringify(map));
  const source = (await readFile(join(from, file), 'utf8')).replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');
  const inline = Buffer.from(JSON.stringify(map)).toString('base64');
  const name = file.replace(/\.mjs$/, '.cjs');
  const { code, map: mapped } = await transform(
    `${source.replace(/(["']\.\/[\w-]+)\.mjs(?=["'])/g, '$1.cjs')}//# sourceMappingURL=data:application/json;base64,${inline}`,
    {
      format: 'cjs',
      platform: 'node',
      target: 'node20',
      sourcemap: 'external',
      sourcefile: file,
      legalComments: 'none',
    },
  );
  const shorter = JSON.parse(mapped);
  // One folder nearer to the sources.
  shorter.sources = shorter.sources.map((path) => path.replace(/^\.\.\//, ''));
  await writeFile(join(to, name), `${code}//# sourceMappingURL=${name}.map\n`);
  await writeFile(join(to, `${name}.map`), JSON.stringify(shorter));
}

/** Reads a source map; keeps the text of our own sources, which users do not have otherwise, and drops all other. */
async function readMap(path) {
  const map = JSON.parse(await readFile(path, 'utf8'));
  map.sourcesContent = map.sources.map((source, i) => (/\/node_modules\//.test(source) ? '' : map.sourcesContent[i]));
  return map;
}

/**
 * Rolls the declarations that `tsc` wrote to `dist/types` up into `dist/engine.d.cts`, which every TypeScript from 5.0
 * on can read, with any `moduleResolution`. The other entries of the library give parts of the same: a class has one
 * type, wherever it was imported from.
 */
import { rm, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import { ENTRIES } from './entries.mjs';

const root = dirname(import.meta.dirname);
const dist = join(root, 'dist');

/** `tsc` leaves the `.ts` of an import as it was written. */
const declarationsOf = {
  name: 'declarations-of',
  resolveId: (source, importer) =>
    importer && source.startsWith('.') ? join(dirname(importer), source.replace(/(\.d)?\.ts$/, '.d.ts')) : undefined,
};

async function rollUp(name) {
  const bundle = await rollup({
    input: join(dist, 'types', ENTRIES[name].replace(/\.ts$/, '.d.ts')),
    plugins: [declarationsOf, dts({ tsconfig: join(root, 'tsconfig.json'), includeExternal: ['@msgpack/msgpack'] })],
    external: isBuiltin,
    onwarn: (warning) => {
      throw new Error(warning.message);
    },
  });
  const { output } = await bundle.generate({ format: 'es' });
  await bundle.close();
  const foreign = output[0].imports.filter((id) => !isBuiltin(id));
  if (foreign.length > 0) throw new Error(`a user of ${name} has no types of ${foreign.join(', ')}`);
  return output[0];
}

/**
 * The library of some TypeScript versions from 5.0 on, or of some `target`s, lacks these. Where they exist, and in
 * newer types of Node, they are declared the same.
 */
const GLOBALS = `declare global {
  interface SymbolConstructor {
    readonly asyncDispose: unique symbol;
  }
  interface AsyncDisposable {
    [Symbol.asyncDispose](): PromiseLike<void>;
  }
  interface ErrorOptions {
    cause?: unknown;
  }
}
`;

const all = await rollUp('engine');
await writeFile(join(dist, 'engine.d.cts'), `${all.code}${GLOBALS}`);
for (const name of Object.keys(ENTRIES)) {
  if (name !== 'engine') {
    const { exports } = await rollUp(name);
    const missing = exports.filter((one) => !all.exports.includes(one));
    if (missing.length > 0) throw new Error(`src/engine/index.ts must export what ${name} does: ${missing.join(', ')}`);
    await writeFile(join(dist, `${name}.d.cts`), `export { ${exports.toSorted().join(', ')} } from './engine.cjs';\n`);
  }
  await writeFile(join(dist, `${name}.d.mts`), `export * from './${name}.cjs';\n`);
}
await rm(join(dist, 'types'), { recursive: true });

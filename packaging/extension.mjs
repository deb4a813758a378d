/**
 * How the extension is bundled: what is loaded when it is activated (`extension.cjs`), what its features need when they
 * are first used (`editorParts.cjs`), and what both need (`editorShared.cjs`). No module is in two of them, so each has its
 * state and its classes once, however it is reached. The engine is a bundle of its own beside them.
 */
import { transform } from 'esbuild';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The engine, which is loaded when it is first needed. */
const splitEngineParts = {
  name: 'split-engine-parts',
  /** @param {import('esbuild').PluginBuild} context */
  setup(context) {
    context.onResolve({ filter: /\/engineParts\.ts$/, namespace: 'file' }, ({ kind }) =>
      kind === 'entry-point' ? undefined : { path: './engineParts.cjs', external: true },
    );
  },
};

/**
 * Has all files of a bundle share the editor's API as it is: esbuild would copy its several hundred members once for
 * every file that imports it, each time the extension is activated. The banner of each bundle says where it comes from.
 */
const shareEditorApi = {
  name: 'share-editor-api',
  /** @param {import('esbuild').PluginBuild} context */
  setup(context) {
    context.onLoad({ filter: /[\\/]src[\\/]editor[\\/].*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      return { contents: source.replace("import * as vscode from 'vscode';", ''), loader: 'ts' };
    });
  },
};

/** Writes as CommonJS, which editors load, what esbuild can split into ES modules only. */
const asCommonJs = {
  name: 'as-common-js',
  /** @param {import('esbuild').PluginBuild} context */
  setup(context) {
    const { minify } = context.initialOptions;
    context.onEnd(async ({ outputFiles = [] }) => {
      const maps = new Map(
        outputFiles.filter(({ path }) => path.endsWith('.map')).map(({ path, text }) => [path, text]),
      );
      const modules = outputFiles.filter(({ path }) => path.endsWith('.cjs'));
      await Promise.all(
        modules.map(async ({ path, text }) => writeModule(path, text, maps.get(`${path}.map`), minify)),
      );
    });
  },
};

async function writeModule(path, source, sourceMap, minify) {
  const code = source.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');
  const inline = sourceMap && Buffer.from(sourceMap).toString('base64');
  const mapped = inline ? `${code}//# sourceMappingURL=data:application/json;base64,${inline}` : code;
  const written = await transform(mapped, {
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    minify,
    // By `require`, which finds the module that the other bundle has; `import` promises that of ES modules alone.
    supported: { 'dynamic-import': false },
    sourcemap: sourceMap ? 'external' : false,
    sourcesContent: false,
    legalComments: 'eof',
    banner: '"use strict";',
    logLevel: 'warning',
  });
  await mkdir(dirname(path), { recursive: true });
  if (!sourceMap) {
    await writeFile(path, written.code);
    return;
  }
  const name = `${path.split(/[\\/]/).at(-1)}.map`;
  await writeFile(path, `${written.code}//# sourceMappingURL=${name}\n`);
  await writeFile(`${path}.map`, written.map);
}

export const extensionBundle = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  tsconfig: 'tsconfig.json',
  legalComments: 'eof',
  entryPoints: [
    { in: 'src/extension.ts', out: 'extension' },
    { in: 'src/editor/editorParts.ts', out: 'editorParts' },
  ],
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  format: 'esm',
  splitting: true,
  chunkNames: 'editorShared',
  write: false,
  minify: true,
  // It is short of bytes, for its start: names of functions are in nothing that it shows, and errors name their classes.
  keepNames: false,
  external: ['vscode'],
  banner: { js: 'const vscode = require("vscode");' },
  plugins: [splitEngineParts, shareEditorApi, asCommonJs],
};

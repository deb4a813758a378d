import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { subsetFont } from './subsetFont.mjs';

/** One icon of the style sheet of codicons, with its name and the code point of its character. */
const ICON = /^\.codicon-([a-z0-9-]+):before \{ content: "\\([0-9a-f]+)" \}\n/gm;

const STYLE = /[\\/]codicons[\\/]dist[\\/]codicon\.css$/;
const FONT = /[\\/]codicons[\\/]dist[\\/]codicon\.ttf$/;

/** Keeps only the icons that the timeline uses of several hundred: the others would be a tenth of the extension. */
export const onlyUsedIcons = {
  name: 'only-used-icons',
  /** @param {import('esbuild').PluginBuild} context */
  setup(context) {
    context.onLoad({ filter: STYLE }, async ({ path }) => {
      const used = await usedIcons();
      const style = await readFile(path, 'utf8');
      return { contents: style.replace(ICON, (rule, name) => (used.has(name) ? rule : '')), loader: 'css' };
    });
    context.onLoad({ filter: FONT }, async ({ path }) => {
      const used = await usedIcons();
      const style = await readFile(path.replace(/ttf$/, 'css'), 'utf8');
      const codes = [...style.matchAll(ICON)].flatMap(([, name = '', code = '']) => (used.has(name) ? [code] : []));
      const characters = new Set(codes.map((code) => Number.parseInt(code, 16)));
      return { contents: subsetFont(await readFile(path), characters), loader: 'file' };
    });
  },
};

/** Read from the source that declares the icons of the timeline. */
async function usedIcons() {
  const source = { entryPoints: [join(import.meta.dirname, '../webview/ui/icons.ts')], format: 'esm', write: false };
  const { outputFiles } = await build(/** @type {import('esbuild').BuildOptions & { write: false }} */ (source));
  const { ICONS } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0]?.text ?? '')}`);
  return new Set(ICONS);
}

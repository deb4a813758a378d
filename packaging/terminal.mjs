import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const XTERM = /[\\/]@xterm[\\/]xterm[\\/]lib[\\/]xterm\.mjs$/;

/** The page of a timeline loads its terminal when that is first shown: it is larger than all the rest of the page. */
export const splitTerminal = {
  name: 'split-terminal',
  /** @param {import('esbuild').PluginBuild} context */
  setup(context) {
    context.onResolve({ filter: /\/terminal\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './terminal.js', external: true } : undefined,
    );
  },
};

/**
 * What xterm.js does that a strict content security policy refuses, and how often it does so. It does so without a
 * setting for it (xtermjs/xterm.js issue 4445).
 *
 * @type {readonly (readonly [written: RegExp, times: number, instead: string])[]}
 */
const REFUSED = [
  [/[\w.]+\.createElement\("style"\)/g, 3, 'styleHolder()'],
  [/\b(\w+)\.setAttribute\("style",(`[^`]*`)\)/g, 1, '$1.style.cssText=$2'],
];

/** Has xterm.js style by the object model, which the policy of the page allows. */
export const strictTerminal = {
  name: 'strict-terminal',
  /** @param {import('esbuild').PluginBuild} context */
  setup(context) {
    context.onLoad({ filter: XTERM }, async ({ path }) => {
      let contents = await readFile(path, 'utf8');
      for (const [written, times, instead] of REFUSED) {
        const found = contents.match(written)?.length ?? 0;
        if (found !== times) throw new Error(`xterm.js has ${written} ${found} times instead of ${times}`);
        contents = contents.replace(written, instead);
      }
      const holder = join(import.meta.dirname, '../webview/panes/console/styleHolder.ts');
      return { contents: `import { styleHolder } from ${JSON.stringify(holder)};\n${contents}`, loader: 'js' };
    });
  },
};

import { onlyUsedIcons } from '../packaging/usedIcons.mjs';
import { splitTerminal, strictTerminal } from '../packaging/terminal.mjs';

/**
 * How the timeline is bundled: script, style sheets and the icons' font, and the script of the console's terminal, which
 * is loaded when it is first shown; nothing else is loaded.
 */
export const webviewBundle = {
  bundle: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  tsconfig: 'webview/tsconfig.json',
  minify: true,
  keepNames: false,
  legalComments: 'eof',
  entryPoints: [
    { in: 'webview/main.ts', out: 'timeline' },
    { in: 'webview/panes/console/terminal.ts', out: 'terminal' },
    { in: 'webview/file/main.ts', out: 'file' },
    { in: 'webview/style.css', out: 'timeline' },
    { in: 'webview/browser.css', out: 'browser' },
  ],
  outdir: 'dist/webview',
  assetNames: '[name]',
  loader: { '.ttf': 'file' },
  plugins: [onlyUsedIcons, splitTerminal, strictTerminal],
};

import { onlyUsedIcons } from '../packaging/usedIcons.mjs';

/** How the timeline is bundled: script, style sheets and the icons' font; nothing else is loaded. */
export const webviewBundle = {
  bundle: true,
  format: 'iife',
  platform: 'browser',
  target: 'es2022',
  tsconfig: 'webview/tsconfig.json',
  minify: true,
  keepNames: false,
  legalComments: 'eof',
  entryPoints: [
    { in: 'webview/main.ts', out: 'timeline' },
    { in: 'webview/file/main.ts', out: 'file' },
    { in: 'webview/style.css', out: 'timeline' },
    { in: 'webview/browser.css', out: 'browser' },
  ],
  outdir: 'dist/webview',
  assetNames: '[name]',
  loader: { '.ttf': 'file' },
  plugins: [onlyUsedIcons],
};

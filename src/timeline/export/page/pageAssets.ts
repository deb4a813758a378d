import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

const HERE = import.meta.dirname;

/** Where the build has put the page: beside the bundle that this is part of, or, from the sources, in `dist`. */
const FOLDER = basename(HERE) === 'page' ? join(HERE, '../../../../dist/webview') : join(HERE, 'webview');

export interface PageAssets {
  readonly style: string;
  /** In the order in which they run. */
  readonly scripts: readonly string[];
  /** The script of the console's terminal, which runs when that is first shown. */
  readonly terminal: string;
}

/** Reads the timeline's page, to be put into one file: its font is within its style. */
export async function readPageAssets(): Promise<PageAssets> {
  const [browser, timeline, font, file, script, terminal] = await Promise.all([
    readFile(join(FOLDER, 'browser.css'), 'utf8'),
    readFile(join(FOLDER, 'timeline.css'), 'utf8'),
    readFile(join(FOLDER, 'codicon.ttf'), 'base64'),
    readFile(join(FOLDER, 'file.js'), 'utf8'),
    readFile(join(FOLDER, 'timeline.js'), 'utf8'),
    readFile(join(FOLDER, 'terminal.js'), 'utf8'),
  ]);
  const style = timeline.replace(/url\(["']?\.\/codicon\.ttf[^)]*\)/g, `url(data:font/ttf;base64,${font})`);
  return {
    style: inElement(`${browser}\n${style}`),
    scripts: [file, script].map((each) => inElement(inOwnScope(each))),
    terminal,
  };
}

/** Bundled as modules, scripts do not know each other's names: as scripts of one page they would share them. */
function inOwnScope(script: string): string {
  return `(() => {'use strict';\n${script}\n})();`;
}

/** Nothing in it ends its element: in scripts and styles such text stands only in strings and comments. */
function inElement(text: string): string {
  return text.replace(/<(?=\/(?:script|style)|!--)/gi, '\\x3c');
}

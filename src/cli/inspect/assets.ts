/** The files that a page is made of, and their types. There are no others. */
const TYPES: Readonly<Record<string, string>> = {
  'timeline.js': 'text/javascript; charset=utf-8',
  'terminal.js': 'text/javascript; charset=utf-8',
  'timeline.css': 'text/css; charset=utf-8',
  'browser.css': 'text/css; charset=utf-8',
  'codicon.ttf': 'font/ttf',
};

export const ASSET_NAMES: readonly string[] = Object.keys(TYPES);

/** @returns the media type of a file of the page, `undefined` for anything else */
export function assetType(name: string): string | undefined {
  return Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
}

/** Name of the first method of the template. */
const FIRST = /(?<=^export async function\* )greet\b/m;
/** What the first method uses of what every module sees: a method of that name would be taken for it. */
const GLOBALS = ['console', 'RangeError'];

/**
 * Gives the first method of the template another name.
 *
 * @param source the module of the template, in which nothing else is named
 * @param name one that a function can have
 */
export function nameFirstMethod(source: string, name: string): string {
  const renamed = source.replace(FIRST, () => name);
  if (!GLOBALS.includes(name)) return renamed;
  return renamed.replaceAll(new RegExp(`(?<=^ .*\\b)${name}\\b`, 'gm'), () => `globalThis.${name}`);
}

/** Leaves the richer example out of the module of the template. */
export function withoutExample(source: string): string {
  return source.replace(/\n\/\/[^\n]*\nexport \* from '\.\/render\.ts';\n$/, '');
}

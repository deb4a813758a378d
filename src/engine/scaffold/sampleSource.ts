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

/** Modules named below the sample: more would bury it. */
const MAX_NAMED = 5;

/** Names that mean nothing else in a comment and in quotes; neither declarations, tests nor settings of a tool. */
const OWN_MODULE = /^(?!.*\.(?:d|test|spec|config)\.)\w[\w.-]*\.[cm]?[jt]s$/;

/**
 * Says below the first method how the modules that lie beside it become methods. Only as a comment: what they do when they
 * are loaded is not known.
 *
 * @param there paths of what the folder holds
 */
export function withOwnModules(source: string, there: readonly string[]): string {
  const own = there
    .filter((name) => OWN_MODULE.test(name))
    .toSorted()
    .slice(0, MAX_NAMED);
  if (own.length === 0) return source;
  const lines = own.map((name) => `// export * from './${name}';\n`);
  return `${source}\n// Your own code: without the slashes, each function that a module exports is a method too.\n${lines.join('')}`;
}

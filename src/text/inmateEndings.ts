/** Endings that an inmate's module may have, best first: of several in one folder the first one is run. */
export const INMATE_ENDINGS: readonly string[] = ['ts', 'mts', 'js', 'mjs', 'cts', 'cjs'];

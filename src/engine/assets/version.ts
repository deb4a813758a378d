/** The version of this package, which recordings name; `package.json` says the same. */
export const VERSION = '0.1.0';

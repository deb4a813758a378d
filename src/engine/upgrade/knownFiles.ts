/** Beginnings of the SHA-256 of files that versions have written which did not mark them yet, line ends of Unix. */
export const KNOWN_FILES: Readonly<Record<string, readonly string[]>> = {};

/** Text that a shell needs no quotes for. */
const PLAIN = /^[\w@%+=:,./-]+$/;

/** A path in a command to copy: one word for a shell, and not an option even if its name begins with `-`. */
export function shellPath(path: string): string {
  const word = path.startsWith('-') ? `./${path}` : path;
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

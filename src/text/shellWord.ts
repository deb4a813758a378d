/** What a shell takes as it stands. */
const PLAIN = /^[\w@%+=:,./-]+$/;

/** A path in a command that people copy: one word for a shell, and no option whatever its name begins with. */
export function shellPath(path: string): string {
  const word = path.startsWith('-') ? `./${path}` : path;
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

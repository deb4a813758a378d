/** Text that a shell needs no quotes for. */
const PLAIN = /^[\w@%+=:,./-]+$/;

/** One word for a shell, whatever the text is. */
export function shellWord(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A path in a command to copy: one word for a shell, and not an option even if its name begins with `-`. */
export function shellPath(path: string): string {
  return shellWord(path.startsWith('-') ? `./${path}` : path);
}

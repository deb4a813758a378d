/** Text that cmd.exe needs no quotes for. */
const PLAIN = /^[\w:\\/.-]+$/;

/**
 * One word for cmd.exe. It is read twice there, for a command that npm installs is a batch file that hands its
 * arguments on; so no character may depend on a caret before it, except one that the first reading needs.
 *
 * @returns `undefined` where the text cannot be one: with a line break, or a double quote, behind which cmd.exe would
 * take the rest for commands
 */
export function cmdWord(text: string): string | undefined {
  if (PLAIN.test(text)) return text;
  if (/["\r\n]/.test(text)) return undefined;
  // Variables are replaced within quotes too, but not one whose name has a quote in it. Backslashes count before quotes.
  return `"${text.replaceAll(/(\\*)(%|$)/g, (_, slashes: string, percent: string) => {
    return `${slashes}${slashes}${percent === '' ? '' : '"^%"'}`;
  })}"`;
}

/** A string of JSON. */
const STRING = /"(?:[^"\\]|\\.)*"/g;

/** In such a string: an escape, or what is more than text to cmd.exe, which counts it as outside of quotes. */
const ESCAPE_OR_SPECIAL = /\\(.)|[&|<>^%!()]/g;

/** JSON, which has no line breaks, as one word for cmd.exe: what that would not take as it is is written as `\u0026`. */
export function cmdJson(json: string): string {
  const harmless = json.replace(STRING, (string) => {
    const inner = string.slice(1, -1).replaceAll(ESCAPE_OR_SPECIAL, (found, escaped: string | undefined) => {
      return escaped === undefined || escaped === '"' ? unicodeEscape(found.at(-1) ?? '') : found;
    });
    return `"${inner}"`;
  });
  return `"${harmless.replaceAll(/(\\*)"/g, String.raw`$1$1\"`)}"`;
}

/** A character in JSON, in characters of ASCII. */
export function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

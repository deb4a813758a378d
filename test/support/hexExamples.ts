/** Bytes in a document, and what it says they are. */
export interface HexExample {
  /** The text behind `hex` in the first line of the block. */
  readonly kind: string;
  /** The bytes in hexadecimal, those given as text included. */
  readonly hex: string;
  readonly bytes: Uint8Array;
  /** The JSON of the block that follows. */
  readonly json: unknown;
}

const BLOCK = /^```hex ([a-z ]+)\n([^`]*)^```\n+```json\n([^`]*)^```$/gm;

/** Text in quotes, a comment, space, or a byte. */
const TOKEN = /'([^']*)'|#.*$|\s+|[0-9a-f]{2}/gm;

/**
 * The examples of a document: a block of hexadecimal bytes, with text in single quotes and comments behind `#`, and one
 * of JSON behind it.
 *
 * @throws TypeError where a block of bytes is not followed by JSON, or holds anything but bytes
 */
export function hexExamples(markdown: string): readonly HexExample[] {
  const examples = Array.from(markdown.matchAll(BLOCK), ([, kind = '', text = '', json = '']): HexExample => {
    const hex = text.replaceAll(TOKEN, (token, quoted?: string) => {
      if (quoted !== undefined) return Buffer.from(quoted).toString('hex');
      return /^[0-9a-f]/.test(token) ? token : '';
    });
    if (!/^([0-9a-f]{2})+$/.test(hex)) throw new TypeError(`these are not bytes: ${hex}`);
    return { kind, hex, bytes: new Uint8Array(Buffer.from(hex, 'hex')), json: JSON.parse(json) };
  });
  if (examples.length !== markdown.split('\n```hex').length - 1) throw new TypeError('an example has no JSON');
  return examples;
}

/** The cells of the rows, without the heads, of the tables whose first column has this head. */
export function tableRows(markdown: string, head: string): readonly (readonly string[])[] {
  const tables = markdown.split('\n').reduce<string[][]>((found, line, i, lines) => {
    if (!line.startsWith('|')) return found;
    if (lines[i - 1]?.startsWith('|')) found.at(-1)?.push(line);
    else found.push([line]);
    return found;
  }, []);
  return tables.flatMap(([first = '', , ...rows]) => (cellsOf(first)[0] === head ? rows.map(cellsOf) : []));
}

function cellsOf(line: string): readonly string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

import { parseExactJson } from './exactJson.ts';
import { fromTagged, toTagged } from './taggedJson.ts';

/**
 * The value of JSON that a person typed, tagged forms such as `{"base64":"…"}` included: the same on the command line
 * and in the editor.
 *
 * @param name how messages call the value, for example `--args`
 * @throws SyntaxError where it is not valid JSON
 * @throws TaggedJsonError where it is JSON that stands for no value; the message says what to write
 */
export function parseArgumentJson(text: string, name = 'value'): unknown {
  return fromTagged(parseExactJson(text), name);
}

/** A string, or a number that reads as a whole one. */
const TOKEN = /"(?:[^"\\]+|\\.)*"|(?<![\d.])-?\d{16,}(?![\d.eE])/g;

/**
 * The JSON from which `parseArgumentJson` makes the same value again.
 *
 * @param indent spaces of a level, for several lines
 */
export function formatArgumentJson(value: unknown, indent = 0): string {
  // A large number that is not an integer on the wire, such as 2 ** 60, must not become one.
  return JSON.stringify(toTagged(value), undefined, indent).replace(TOKEN, (token) =>
    token.startsWith('"') ? token : `${token}.0`,
  );
}

import { randomUUID } from 'node:crypto';

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const INTEGER = /^-?\d{16,}$/;

/**
 * Parses JSON as `JSON.parse` does, except that an integer becomes a bigint where a number would lose some of its digits.
 *
 * @throws SyntaxError if the text is no JSON
 */
export function parseJson(text: string): unknown {
  const json: unknown = JSON.parse(text);
  // JSON.parse of Node 20 shows nobody the digits, so these integers are parsed once more as marked strings.
  const mark = randomUUID();
  const marked = markLargeIntegers(text, mark);
  if (marked === undefined) return json;
  return JSON.parse(marked, (_, value: unknown) =>
    typeof value === 'string' && value.startsWith(mark) ? BigInt(value.slice(mark.length)) : value,
  );
}

/** @param json valid JSON @returns it with the integers as strings, or `undefined` where there are none */
function markLargeIntegers(json: string, mark: string): string | undefined {
  const parts: string[] = [];
  let copied = 0;
  for (let i = 0; i < json.length; i++) {
    if (json[i] === '"') i = closingQuote(json, i);
    NUMBER.lastIndex = i;
    const [number] = NUMBER.exec(json) ?? [];
    if (number === undefined) continue;
    if (INTEGER.test(number) && String(Number(number)) !== number) {
      parts.push(json.slice(copied, i), `"${mark}${number}"`);
      copied = i + number.length;
    }
    i += number.length - 1;
  }
  return copied === 0 ? undefined : parts.join('') + json.slice(copied);
}

function closingQuote(json: string, opening: number): number {
  let i = opening + 1;
  for (; json[i] !== '"'; i++) if (json[i] === '\\') i++;
  return i;
}

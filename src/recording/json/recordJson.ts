import { ShapeError } from './members.ts';

/** The records that hold JSON. */
export type JsonKind = 'meta' | 'lifecycle' | 'outcome';

/**
 * How many values, keys included, the JSON of a record may have: more than any dispatch needs under the usual limits.
 * `JSON.parse` turns one bracket into twenty bytes and more: 200 MB of them from a stranger would take 4 GB and
 * minutes.
 */
export const MAX_JSON_VALUES: Readonly<Record<JsonKind, number>> = {
  // The arguments: up to a megabyte of them is kept, in which no byte becomes as many as four values.
  meta: 2 ** 22,
  lifecycle: 2 ** 10,
  // The backtrace of a raise has a value for each of its lines.
  outcome: 2 ** 21,
};

const UTF8 = new TextDecoder();

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** `[`, `{`, `,` and `:`, behind each of which a value or a key may stand. */
const BEFORE_VALUES: ReadonlySet<number | undefined> = new Set([0x5b, 0x7b, 0x2c, 0x3a]);

/**
 * @param json in UTF-8
 * @throws SyntaxError where it is not valid JSON
 * @throws ShapeError where it holds too many values, which is found out before it is parsed
 */
export function parseRecordJson(kind: JsonKind, json: Uint8Array): unknown {
  if (!hasFewValues(kind, json)) {
    throw new ShapeError(`the JSON of its ${kind} has more than ${MAX_JSON_VALUES[kind]} values`);
  }
  return JSON.parse(UTF8.decode(json));
}

/** Whether `parseRecordJson` would accept the number of values in the JSON. */
export function hasFewValues(kind: JsonKind, json: Uint8Array): boolean {
  const most = MAX_JSON_VALUES[kind];
  // Nearly every record has fewer bytes than that.
  if (json.length <= most) return true;
  let values = 0;
  let inText = false;
  for (let i = 0; i < json.length && values <= most; i++) {
    const byte = json[i];
    if (byte === QUOTE) inText = !inText;
    else if (byte === BACKSLASH) i++;
    else if (!inText && BEFORE_VALUES.has(byte)) values++;
  }
  return values <= most;
}

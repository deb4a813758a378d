import { isRecord } from '../../../text/isRecord.ts';
import { clip } from '../../../text/words.ts';
import { toTagged } from '../../../wire/json/taggedJson.ts';

const MAX_KEY = 60;

/** Members by which the JSON of a single value without a form of its own is known: no places in it. */
const TAGS = new Set(['base64', 'bigint', 'date', 'float']);

/** A value as JSON of several lines. Members are in the order of their names: two runs may have made them in any. */
export function sortedJson(value: unknown, indent: number): string {
  return JSON.stringify(sorted(toTagged(value)), null, indent);
}

function sorted(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(sorted);
  if (!isRecord(json)) return json;
  // Of own members only, `__proto__` too.
  return Object.fromEntries(
    Object.keys(json)
      .toSorted()
      .map((key) => [key, sorted(json[key])]),
  );
}

/** Where two values first differ: `.items[3].price`, or nothing for the whole; `undefined` where they do not. */
export function differingPath(left: unknown, right: unknown): string | undefined {
  return pathIn(toTagged(left), toTagged(right));
}

function pathIn(left: unknown, right: unknown): string | undefined {
  if (Array.isArray(left) && Array.isArray(right)) {
    for (let i = 0; i < Math.max(left.length, right.length); i++) {
      const rest = i < left.length && i < right.length ? pathIn(left[i], right[i]) : '';
      if (rest !== undefined) return `[${i}]${rest}`;
    }
    return undefined;
  }
  if (isRecord(left) && isRecord(right) && !(isTag(left) && isTag(right))) {
    for (const key of [...new Set([...Object.keys(left), ...Object.keys(right)])].toSorted()) {
      const rest = Object.hasOwn(left, key) && Object.hasOwn(right, key) ? pathIn(left[key], right[key]) : '';
      if (rest !== undefined) return `${memberOf(key)}${rest}`;
    }
    return undefined;
  }
  return JSON.stringify(left) === JSON.stringify(right) ? undefined : '';
}

function isTag(json: Readonly<Record<string, unknown>>): boolean {
  const [key = '', ...others] = Object.keys(json);
  return others.length === 0 && TAGS.has(key);
}

function memberOf(key: string): string {
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key) ? `.${clip(key, MAX_KEY)}` : `[${JSON.stringify(clip(key, MAX_KEY))}]`;
}

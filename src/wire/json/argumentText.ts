import { messageOf } from '../thrown.ts';
import { formatArgumentJson, parseArgumentJson } from './argumentJson.ts';
import { TaggedJsonError } from './taggedJson.ts';

/** What an argument may be. `any` stands for what only a compiler would know. */
export type ArgumentKind = 'text' | 'number' | 'truth' | 'bytes' | 'date' | 'nothing' | 'list' | 'object' | 'any';
export type ArgumentKinds = ReadonlySet<ArgumentKind>;

/** For a parameter about which nothing is known. */
export const ANY_KIND: ArgumentKinds = new Set(['any']);

/** What the text typed for an argument stands for. */
export type ArgumentReading =
  | { readonly kind: 'value'; readonly value: unknown }
  /** Taken as text, although it begins like JSON that is not text: it may be half of what was meant. */
  | { readonly kind: 'doubtful'; readonly value: string; readonly why: string }
  /** It is JSON that stands for no value. */
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'no JSON'; readonly why: string }
  | { readonly kind: 'other'; readonly found: ArgumentKind };

/**
 * Reads what a person typed for an argument, on the command line or in the editor: JSON if it parses, tagged forms such
 * as `{"base64": "…"}` included, else the text itself, where the argument may be text. Where it can only be text, or
 * what JSON does not write without quotes, it is taken as text: `12` is a text.
 *
 * @param name how messages call the value
 */
export function readArgumentText(text: string, kinds: ArgumentKinds = ANY_KIND, name = 'value'): ArgumentReading {
  if (isPlainText(kinds) && !isJsonBesideText(text, kinds)) return { kind: 'value', value: text };
  const read = readJson(text, name);
  if (read.kind === 'no JSON' && !isPlainText(kinds) && (kinds.has('text') || kinds.has('any'))) {
    const beginsAsJson = /^\s*(?:["{[]|-?\d)/.test(text);
    return beginsAsJson ? { kind: 'doubtful', value: text, why: read.why } : { kind: 'value', value: text };
  }
  if (read.kind !== 'value' || kinds.has('any') || isPlainText(kinds)) return read;
  const found = kindOfValue(read.value);
  return found === 'any' || kinds.has(found) ? read : { kind: 'other', found };
}

/** The text from which `readArgumentText` makes the same value again, for a person to edit. */
export function argumentTextOf(value: unknown, kinds: ArgumentKinds = ANY_KIND): string {
  if (typeof value === 'string' && isPlainText(kinds) && canStandForItself(value, kinds)) return value;
  return formatArgumentJson(value);
}

/** Whether text is typed without quotes: only text and kinds that are never typed as JSON are allowed. */
export function isPlainText(kinds: ArgumentKinds): boolean {
  return kinds.has('text') && [...kinds].every((kind) => BESIDE_TEXT.has(kind));
}

const BESIDE_TEXT: ArgumentKinds = new Set(['text', 'bytes', 'date', 'nothing']);

/** Whether it is one of the few forms that stand for something else where text is typed without quotes. */
function isJsonBesideText(text: string, kinds: ArgumentKinds): boolean {
  if (/^\s*".*"\s*$/s.test(text) || (kinds.has('bytes') && /^\s*\{\s*"base64"/.test(text))) return true;
  if (kinds.has('date') && /^\s*\{\s*"date"/.test(text)) return true;
  return kinds.has('nothing') && text.trim() === 'null';
}

/** Whether a text is read back as itself; a single-line box takes no line ends. */
function canStandForItself(text: string, kinds: ArgumentKinds): boolean {
  if (text === '' || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)) return false;
  const read = readArgumentText(text, kinds);
  return read.kind === 'value' && read.value === text;
}

function readJson(text: string, name: string): Exclude<ArgumentReading, { kind: 'doubtful' | 'other' }> {
  try {
    return { kind: 'value', value: parseArgumentJson(text, name) };
  } catch (error) {
    if (error instanceof TaggedJsonError) return { kind: 'refused', message: error.message };
    return { kind: 'no JSON', why: messageOf(error) };
  }
}

function kindOfValue(value: unknown): ArgumentKind {
  switch (typeof value) {
    case 'string':
      return 'text';
    case 'number':
      return 'number';
    case 'boolean':
      return 'truth';
    default:
  }
  if (value === null) return 'nothing';
  if (value instanceof Uint8Array) return 'bytes';
  if (value instanceof Date) return 'date';
  if (Array.isArray(value)) return 'list';
  const plain = typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype;
  return plain ? 'object' : 'any';
}

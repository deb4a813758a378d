import type { MethodParameter } from '../../engine/index.ts';
import { fromTagged, TaggedJsonError, toTagged } from '../../wire/taggedJson.ts';
import { l10n } from '../text/l10n.ts';
import { messageOf } from '../text/userError.ts';
import { kindsOf, type Kind } from './typeKinds.ts';

/** What a text typed for a parameter stands for. */
export type ParsedArgument =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'omitted' }
  | { readonly kind: 'problem'; readonly message: string };

const STRING = /"(?:[^"\\]|\\.)*"/g;
/** Integers of so many digits may lose some as JSON numbers. */
const LONG_INTEGER = /(?<![\w."])-?\d{16,}(?![\d.eE"])/g;

/**
 * Reads what was typed for a parameter: JSON, tagged forms such as `{"base64": "…"}` included. Where the type allows
 * text and nothing else that JSON writes without quotes, text needs none.
 */
export function parseArgument(text: string, parameter: Omit<MethodParameter, 'default'>): ParsedArgument {
  const kinds: ReadonlySet<Kind> = parameter.rest ? new Set(['list']) : kindsOf(parameter.type);
  const trimmed = text.trim();
  if (text === '' && (parameter.optional || parameter.rest)) return { kind: 'omitted' };
  if (isPlainText(kinds)) return readPlainText(text, kinds);
  if (trimmed === '') return problem(l10n.t('A value is needed.'));
  let json: unknown;
  try {
    json = JSON.parse(trimmed);
  } catch (error) {
    const mayBeText = (kinds.has('text') || kinds.has('any')) && !/^(?:["{[]|-?\d)/.test(trimmed);
    if (mayBeText) return { kind: 'value', value: text };
    return problem(l10n.t('This is no JSON: {0}', messageOf(error)));
  }
  if (losesDigits(trimmed)) {
    return problem(l10n.t('Such a large integer is written {0}, so that no digit is lost.', '{"bigint":"…"}'));
  }
  return checkKind(json, kinds, parameter.type);
}

/** The text that stands for a value, for a person to change. */
export function textOfValue(value: unknown, type: string | undefined): string {
  if (value === undefined) return '';
  const tagged = toTagged(value);
  const kinds = kindsOf(type);
  if (typeof tagged === 'string' && isPlainText(kinds) && canStandForItself(tagged, kinds)) return tagged;
  return JSON.stringify(tagged);
}

/** Whether a text is read back as itself; a box of one line takes no line ends. */
function canStandForItself(text: string, kinds: ReadonlySet<Kind>): boolean {
  if (text === '' || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)) return false;
  const read = readPlainText(text, kinds);
  return read.kind === 'value' && read.value === text;
}

/** @param json valid JSON */
function losesDigits(json: string): boolean {
  const integers = json.replace(STRING, '""').matchAll(LONG_INTEGER);
  return Array.from(integers).some(([digits]) => String(Number(digits)) !== digits);
}

/** Whether text is typed without quotes: nothing but text and what is never typed as JSON is allowed. */
function isPlainText(kinds: ReadonlySet<Kind>): boolean {
  return kinds.has('text') && [...kinds].every((kind) => kind === 'text' || kind === 'bytes' || kind === 'nothing');
}

function readPlainText(text: string, kinds: ReadonlySet<Kind>): ParsedArgument {
  const isJson = /^\s*".*"\s*$/s.test(text) || (kinds.has('bytes') && /^\s*\{\s*"base64"/.test(text));
  if (!isJson && !(kinds.has('nothing') && text.trim() === 'null')) return { kind: 'value', value: text };
  try {
    return readTagged(JSON.parse(text));
  } catch (error) {
    return problem(l10n.t('This is no JSON: {0}', messageOf(error)));
  }
}

function readTagged(json: unknown): ParsedArgument {
  try {
    return { kind: 'value', value: fromTagged(json) };
  } catch (error) {
    if (error instanceof TaggedJsonError) return problem(error.message);
    throw error;
  }
}

function checkKind(json: unknown, kinds: ReadonlySet<Kind>, type: string | undefined): ParsedArgument {
  const read = readTagged(json);
  if (read.kind !== 'value' || kinds.has('any')) return read;
  const found = kindOfValue(read.value);
  if (found === 'any' || kinds.has(found)) return read;
  return problem(l10n.t('This is {0}, but the type is {1}.', nameOf(found), type ?? l10n.t('a list')));
}

function kindOfValue(value: unknown): Kind {
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
  if (Array.isArray(value)) return 'list';
  const plain = typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype;
  return plain ? 'object' : 'any';
}

function nameOf(kind: Kind): string {
  switch (kind) {
    case 'text':
      return l10n.t('a text');
    case 'number':
      return l10n.t('a number');
    case 'truth':
      return l10n.t('true or false');
    case 'bytes':
      return l10n.t('bytes');
    case 'nothing':
      return l10n.t('null');
    case 'list':
      return l10n.t('a list');
    case 'object':
      return l10n.t('an object');
    case 'any':
      return l10n.t('a value');
  }
}

function problem(message: string): ParsedArgument {
  return { kind: 'problem', message };
}

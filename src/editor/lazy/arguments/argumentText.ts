import { messageOf } from '../../../wire/thrown.ts';
import type { MethodParameter } from '../../../engine/index.ts';
import { formatArgumentJson, parseArgumentJson } from '../../../wire/json/argumentJson.ts';
import { TaggedJsonError } from '../../../wire/json/taggedJson.ts';
import { l10n } from '../../text/l10n.ts';
import { kindsOf, type Kind } from './typeKinds.ts';

/** What a text typed for a parameter stands for. */
export type ParsedArgument =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'omitted' }
  | { readonly kind: 'problem'; readonly message: string };

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
  const read = readJson(trimmed);
  const mayBeText = (kinds.has('text') || kinds.has('any')) && !/^(?:["{[]|-?\d)/.test(trimmed);
  if (read.kind === 'no JSON') return mayBeText ? { kind: 'value', value: text } : notJson(read);
  return read.kind === 'value' ? checkKind(read, kinds, parameter.type) : read;
}

/** The text that stands for a value, for a person to change. */
export function textOfValue(value: unknown, type: string | undefined): string {
  if (value === undefined) return '';
  const kinds = kindsOf(type);
  if (typeof value === 'string' && isPlainText(kinds) && canStandForItself(value, kinds)) return value;
  return formatArgumentJson(value);
}

/** Whether a text is read back as itself; a box of one line takes no line ends. */
function canStandForItself(text: string, kinds: ReadonlySet<Kind>): boolean {
  if (text === '' || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)) return false;
  const read = readPlainText(text, kinds);
  return read.kind === 'value' && read.value === text;
}

/** Whether text is typed without quotes: nothing but text and what is never typed as JSON is allowed. */
function isPlainText(kinds: ReadonlySet<Kind>): boolean {
  return kinds.has('text') && [...kinds].every((kind) => kind === 'text' || kind === 'bytes' || kind === 'nothing');
}

function readPlainText(text: string, kinds: ReadonlySet<Kind>): ParsedArgument {
  const isJson = /^\s*".*"\s*$/s.test(text) || (kinds.has('bytes') && /^\s*\{\s*"base64"/.test(text));
  if (!isJson && !(kinds.has('nothing') && text.trim() === 'null')) return { kind: 'value', value: text };
  const read = readJson(text);
  return read.kind === 'no JSON' ? notJson(read) : read;
}

interface NoJson {
  readonly kind: 'no JSON';
  readonly why: string;
}

function readJson(text: string): Extract<ParsedArgument, { kind: 'value' | 'problem' }> | NoJson {
  try {
    return { kind: 'value', value: parseArgumentJson(text) };
  } catch (error) {
    return error instanceof TaggedJsonError ? problem(error.message) : { kind: 'no JSON', why: messageOf(error) };
  }
}

function notJson({ why }: NoJson): ParsedArgument {
  return problem(l10n.t('This is no JSON: {0}', why));
}

function checkKind(
  read: Extract<ParsedArgument, { kind: 'value' }>,
  kinds: ReadonlySet<Kind>,
  type: string | undefined,
): ParsedArgument {
  if (kinds.has('any')) return read;
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

function problem(message: string): Extract<ParsedArgument, { kind: 'problem' }> {
  return { kind: 'problem', message };
}

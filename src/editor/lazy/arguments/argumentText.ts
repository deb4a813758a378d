import type { MethodParameter } from '../../../engine/index.ts';
import {
  ANY_KIND,
  argumentTextOf,
  isPlainText,
  readArgumentText,
  type ArgumentKind,
  type ArgumentKinds,
} from '../../../wire/json/argumentText.ts';
import { readBase64 } from '../../../wire/json/taggedJson.ts';
import { FileReference } from '../../../wire/types/fileReference.ts';
import { fitValue } from '../../../wire/types/fitValue.ts';
import { readIsoDate } from '../../../wire/types/isoDate.ts';
import { alternativesOf, ANY, type ValueType } from '../../../wire/types/valueType.ts';
import { l10n } from '../../text/l10n.ts';
import { placedWords } from './problemWords.ts';
import { wordsOfType } from './typeWords.ts';

/** What a text typed for a parameter stands for. Files within a value are references still. */
export type ParsedArgument =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'omitted' }
  | { readonly kind: 'problem'; readonly message: string };

/** A parameter, as far as a question for it has to know it. */
export type AskedParameter = Pick<MethodParameter, 'optional' | 'rest' | 'shape'>;

/**
 * Reads what was typed for a parameter as the command does, with what its type lets it be. What is likely to be half of
 * a JSON text is told while it is typed. Of the rest it is one of its arguments.
 */
export function parseArgument(text: string, { optional, rest, shape = ANY }: AskedParameter): ParsedArgument {
  if (text === '' && (optional || rest)) return { kind: 'omitted' };
  if (text.startsWith('@') && !text.startsWith('@@')) return parseFile(text.slice(1), shape);
  const typed = text.startsWith('@@') ? { kind: 'value' as const, value: text.slice(1) } : readTyped(text, shape);
  if (typed.kind === 'problem') return typed;
  const { value, problems } = fitValue(typed.value, shape);
  const [wrong] = problems;
  return wrong ? problem(placedWords(wrong)) : { kind: 'value', value };
}

/** The text that stands for a value, for a person to change. */
export function textOfValue(value: unknown, shape: ValueType = ANY): string {
  if (value === undefined) return '';
  if (value instanceof FileReference) return `@${value.path}`;
  const isDate = value instanceof Date && !Number.isNaN(value.getTime());
  if (isDate && isKindOnly(shape, 'date')) return value.toISOString();
  const text = argumentTextOf(value, kindsOf(shape));
  return text.startsWith('@') ? `@${text}` : text;
}

/** What a value of this type may be, as far as the form of what is typed depends on it. */
export function kindsOf(shape: ValueType): ArgumentKinds {
  return shape.kind === 'any' ? ANY_KIND : new Set(alternativesOf(shape).map(kindOf));
}

function readTyped(text: string, shape: ValueType): Exclude<ParsedArgument, { kind: 'omitted' }> {
  const kinds = kindsOf(shape);
  const trimmed = text.trim();
  if (!kinds.has('text') && !kinds.has('any')) {
    // Nothing but these can be meant by what is no JSON.
    const date = kinds.has('date') ? readIsoDate(trimmed) : undefined;
    if (date) return { kind: 'value', value: date };
    const bytes = kinds.has('bytes') && trimmed !== '' ? readBase64(trimmed) : undefined;
    if (bytes && !isWord(trimmed, kinds)) return { kind: 'value', value: bytes };
  }
  const read = readArgumentText(text, kinds);
  // Where text is one of many things, an empty one takes quotes.
  if (trimmed === '' && !isPlainText(kinds)) return problem(l10n.t('A value is needed: {0}.', wordsOfType(shape)));
  switch (read.kind) {
    case 'value':
      return read;
    case 'refused':
      return problem(read.message);
    case 'doubtful':
    case 'no JSON':
      return kinds.has('any') || kinds.has('list') || kinds.has('object') ? noJson(read.why) : notOf(text, shape);
    case 'other':
      return { kind: 'value', value: valueBehind(text) };
  }
}

/** Whether what could be base64 is rather a word or a number that the type has. */
function isWord(text: string, kinds: ArgumentKinds): boolean {
  const read = readArgumentText(text, kinds);
  return read.kind === 'value' && typeof read.value !== 'string';
}

/** What JSON of the wrong kind stands for; its type says what is wrong with it. */
function valueBehind(text: string): unknown {
  const read = readArgumentText(text);
  return 'value' in read ? read.value : text;
}

function parseFile(path: string, shape: ValueType): ParsedArgument {
  if (path === '') return problem(l10n.t('"@" names no file; for the text itself type "@@".'));
  const { value, problems } = fitValue(new FileReference(path), shape);
  const [wrong] = problems;
  if (!wrong) return { kind: 'value', value };
  return problem(l10n.t('{0} For the text itself type "@@{1}".', placedWords(wrong), path));
}

function notOf(text: string, shape: ValueType): ParsedArgument & { readonly kind: 'problem' } {
  const [wrong] = fitValue(text, shape).problems;
  return problem(wrong ? placedWords(wrong) : wordsOfType(shape));
}

function noJson(why: string): ParsedArgument & { readonly kind: 'problem' } {
  return problem(l10n.t('This is not valid JSON: {0}', why));
}

function isKindOnly(shape: ValueType, kind: ArgumentKind): boolean {
  const kinds = kindsOf(shape);
  return kinds.has(kind) && !kinds.has('text') && !kinds.has('any');
}

function kindOf(type: ValueType): ArgumentKind {
  switch (type.kind) {
    case 'literal':
      return typeof type.value === 'string' ? 'text' : typeof type.value === 'number' ? 'number' : 'truth';
    case 'integer':
      return 'number';
    case 'tuple':
      return 'list';
    case 'record':
      return 'object';
    case 'union':
      return 'any';
    default:
      return type.kind;
  }
}

function problem(message: string): ParsedArgument & { readonly kind: 'problem' } {
  return { kind: 'problem', message };
}

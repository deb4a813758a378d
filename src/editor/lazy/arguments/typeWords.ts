import { alternativesOf, type ValueType } from '../../../wire/types/valueType.ts';
import { ExtData } from '../../../wire/msgpack/ext.ts';
import { FileReference } from '../../../wire/types/fileReference.ts';
import { previewValue } from '../../../text/previewValue.ts';
import { l10n } from '../../text/l10n.ts';

/** Literals that are named where one of them is meant. */
const MAX_NAMED = 12;
const MAX_SHOWN = 60;

/** What is wanted, in words: `"fast" or "slow"`, `a text or bytes`. */
export function wordsOfType(type: ValueType): string {
  const words = [...new Set(alternativesOf(type).map(wordOf))];
  const shown = words.slice(0, MAX_NAMED);
  const last = words.length > MAX_NAMED ? '…' : shown.pop();
  if (shown.length === 0) return last ?? '';
  return l10n.t('{0} or {1}', shown.join(', '), last ?? '…');
}

/** The texts, numbers and words that are allowed, as they are typed in JSON. */
export function literalsOf(type: ValueType): readonly string[] {
  return alternativesOf(type).flatMap((each) => (each.kind === 'literal' ? [JSON.stringify(each.value)] : []));
}

/** What a value is, in words. */
export function wordOfValue(value: unknown): string {
  if (value instanceof FileReference) return l10n.t('a file');
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'number':
    case 'bigint':
      return previewValue(value, MAX_SHOWN);
    default:
  }
  if (value === null || value === undefined) return l10n.t('null');
  if (value instanceof Uint8Array) return l10n.t('bytes');
  if (value instanceof Date) return l10n.t('a date');
  if (Array.isArray(value)) return l10n.t('a list');
  if (value instanceof Map || value instanceof ExtData) return l10n.t('a value of another kind');
  return l10n.t('an object');
}

function wordOf(type: ValueType): string {
  switch (type.kind) {
    case 'any':
      return l10n.t('a value');
    case 'text':
      return l10n.t('a text');
    case 'number':
      return l10n.t('a number');
    case 'integer':
      return l10n.t('a whole number');
    case 'truth':
      return l10n.t('true or false');
    case 'nothing':
      return l10n.t('null');
    case 'bytes':
      return l10n.t('bytes');
    case 'date':
      return l10n.t('a date');
    case 'literal':
      return JSON.stringify(type.value);
    case 'list':
    case 'tuple':
      return l10n.t('a list');
    case 'record':
    case 'object':
      return l10n.t('an object');
    case 'union':
      return wordsOfType(type);
  }
}

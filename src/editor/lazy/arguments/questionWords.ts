import { describeParameter } from '../../../text/describeMethod.ts';
import { isPlainText } from '../../../wire/json/argumentText.ts';
import { ANY, type ValueType } from '../../../wire/types/valueType.ts';
import { l10n } from '../../text/l10n.ts';
import type { EmptyMeaning, Question } from './argumentFlow.ts';
import { kindsOf } from './argumentText.ts';
import { wordsOfType } from './typeWords.ts';

/** What a question says below its box: what is wanted, how it is typed, and what an empty answer means. */
export function promptOf({ parameter, empty }: Question): string {
  const { shape = ANY, doc, rest } = parameter;
  const declared = describeParameter(parameter);
  const said = doc === undefined ? declared : `${declared}: ${doc}`;
  const how = rest ? l10n.t('{0}; one after the other, an empty one ends the list', howOf(shape)) : howOf(shape);
  const left = rest ? '' : wordsOfEmpty(empty, parameter.default, shape);
  return left === '' ? l10n.t('{0} — {1}', said, how) : l10n.t('{0} — {1}; {2}', said, how, left);
}

/** What is passed for an argument that is left empty. */
export function wordsOfEmpty(empty: EmptyMeaning, fallback: string | undefined, shape: ValueType = ANY): string {
  switch (empty) {
    case 'left out':
      return isPlainText(kindsOf(shape))
        ? l10n.t('leave it empty to leave it out, "" is the empty text')
        : l10n.t('leave it empty to leave it out');
    case 'default':
      return l10n.t('leave it empty for {0}', fallback ?? '');
    case 'null':
      return l10n.t('leave it empty for null, since others follow');
    case 'refused':
      return fallback === undefined ? '' : l10n.t('it is needed, since others follow');
  }
}

function howOf(shape: ValueType): string {
  const kinds = kindsOf(shape);
  if (kinds.has('any')) return l10n.t('JSON, text or @file');
  if (isPlainText(kinds)) return l10n.t('text without quotes, or @file');
  const words = wordsOfType(shape);
  if (kinds.has('list') || kinds.has('object')) return l10n.t('{0} as JSON', words);
  if (kinds.has('date')) return l10n.t('{0}, such as 2024-02-29 or 2024-02-29T12:00:00Z', words);
  return kinds.has('bytes') ? l10n.t('{0}: @file, or base64', words) : words;
}

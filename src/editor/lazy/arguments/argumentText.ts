import type { MethodParameter } from '../../../engine/index.ts';
import { argumentTextOf, isPlainText, readArgumentText, type ArgumentKind } from '../../../wire/json/argumentText.ts';
import { l10n } from '../../text/l10n.ts';
import { kindsOf } from './typeKinds.ts';

/** The meaning of a text typed for a parameter. */
export type ParsedArgument =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'omitted' }
  | { readonly kind: 'problem'; readonly message: string };

/**
 * Parses the text typed for a parameter as the `hoosegow` command does, as a kind of value that its type allows. Text
 * that looks like incomplete JSON is a problem, reported while the user types.
 */
export function parseArgument(text: string, parameter: Omit<MethodParameter, 'default'>): ParsedArgument {
  const kinds = parameter.rest ? LIST : kindsOf(parameter.type);
  if (text === '' && (parameter.optional || parameter.rest)) return { kind: 'omitted' };
  const read = readArgumentText(text, kinds);
  // If other kinds than text are possible, an empty text needs quotes.
  if (text.trim() === '' && !isPlainText(kinds)) return problem(l10n.t('A value is needed.'));
  switch (read.kind) {
    case 'value':
      return read;
    case 'refused':
      return problem(read.message);
    case 'doubtful':
    case 'no JSON':
      return problem(l10n.t('This is not valid JSON: {0}', read.why));
    case 'other':
      return problem(
        l10n.t('This is {0}, but the type is {1}.', nameOf(read.found), parameter.type ?? l10n.t('a list')),
      );
  }
}

/** The text that stands for a value, for the user to edit. */
export function textOfValue(value: unknown, type: string | undefined): string {
  return value === undefined ? '' : argumentTextOf(value, kindsOf(type));
}

const LIST: ReadonlySet<ArgumentKind> = new Set(['list']);

function nameOf(kind: ArgumentKind): string {
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

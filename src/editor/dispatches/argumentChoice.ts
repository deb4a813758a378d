import { isRecord } from '../../text/isRecord.ts';

/** What the user chose for one argument; kept in the workspace, so that it can be offered again. */
export type ArgumentChoice =
  /** As it was typed, read with what the type of the parameter lets it be. */
  | { readonly kind: 'text'; readonly text: string }
  /** As it stands in a document, where `"@file"` is a file. */
  | { readonly kind: 'json'; readonly text: string }
  /** The bytes of a file, read again at each run. */
  | { readonly kind: 'file'; readonly uri: string }
  /** Left out, although others may follow. */
  | { readonly kind: 'omitted' };

/** The arguments of one call, in order, those of the rest one after the other; those left out at the end are missing. */
export type ArgumentChoices = readonly ArgumentChoice[];

export const OMITTED: ArgumentChoice = { kind: 'omitted' };

/** @returns the stored choices, if they have the right form */
export function checkChoices(stored: unknown): ArgumentChoices | undefined {
  if (!Array.isArray(stored)) return undefined;
  const choices = stored.map(checkChoice).filter((choice) => choice !== undefined);
  return choices.length === stored.length ? choices : undefined;
}

function checkChoice(stored: unknown): ArgumentChoice | undefined {
  if (!isRecord(stored)) return undefined;
  const { kind, text, uri } = stored;
  if ((kind === 'text' || kind === 'json') && typeof text === 'string') return { kind, text };
  if (kind === 'omitted') return OMITTED;
  return kind === 'file' && typeof uri === 'string' ? { kind, uri } : undefined;
}

/** One line to show: `"# Hello", page.md`. */
export function describeChoices(choices: ArgumentChoices): string {
  return choices.map(describeChoice).join(', ');
}

function describeChoice(choice: ArgumentChoice): string {
  switch (choice.kind) {
    case 'text':
    case 'json':
      return choice.text;
    case 'file':
      return choice.uri.split('/').at(-1) ?? choice.uri;
    case 'omitted':
      return '–';
  }
}

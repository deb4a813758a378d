import { isRecord } from '../../text/isRecord.ts';

/** What the user chose for one parameter; kept in the workspace, so that it can be offered again. */
export type ArgumentChoice =
  | { readonly kind: 'text'; readonly text: string }
  /** The bytes of a file, read again at each run. */
  | { readonly kind: 'file'; readonly uri: string };

/** The arguments of one call, in order; those left out at the end are missing. */
export type ArgumentChoices = readonly ArgumentChoice[];

/** @returns the stored choices, if they have the right form */
export function checkChoices(stored: unknown): ArgumentChoices | undefined {
  if (!Array.isArray(stored)) return undefined;
  const choices = stored.map(checkChoice).filter((choice) => choice !== undefined);
  return choices.length === stored.length ? choices : undefined;
}

function checkChoice(stored: unknown): ArgumentChoice | undefined {
  if (!isRecord(stored)) return undefined;
  const { kind, text, uri } = stored;
  if (kind === 'text' && typeof text === 'string') return { kind, text };
  return kind === 'file' && typeof uri === 'string' ? { kind, uri } : undefined;
}

/** One line to show: `"# Hello", bytes of page.md`. */
export function describeChoices(choices: ArgumentChoices): string {
  return choices
    .map((choice) => (choice.kind === 'text' ? choice.text : (choice.uri.split('/').at(-1) ?? choice.uri)))
    .join(', ');
}

import type { Outcome, Raise } from '../../recording/event.ts';
import { outcomeSentence, type LimitHints } from '../../text/outcomeText.ts';
import { previewValue } from '../../text/previewValue.ts';
import { plural, shorten } from '../../text/words.ts';
import { toTagged } from '../../wire/json/taggedJson.ts';

/** Calls of a backtrace that are shown. */
const MAX_BACKTRACE = 30;
/** Characters of a message that are shown. */
const MAX_TEXT = 4000;
/** Exceptions shown of one that has causes and nested errors, itself included. */
const MAX_RAISES = 12;

/** How much of an exception is told. */
interface Telling {
  readonly backtrace: number;
  readonly text: number;
  readonly details: (details: unknown) => string;
  /** Exceptions that are still told. */
  raises: number;
}

/** How a dispatch ended, in lines for people; not yet escaped for a terminal. */
export function describeOutcome(outcome: Outcome, hints?: LimitHints): string[] {
  return [outcomeSentence(outcome, hints), ...describeNotes(outcome)];
}

/** Notes on an outcome, in lines for people. */
export function describeNotes({ notes = [] }: Outcome): string[] {
  return notes.map((note) => `note: ${note}`);
}

/**
 * An exception of the inmate with its members, its backtrace, its causes and the errors that it aggregates, in lines
 * for people; not yet escaped for a terminal.
 */
export function describeRaise(raise: Raise): string[] {
  return linesOf(raise, {
    backtrace: MAX_BACKTRACE,
    text: MAX_TEXT,
    details: (details) => previewValue(details),
    raises: MAX_RAISES,
  });
}

/** All of an exception, however long it is. */
export function describeWholeRaise(raise: Raise): string[] {
  return linesOf(raise, {
    backtrace: Infinity,
    text: Infinity,
    details: (details) => JSON.stringify(toTagged(details)),
    raises: Infinity,
  });
}

function linesOf(raise: Raise, telling: Telling): string[] {
  const lines: string[] = [];
  tellRaise(raise, '', '', telling, lines);
  return lines;
}

function tellRaise(raise: Raise, what: string, indent: string, left: Telling, lines: string[]): void {
  if (left.raises-- <= 0) {
    if (left.raises === -1) lines.push(`${indent}… and more`);
    return;
  }
  lines.push(`${indent}${what}${shorten(raise.class, left.text)}: ${shorten(raise.message, left.text)}`);
  if (raise.details) lines.push(`${indent}    with ${left.details(raise.details)}`);
  lines.push(...raise.backtrace.slice(0, left.backtrace).map((call) => `${indent}    ${call}`));
  const hidden = raise.backtrace.length - left.backtrace;
  if (hidden > 0) lines.push(`${indent}    … +${plural(hidden, 'call')}`);
  const { errors = [] } = raise;
  for (const [i, error] of errors.entries()) {
    tellRaise(error, `error ${i + 1} of ${errors.length}: `, `${indent}  `, left, lines);
  }
  if (raise.cause) tellRaise(raise.cause, 'caused by ', indent, left, lines);
}

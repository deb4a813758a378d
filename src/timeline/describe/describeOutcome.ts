import type { Outcome, Raise } from '../../recording/event.ts';
import { previewValue } from '../../text/previewValue.ts';
import { formatDuration, formatSize, plural, shorten } from '../../text/words.ts';
import { describeExit } from './describeLifecycle.ts';

type Limited = Extract<Outcome, { readonly setting: string }>;

/** What to say behind a limit that was passed, by its setting: how to raise it. */
export type LimitHints = Readonly<Partial<Record<Limited['setting'], string>>>;

/** Calls of a backtrace that are shown. */
const MAX_BACKTRACE = 30;
/** Characters of a message that are shown. */
const MAX_TEXT = 4000;
/** Exceptions that are shown of one with causes and errors within. */
const MAX_RAISES = 12;

/** How a dispatch ended, in lines for people; still to be escaped for a terminal. */
export function describeOutcome(outcome: Outcome, hints: LimitHints = {}): string[] {
  const hint = 'setting' in outcome && outcome.limit !== null ? hints[outcome.setting] : undefined;
  return [`${summary(outcome)}${hint === undefined ? '' : ` (${hint})`}`, ...describeNotes(outcome)];
}

/** What else is worth knowing about an outcome. */
export function describeNotes({ notes = [] }: Outcome): string[] {
  return notes.map((note) => `note: ${note}`);
}

/**
 * An exception of the inmate with what it carries, its backtrace, its causes and the errors that it stands for, in lines
 * for people; still to be escaped for a terminal.
 */
export function describeRaise(raise: Raise): string[] {
  const lines: string[] = [];
  const left = { raises: MAX_RAISES };
  tellRaise(raise, '', '', left, lines);
  return lines;
}

function tellRaise(raise: Raise, what: string, indent: string, left: { raises: number }, lines: string[]): void {
  if (left.raises-- <= 0) {
    if (left.raises === -1) lines.push(`${indent}… and more`);
    return;
  }
  lines.push(`${indent}${what}${shorten(raise.class, MAX_TEXT)}: ${shorten(raise.message, MAX_TEXT)}`);
  if (raise.details) lines.push(`${indent}    with ${previewValue(raise.details)}`);
  lines.push(...raise.backtrace.slice(0, MAX_BACKTRACE).map((call) => `${indent}    ${call}`));
  const hidden = raise.backtrace.length - MAX_BACKTRACE;
  if (hidden > 0) lines.push(`${indent}    … +${plural(hidden, 'call')}`);
  const { errors = [] } = raise;
  for (const [i, error] of errors.entries()) {
    tellRaise(error, `error ${i + 1} of ${errors.length}: `, `${indent}  `, left, lines);
  }
  if (raise.cause) tellRaise(raise.cause, 'caused by ', indent, left, lines);
}

function summary(outcome: Outcome): string {
  switch (outcome.outcome) {
    case 'returned':
      return 'returned';
    case 'raised':
      return `raised ${shorten(outcome.class, MAX_TEXT)}`;
    case 'exited':
      return `${describeExit(outcome.code, outcome.signal)}, without a result`;
    case 'out-of-memory':
      return outcome.limit === null ? 'out of memory' : `out of memory: it had ${formatSize(outcome.limit)}`;
    case 'timed-out':
      return `timed out after ${formatDuration(outcome.limit)}`;
    case 'cancelled':
      return `cancelled: ${outcome.message}`;
    case 'output-limit':
      return describeLimit(outcome);
    case 'protocol-violation':
      return `protocol violation at byte ${outcome.offset} of stdout: expected ${outcome.expected}, found ${outcome.found}`;
    case 'engine-failed':
      return `engine failed during ${outcome.phase}: ${outcome.message}`;
  }
}

function describeLimit({ setting, limit }: Extract<Outcome, { outcome: 'output-limit' }>): string {
  switch (setting) {
    case 'outputBytes':
      return `more output than the limit ${setting} allows: ${formatSize(limit)}`;
    case 'valueBytes':
      return `a value larger than the limit ${setting} allows: ${formatSize(limit)}`;
    case 'valueNodes':
      return `a value with more items than the limit ${setting} allows: ${limit.toLocaleString('en')}`;
  }
}

import { fillHoles } from './fillHoles.ts';
import { clip, formatDuration, formatSize } from './words.ts';

/** The parts of an outcome that are described. */
export type Ended =
  | { readonly outcome: 'returned' }
  | { readonly outcome: 'raised'; readonly class: string }
  | { readonly outcome: 'exited'; readonly code: number | null; readonly signal: string | null }
  | { readonly outcome: 'out-of-memory'; readonly limit: number | null; readonly setting: 'memory' }
  | { readonly outcome: 'timed-out'; readonly limit: number; readonly setting: 'timeout' | 'signal' }
  | { readonly outcome: 'cancelled'; readonly message: string }
  | {
      readonly outcome: 'output-limit';
      readonly limit: number;
      readonly setting: 'outputBytes' | 'valueBytes' | 'valueNodes';
    }
  | {
      readonly outcome: 'protocol-violation';
      readonly offset: number;
      readonly expected: string;
      readonly found: string;
    }
  | { readonly outcome: 'engine-failed'; readonly message: string; readonly phase: string };

type Limited = Extract<Ended, { readonly setting: string }>;

/** How to raise a limit that was exceeded, by its setting; shown after the outcome. */
export type LimitHints = Readonly<Partial<Record<Limited['setting'], string>>>;

/** Translates a text of `OUTCOME_TEXTS`, and fills its placeholders `{0}`, `{1}` with the arguments. */
export type Translate = (text: string, ...args: string[]) => string;

/** Every text about an outcome, in English: the English form is also the key of its translation. */
export const OUTCOME_TEXTS = {
  returned: 'returned',
  raised: 'raised {0}',
  withoutResult: '{0}, without a result',
  outOfMemory: 'out of memory',
  outOfMemoryOf: 'out of memory: it had {0}',
  timedOut: 'timed out after {0}',
  cancelled: 'cancelled',
  outputBytes: 'more output than {0}',
  valueBytes: 'a value larger than {0}',
  valueNodes: 'a value of more items than {0}',
  protocolViolation: 'protocol violation at byte {0} of stdout',
  engineFailed: 'engine failed during {0}',

  exitedWith: 'exited with code {0}',
  endedBy: 'ended by {0}',
  endedByWith: 'ended by {0} (code {1})',
  ended: 'ended',
} as const;

/** Characters of an untrusted name. */
const MAX_NAME = 200;

const english: Translate = (text, ...args) => fillHoles(text, args);

/** How a dispatch ended, in a few words; not yet escaped. */
export function outcomeText(ended: Ended, translate = english): string {
  switch (ended.outcome) {
    case 'returned':
      return translate(OUTCOME_TEXTS.returned);
    case 'raised':
      return translate(OUTCOME_TEXTS.raised, clip(ended.class, MAX_NAME));
    case 'exited':
      return translate(OUTCOME_TEXTS.withoutResult, exitText(ended.code, ended.signal, translate));
    case 'out-of-memory':
      return ended.limit === null
        ? translate(OUTCOME_TEXTS.outOfMemory)
        : translate(OUTCOME_TEXTS.outOfMemoryOf, formatSize(ended.limit));
    case 'timed-out':
      return translate(OUTCOME_TEXTS.timedOut, formatDuration(ended.limit));
    case 'cancelled':
      return translate(OUTCOME_TEXTS.cancelled);
    case 'output-limit': {
      const { setting, limit } = ended;
      return translate(OUTCOME_TEXTS[setting], setting === 'valueNodes' ? number(limit) : formatSize(limit));
    }
    case 'protocol-violation':
      return translate(OUTCOME_TEXTS.protocolViolation, number(ended.offset));
    case 'engine-failed':
      return translate(OUTCOME_TEXTS.engineFailed, clip(ended.phase, MAX_NAME));
  }
}

/** How a dispatch ended: the few words of `outcomeText`, followed by all details; not yet escaped. */
export function outcomeSentence(ended: Ended, hints: LimitHints = {}): string {
  return `${outcomeText(ended)}${detailOf(ended, hints)}`;
}

function detailOf(ended: Ended, hints: LimitHints): string {
  switch (ended.outcome) {
    case 'returned':
    case 'raised':
    case 'exited':
      return '';
    case 'out-of-memory':
      return ended.limit === null ? '' : limitOf(ended, hints);
    case 'timed-out':
    case 'output-limit':
      return limitOf(ended, hints);
    case 'cancelled':
    case 'engine-failed':
      return `: ${ended.message}`;
    case 'protocol-violation':
      return `: expected ${ended.expected}, found ${ended.found}`;
  }
}

/** Names the limit in the user's terms. */
function limitOf({ setting }: Limited, hints: LimitHints): string {
  return ` (${hints[setting] ?? (setting === 'signal' ? 'the signal timed out' : `limit ${setting}`)})`;
}

/** How a process ended, in words. */
export function exitText(code: number | null, signal: string | null, translate = english): string {
  if (signal === null) {
    return code === null ? translate(OUTCOME_TEXTS.ended) : translate(OUTCOME_TEXTS.exitedWith, String(code));
  }
  const name = clip(signal, MAX_NAME);
  return code === null
    ? translate(OUTCOME_TEXTS.endedBy, name)
    : translate(OUTCOME_TEXTS.endedByWith, name, String(code));
}

function number(value: number): string {
  return value.toLocaleString('en');
}

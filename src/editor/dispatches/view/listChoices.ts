import { isRecord } from '../../../text/isRecord.ts';
import { STATES, type HistoryEntry } from '../history/historyEntry.ts';

export const GROUPINGS = ['flat', 'day', 'method', 'inmate'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** How the list of dispatches is shown. */
export interface ListChoices {
  readonly grouping: Grouping;
  /** What a row must contain; empty: anything. */
  readonly text: string;
  /** How a dispatch must have ended; `undefined`: in any way. */
  readonly state: HistoryEntry['state'] | undefined;
}

export const ALL: Pick<ListChoices, 'text' | 'state'> = { text: '', state: undefined };

/** Reads what was stored; what is not understood is as it is at first. */
export function readChoices(stored: unknown): ListChoices {
  const { grouping, text, state } = isRecord(stored) ? stored : {};
  return {
    grouping: GROUPINGS.find((known) => known === grouping) ?? 'flat',
    text: typeof text === 'string' ? text : '',
    state: STATES.find((known) => known === state),
  };
}

export function isFiltered({ text, state }: ListChoices): boolean {
  return text !== '' || state !== undefined;
}

/** The entries that the filter lets through. */
export function filterEntries(entries: readonly HistoryEntry[], choices: ListChoices): readonly HistoryEntry[] {
  if (!isFiltered(choices)) return entries;
  const wanted = choices.text.toLowerCase();
  return entries.filter((entry) => {
    const { state, method, args, preview, outcome, inmateDir } = entry;
    if (choices.state !== undefined && state !== choices.state) return false;
    return [`${method}(${args})`, preview, outcome, inmateDir ?? ''].some((text) =>
      text.toLowerCase().includes(wanted),
    );
  });
}

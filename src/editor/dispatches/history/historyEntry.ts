import { isRecord } from '../../../text/isRecord.ts';

/** A dispatch of the history. Texts are unchanged from the inmate or its source: escape them when showing them. */
export interface HistoryEntry {
  /** Name of the recording's file, without its extension. */
  readonly id: string;
  /** Absolute path of the recording. */
  readonly path: string;
  /** Whether this window still writes the recording, as it does for a while after the answer. */
  readonly isOpen: boolean;
  readonly method: string;
  /** Absolute path of the inmate's folder; `null` if it did not run from one. */
  readonly inmateDir: string | null;
  /** The arguments in one line. */
  readonly args: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly state: 'running' | 'returned' | 'raised' | 'failed' | 'cancelled' | 'unknown';
  /** How it ended, in words. */
  readonly outcome: string;
  /** What it returned or raised, in one line; empty where it did neither. */
  readonly preview: string;
  /** Milliseconds; `null` if it did not end. */
  readonly duration: number | null;
  readonly bytes: number;
  /** Whether it stays on top of the list, and whatever the bounds are. */
  readonly pinned: boolean;
}

/** The part of an entry that is stored beside its recording. */
export type StoredEntry = Omit<HistoryEntry, 'id' | 'path' | 'isOpen'>;

export const STATES: readonly HistoryEntry['state'][] = [
  'running',
  'returned',
  'raised',
  'failed',
  'cancelled',
  'unknown',
];

/**
 * @returns the entry stored beside a recording, if it has the right form. One of a version that stored no preview has
 *   not: it is read from its recording, once.
 */
export function checkStoredEntry(json: unknown): StoredEntry | undefined {
  if (!isRecord(json)) return undefined;
  const { method, inmateDir, args, startedAt, outcome, preview, duration, bytes, pinned = false } = json;
  const state = STATES.find((known) => known === json['state']);
  if (typeof method !== 'string' || typeof args !== 'string' || typeof startedAt !== 'string') return undefined;
  if (typeof preview !== 'string' || typeof pinned !== 'boolean') return undefined;
  if (typeof outcome !== 'string' || typeof bytes !== 'number' || state === undefined) return undefined;
  if (inmateDir !== null && typeof inmateDir !== 'string') return undefined;
  if (duration !== null && typeof duration !== 'number') return undefined;
  return { method, inmateDir, args, startedAt, state, outcome, preview, duration, bytes, pinned };
}

import { isRecord } from '../../text/isRecord.ts';

/** What a value is, where it was cut; `value`: it was too large to be decoded, and only its bytes are known. */
export const CUT_KINDS = ['list', 'object', 'map', 'text', 'bytes', 'ext', 'value'] as const;
export type CutKind = (typeof CUT_KINDS)[number];

/**
 * A value that a view has only in part. Values for views are in the tagged form of the command line's JSON, with one
 * more tag: `{"cut": {"of", "size", "rest", "shown"}}` stands for a value that is longer than what is shown of it. An
 * object of an inmate that looks like this is written as a map, as with the other tags.
 */
export interface Cut {
  readonly of: CutKind;
  /** Items, members, entries, characters (UTF-16 code units) or bytes of the whole value. */
  readonly size: number;
  /** How many of them come after those that are shown. */
  readonly rest: number;
  /** The shown part, in the same form; for `value` it is `null`. */
  readonly shown: unknown;
}

/** @returns the cut that a value stands for; `undefined` if it is whole */
export function readCut(json: unknown): Cut | undefined {
  if (!isRecord(json) || Object.keys(json).length !== 1) return undefined;
  const { cut } = json;
  if (!isRecord(cut)) return undefined;
  const { of, size, rest, shown = null } = cut;
  const kind = CUT_KINDS.find((one) => one === of);
  return kind && isCount(size) && isCount(rest) ? { of: kind, size, rest, shown } : undefined;
}

/** The value without the note that it was cut: all that is shown of it. */
export function shownOf(json: unknown): unknown {
  const cut = readCut(json);
  return cut ? cut.shown : json;
}

function isCount(data: unknown): data is number {
  return typeof data === 'number' && Number.isSafeInteger(data) && data >= 0;
}

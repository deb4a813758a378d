import { bytesToTagged, toTagged } from '../wire/json/taggedJson.ts';
import type { DispatchEvent, DispatchMeta } from './event.ts';
import { outcomeToJson } from './json/storedEvents.ts';
import { metaToJson } from './json/storedMeta.ts';

/**
 * Characters that JSON leaves as they are, but that line readers take for the end of a line (U+2028, U+2029) or a
 * terminal for a command (C1, bidirectional controls).
 */
const UNSAFE = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * An event as one line of JSON, without the line's end: `{"seq","t","at"?,"type","value"}`, and for the outcome
 * `{"type":"outcome","outcome":…,details…,"seq","t"}`. Values, and the details of a raise, are in tagged form; printed
 * bytes are a string where they are UTF-8, for which `WholeCharacters` cuts them.
 */
export function toNdjsonLine(event: DispatchEvent): string {
  if (event.type === 'outcome')
    return line({ type: event.type, ...outcomeToJson(event.value), seq: event.seq, t: event.t });
  const { seq, t, at, type } = event;
  const times = at === undefined ? { seq, t } : { seq, t, at };
  return line({ ...times, type, value: toJson(event) });
}

/** The first line: what was called, as `{"type":"call","method","args",…}`; arguments are in tagged form. */
export function callNdjsonLine(meta: DispatchMeta): string {
  return line({ type: 'call', ...metaToJson(meta) });
}

/** The last line of a recording that has no outcome. */
export function truncatedNdjsonLine(): string {
  return line({ type: 'outcome', outcome: null, truncated: true });
}

function toJson(event: Exclude<DispatchEvent, { type: 'outcome' }>): unknown {
  switch (event.type) {
    case 'stdout':
    case 'stderr':
      return bytesToTagged(event.value);
    case 'lifecycle':
      return event.value;
    default:
      return toTagged(event.value);
  }
}

function line(json: object): string {
  return JSON.stringify(json).replace(UNSAFE, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

import type { Entry } from './index/entry.ts';
import type { DispatchEvent, EventBody } from './event.ts';

/** @param body the entry's content, which may not have been decoded with it */
export function toEvent(entry: Entry, seq: number, body: EventBody): DispatchEvent {
  const { t, at } = entry;
  return at === undefined ? { seq, t, ...body } : { seq, t, at, ...body };
}

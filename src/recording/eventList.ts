import type { Entry, EntrySink } from './index/entry.ts';
import type { DispatchEvent, EventType } from './event.ts';
import { toEvent } from './toEvent.ts';

/** Makes events of entries, for readers that take them in batches. */
export class EventList implements EntrySink {
  readonly #types: ReadonlySet<EventType> | undefined;
  #events: DispatchEvent[] = [];
  #length = 0;

  /** @param types of which events are made; `undefined`: all. Other entries are only counted. */
  constructor(types: ReadonlySet<EventType> | undefined) {
    this.#types = types;
  }

  get length(): number {
    return this.#length;
  }

  push(entry: Entry): void {
    if (entry.body && (this.#types?.has(entry.type) ?? true))
      this.#events.push(toEvent(entry, this.#length, entry.body));
    this.#length++;
  }

  /** The events since the last time. */
  take(): readonly DispatchEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }
}

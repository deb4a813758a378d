import { isTerminal } from '../../wire/frame.ts';
import type { ValueLimits } from '../../wire/msgpack/limits.ts';
import { EventTable, type RowPage } from './eventTable.ts';
import { EntryWalk, type WalkOptions } from './entryWalk.ts';
import type { DispatchEvent, EventType } from '../event.ts';
import type { Truncation } from '../file/recordCursor.ts';
import type { RecordingSource } from '../file/recordingSource.ts';
import { RowReader } from './rowReader.ts';
import { RowSkimmer } from './rowSkimmer.ts';
import type { ReadingRules } from '../json/storedMeta.ts';
import { toEvent } from '../toEvent.ts';

export interface ExtendOptions extends Pick<WalkOptions, 'signal' | 'follow'> {
  /** Called when rows were added, at most once for every few hundred of them. It must not throw. */
  readonly onRows?: () => void;
}

/**
 * One fixed-width row for every event of a recording, in the order of `events()`: row and `seq` are the same number.
 * A row takes 33 bytes for any event; `frameAt` reads the event itself from the recording.
 */
export class EventIndex {
  readonly #source: RecordingSource;
  readonly #limits: ValueLimits;
  readonly #walk: EntryWalk;
  readonly #rows = new EventTable();
  #extending: Promise<void> = Promise.resolve();

  /** @param start offset in the recording of the first record after the meta */
  constructor(source: RecordingSource, start: number, rules: ReadingRules) {
    this.#source = source;
    this.#limits = rules;
    // A terminal frame may be a violation by its content: that is the only value that an index has to decode.
    this.#walk = new EntryWalk(source, start, rules, (type) => type !== 'stderr' && isTerminal(type), {
      entries: this.#rows,
      skimmer: new RowSkimmer(this.#rows, rules),
    });
  }

  /** Rows so far. */
  get length(): number {
    return this.#rows.length;
  }

  /** Whether the whole recording is indexed, so that nothing will be added. */
  get complete(): boolean {
    return this.#walk.done;
  }

  /** Once complete: why the recording has no outcome. */
  get truncated(): Truncation | undefined {
    return this.#walk.truncation;
  }

  type(row: number): EventType {
    return this.#rows.type(row);
  }

  /** Milliseconds from the start of the dispatch to the event's arrival. */
  t(row: number): number {
    return this.#rows.t(row);
  }

  /** Milliseconds in the inmate since the request was decoded, where the frame says so. */
  at(row: number): number | undefined {
    return this.#rows.at(row);
  }

  /** Bytes of the payload, the encoded value or the JSON; 0 for a note that stands in no record. */
  size(row: number): number {
    return this.#rows.size(row);
  }

  /**
   * Adds the rows of what has been recorded since the last time; with `follow` until the recording ends. If its signal
   * is aborted it raises the signal's reason, and the rows that were added stay.
   *
   * @throws RecordingError where the recording cannot be read
   */
  async extend(options: ExtendOptions = {}): Promise<void> {
    const before = this.#extending;
    const extended = before.then(() => this.#extend(options));
    // The next one starts even if this one fails.
    this.#extending = extended.catch(() => undefined);
    await extended;
  }

  /**
   * Reads the event of a row from the recording, without reading what came before it.
   *
   * @throws RangeError where there is no such row
   * @throws RecordingError where the recording cannot be read any more
   */
  async frameAt(row: number): Promise<DispatchEvent> {
    const reader = this.reader();
    try {
      return toEvent(this.#rows.entry(row), row, await reader.bodyAt(row));
    } finally {
      reader.close();
    }
  }

  /**
   * A reader of many rows, or of parts of them; close it.
   *
   * @throws RecordingError where the recording cannot be opened any more
   */
  reader(): RowReader {
    return new RowReader(this.#source, this.#limits, this.#rows);
  }

  /** The columns of the rows so far, for readers of many. The last page grows. */
  get pages(): readonly RowPage[] {
    return this.#rows.pages;
  }

  async #extend({ onRows, ...options }: ExtendOptions): Promise<void> {
    for await (const _ of this.#walk.batches(options)) onRows?.();
  }
}

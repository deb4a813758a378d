import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EntrySink } from './entry.ts';
import { EntryDecoder, type OutputType, type RecordSkimmer } from './entryDecoder.ts';
import { messageOf } from '../errors.ts';
import { RECORD_HEADER_BYTES } from '../file/format.ts';
import { RecordCursor, type StoredRecord, type Truncation } from '../file/recordCursor.ts';
import { growthBeyond, type RecordingSource } from '../file/recordingSource.ts';
import type { ReadingRules } from '../json/storedMeta.ts';

export interface WalkOptions {
  /** Aborting it makes the walk raise the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Aborting it ends the walk without an error. */
  readonly leave?: AbortSignal | undefined;
  /** Whether to wait for what is still being written. */
  readonly follow?: boolean | undefined;
}

/** Milliseconds after which the walk lets the event loop do something else. */
const SLICE = 10;

/** Entries that make a batch large enough; a single chunk may hold more. */
const BATCH_ENTRIES = 256;

/** Where the entries of a walk go. */
export interface WalkSink {
  readonly entries: EntrySink;
  /** May take frames, of which no entry is made then; they count as entries. */
  readonly skimmer?: RecordSkimmer;
}

/** Walks the entries of a recording in their order, with bounded memory. A walk that was left can be resumed. */
export class EntryWalk {
  readonly #source: RecordingSource;
  readonly #cursor: RecordCursor;
  readonly #decoder: EntryDecoder;
  readonly #entries: EntrySink;
  #records: readonly StoredRecord[] = [];
  #nextRecord = 0;
  #truncation: Truncation | undefined;
  #done = false;

  /** @param position offset in the file of the first record after the meta */
  constructor(
    source: RecordingSource,
    position: number,
    rules: ReadingRules,
    collect: (type: OutputType) => boolean,
    sink: WalkSink,
  ) {
    this.#source = source;
    this.#cursor = new RecordCursor(source, position);
    this.#entries = sink.entries;
    this.#decoder = new EntryDecoder(sink.entries, rules, collect, sink.skimmer);
  }

  /** Whether the end of the recording was reached. */
  get done(): boolean {
    return this.#done;
  }

  /** Once done: why there is no outcome. */
  get truncation(): Truncation | undefined {
    return this.#truncation;
  }

  /**
   * Walks from where the last walk stopped, and yields after each batch of entries. Ends at the end of what is there,
   * or with `follow` at the end of the recording.
   */
  async *batches(options: WalkOptions = {}): AsyncGenerator<void, void, undefined> {
    const { signal, leave, follow } = options;
    const signals = [signal, leave].filter((one) => one !== undefined);
    const fd = this.#source.acquire();
    try {
      let sliceEnd = performance.now() + SLICE;
      while (!this.#done) {
        signal?.throwIfAborted();
        if (leave?.aborted) return;
        if (performance.now() > sliceEnd) {
          await nextTurn();
          sliceEnd = performance.now() + SLICE;
        }
        const before = this.#entries.length;
        if (this.#nextRecord === this.#records.length) await this.#read(fd);
        this.#decodeBatch(before + BATCH_ENTRIES);
        if (this.#entries.length > before) yield;
        else if (this.#records.length === 0 && !this.#done) {
          if (!follow) return;
          await growthBeyond(this.#source, this.#cursor.position, signals);
        }
      }
    } finally {
      await this.#cursor.settle();
      this.#source.release();
    }
  }

  async #read(fd: number): Promise<void> {
    this.#records = await this.#cursor.read(fd);
    this.#nextRecord = 0;
    if (this.#records.length > 0) return;
    const { position, truncation } = this.#cursor;
    const atEnd = this.#source.ended && this.#source.size <= position;
    if (truncation || atEnd) this.#truncate(truncation ?? { offset: position, reason: 'it ends without an outcome' });
  }

  #decodeBatch(enough: number): void {
    while (!this.#done && this.#entries.length < enough) {
      const record = this.#records[this.#nextRecord];
      if (!record) return;
      this.#nextRecord++;
      try {
        this.#decoder.push(record);
        this.#done = this.#decoder.finished;
      } catch (error) {
        const reason = `it is damaged: ${messageOf(error)}`;
        this.#truncate({ offset: record.offset - RECORD_HEADER_BYTES, reason });
      }
    }
  }

  #truncate(truncation: Truncation): void {
    this.#truncation = truncation;
    this.#done = true;
    this.#decoder.end();
  }
}

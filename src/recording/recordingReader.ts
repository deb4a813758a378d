import { isTerminal } from '../wire/frame.ts';
import type { OutputType } from './index/entryDecoder.ts';
import { EntryWalk, type WalkOptions } from './index/entryWalk.ts';
import type { DispatchEvent, DispatchMeta, EventType } from './event.ts';
import { EventList } from './eventList.ts';
import { EventIndex } from './index/eventIndex.ts';
import type { Truncation } from './file/recordCursor.ts';
import { readHead, readHeadMeta } from './file/recordingHead.ts';
import type { RecordingSource } from './file/recordingSource.ts';
import { FinishedFile } from './file/finishedFile.ts';
import { readingRules, type ReadingRules } from './json/storedMeta.ts';

export interface EventOptions {
  /** Aborting it makes the iteration raise the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Whether to wait for what is still being written, up to the outcome or the writer's end. Default `false`. */
  readonly follow?: boolean | undefined;
  /** Only events of these types; the values of others are not even decoded. Default: all. */
  readonly types?: ReadonlySet<EventType> | undefined;
}

/** Consecutive events, without those of types that are not wanted. */
export interface EventBatch {
  readonly events: readonly DispatchEvent[];
  /** `seq` of the first event behind the batch. */
  readonly end: number;
}

/** Reads a recording, with no more than a block of it in memory at a time. It holds no file open between two uses. */
export class RecordingReader {
  readonly #source: RecordingSource;
  #rules: ReadingRules | undefined;
  #meta: DispatchMeta | undefined;
  #truncated: Truncation | undefined;

  /** @param rules default: those of the recording's meta */
  constructor(source: RecordingSource, rules?: ReadingRules) {
    this.#source = source;
    this.#rules = rules;
  }

  /**
   * Opens a recording in a file.
   *
   * @throws FormatError where the file is not a recording that this version reads
   * @throws RecordingError where there is no such file or it cannot be read
   */
  static async open(path: string): Promise<RecordingReader> {
    const reader = new RecordingReader(new FinishedFile(path));
    reader.#readMeta();
    return reader;
  }

  /** @throws RecordingError where the recording is gone */
  get meta(): DispatchMeta {
    return (this.#meta ??= this.#readMeta());
  }

  /** Whether nothing will be added to the recording any more. */
  get ended(): boolean {
    return this.#source.ended;
  }

  /** Once an iteration has come to its end: why it ended without an outcome. */
  get truncated(): Truncation | undefined {
    return this.#truncated;
  }

  /**
   * What happened, in order. Every event owns its bytes. What no frame holds is told by `note`s.
   *
   * @throws RecordingError where the file cannot be read, and the signal's reason
   */
  events(options: EventOptions = {}): AsyncGenerator<DispatchEvent, void, undefined> {
    const leaving = new AbortController();
    const events = this.#events({ ...options, leave: leaving.signal });
    const leave = events.return.bind(events);
    // A generator that waits for growth would notice it only after the next growth.
    events.return = (value) => {
      leaving.abort();
      return leave(value);
    };
    return events;
  }

  /** An index of the recording, empty until it is extended. */
  index(): EventIndex {
    return new EventIndex(this.#source, readHead(this.#source).end, this.#readingRules());
  }

  /**
   * The same events in batches, for readers that need all of them.
   *
   * @throws RecordingError where the file cannot be read, and the signal's reason
   */
  eventBatches(options: EventOptions = {}): AsyncGenerator<EventBatch, void, undefined> {
    return this.#batches(options);
  }

  async *#events(options: WalkOptions & EventOptions): AsyncGenerator<DispatchEvent, void, undefined> {
    for await (const { events } of this.#batches(options)) {
      for (const event of events) {
        options.signal?.throwIfAborted();
        yield event;
      }
    }
  }

  async *#batches(options: WalkOptions & EventOptions): AsyncGenerator<EventBatch, void, undefined> {
    const { types } = options;
    // A terminal frame may be a violation by its content, so it is always decoded.
    const collect = (type: OutputType): boolean =>
      (type !== 'stderr' && isTerminal(type)) || (types?.has(type) ?? true);
    const entries = new EventList(types);
    const walk = new EntryWalk(this.#source, readHead(this.#source).end, this.#readingRules(), collect, { entries });
    for await (const _ of walk.batches(options)) yield { events: entries.take(), end: entries.length };
    this.#truncated = walk.truncation;
  }

  #readingRules(): ReadingRules {
    return (this.#rules ??= readingRules(this.meta));
  }

  #readMeta(): DispatchMeta {
    this.#source.acquire();
    try {
      return (this.#meta = readHeadMeta(this.#source, readHead(this.#source)));
    } finally {
      this.#source.release();
    }
  }
}

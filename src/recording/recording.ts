import { RecordingError } from './errors.ts';
import type { DispatchEvent, DispatchMeta, EventType, Outcome } from './event.ts';
import { FollowedFile } from './file/followedFile.ts';
import type { Truncation } from './file/recordCursor.ts';
import { RecordingReader } from './recordingReader.ts';
import { FinishedFile } from './file/finishedFile.ts';
import { readingRules } from './json/storedMeta.ts';

/** Which events of a recording are read, and until when. */
export interface ReadEventsOptions {
  /** Only events of these types; the values of others are not even decoded. Default: all. */
  readonly types?: Iterable<EventType> | undefined;
  /**
   * Whether to wait for what another process is still writing, up to the outcome. If the writer dies before, the file
   * never says so: bound the wait by `signal`. Default `false`: only what is there now.
   */
  readonly follow?: boolean | undefined;
  /** Aborting it makes the iteration raise the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** How a recording ends. */
export interface RecordingEnd {
  /** How the dispatch ended; `null` where the recording was cut before that was known. */
  readonly outcome: Outcome | null;
  /** How many events are there. */
  readonly events: number;
  /** Where and why it ends without an outcome; `null` where it is whole. */
  readonly cut: Truncation | null;
}

/**
 * A recording of a dispatch, open to be read. Iterating it gives every event in the order of arrival, values decoded,
 * each time from the beginning. What has been read is not kept: memory does not grow with the recording.
 */
export class Recording implements AsyncIterable<DispatchEvent> {
  /** What was called, by what and under which limits. */
  readonly meta: DispatchMeta;
  readonly path: string;
  readonly #reader: RecordingReader;
  readonly #iterations = new Set<AsyncGenerator<DispatchEvent, void, undefined>>();
  #cut: Truncation | undefined;
  #isClosed = false;

  /** @throws what `readRecording` rejects with */
  constructor(path: string) {
    this.path = path;
    this.#reader = new RecordingReader(new FinishedFile(path));
    this.meta = this.#reader.meta;
  }

  /** Where and why the last iteration ended without an outcome; `undefined` where it came to one, or was left before. */
  get cut(): Truncation | undefined {
    return this.#cut;
  }

  /**
   * What happened, in order. Every event owns its bytes. What no frame holds is told by events of type `lifecycle` that
   * are a `note`.
   *
   * @throws RecordingError where the file cannot be read, and the signal's reason
   */
  async *events(options: ReadEventsOptions = {}): AsyncGenerator<DispatchEvent, void, undefined> {
    this.#checkOpen();
    const { types, follow, signal } = options;
    this.#cut = undefined;
    const reader = follow ? new RecordingReader(new FollowedFile(this.path), readingRules(this.meta)) : this.#reader;
    const events = reader.events({ follow, signal, types: types && new Set(types) });
    this.#iterations.add(events);
    try {
      yield* events;
      this.#cut = reader.truncated;
    } finally {
      this.#iterations.delete(events);
    }
  }

  [Symbol.asyncIterator](): AsyncGenerator<DispatchEvent, void, undefined> {
    return this.events();
  }

  /** Reads to the end of what is there, without decoding values, and says how the recording ends. */
  async end(options: Pick<ReadEventsOptions, 'signal'> = {}): Promise<RecordingEnd> {
    this.#checkOpen();
    const reader = new RecordingReader(new FinishedFile(this.path), readingRules(this.meta));
    let outcome: Outcome | null = null;
    let count = 0;
    for await (const { events, end } of reader.eventBatches({ ...options, types: new Set(['outcome']) })) {
      const last = events.at(-1);
      if (last?.type === 'outcome') outcome = last.value;
      count = end;
    }
    return { outcome, events: count, cut: reader.truncated ?? null };
  }

  /** Ends the iterations that are under way. Later ones raise. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(Array.from(this.#iterations, async (events) => events.return()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #checkOpen(): void {
    if (this.#isClosed) throw new RecordingError(`the recording ${this.path} was closed: open it again`);
  }
}

/**
 * Opens a recording (a `.dispatch` file) that is whole, cut off by a crash, or still being written.
 *
 * @example
 * const recording = await readRecording('render.dispatch');
 * for await (const event of recording) console.log(event.t, event.type, event.value);
 * if (recording.cut) console.log('cut:', recording.cut.reason);
 * await recording.close();
 * @throws FormatError where the file is not a recording that this version reads
 * @throws RecordingError where there is no such file or it cannot be read
 */
export function readRecording(path: string): Promise<Recording> {
  return new Promise((resolve) => {
    // JavaScript callers may pass anything.
    if (typeof path !== 'string' || path === '')
      throw new RecordingError('a recording is named by the path of its file');
    resolve(new Recording(path));
  });
}

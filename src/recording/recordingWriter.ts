import type { Outcome } from './outcome.ts';
import { GrowingFile } from './file/growingFile.ts';
import { cannotWrite, RecordingError } from './errors.ts';
import type { DispatchMeta, Lifecycle } from './event.ts';
import type { Channel } from '../wire/channel.ts';
import { encodeFileHeader, encodeRecordHeader, MAX_CHUNK_BYTES, MAX_JSON_BYTES } from './file/format.ts';
import { SharedFile } from './file/sharedFile.ts';
import { RecordingReader } from './recordingReader.ts';
import { hasFewValues, type JsonKind } from './json/recordJson.ts';
import { outcomeToJson } from './json/storedEvents.ts';
import { readingRules, writeMeta, type ReadingRules } from './json/storedMeta.ts';

/**
 * Writes a recording as its dispatch runs, each record at once. Times are milliseconds since the start of the dispatch.
 * A record that cannot be written raises a `RecordingError`, and so does every one after it: a recording has no gaps.
 */
export class RecordingWriter {
  /** Absolute path of the recording; `undefined` for a spool file. */
  readonly path: string | undefined;
  /** Called with each step once it is recorded. It must not throw. */
  onStep: ((step: Lifecycle, t: number) => void) | undefined;
  readonly #file: GrowingFile;
  readonly #rules: ReadingRules;
  #finished = false;

  private constructor(file: SharedFile, head: readonly Uint8Array[], rules: ReadingRules) {
    this.path = file.path;
    this.#file = new GrowingFile(file);
    this.#rules = rules;
    try {
      // One write, so that no crash leaves a file without its meta.
      this.#file.append(head);
    } catch (error) {
      file.discard();
      throw error;
    }
  }

  /**
   * Records to a file.
   *
   * @throws RecordingError where it exists already or cannot be made
   */
  static create(path: string, meta: DispatchMeta): RecordingWriter {
    const head = encodeHead(path, meta);
    return new RecordingWriter(SharedFile.create(path), head, readingRules(meta));
  }

  /** Records to a temporary file, which is gone when the writer is closed or dropped. */
  static spool(meta: DispatchMeta): RecordingWriter {
    const head = encodeHead('', meta);
    return new RecordingWriter(SharedFile.spool(), head, readingRules(meta));
  }

  /** Bytes of the whole records written so far. */
  get size(): number {
    return this.#file.size;
  }

  /** Whether the outcome was recorded. */
  get finished(): boolean {
    return this.#finished;
  }

  bytes(channel: Channel, chunk: Uint8Array, t: number): void {
    const buffers: Uint8Array[] = [];
    for (let from = 0; from < chunk.length; from += MAX_CHUNK_BYTES) {
      const part = chunk.subarray(from, from + MAX_CHUNK_BYTES);
      buffers.push(encodeRecordHeader('chunk', channel, t, part.length), part);
    }
    if (buffers.length > 0) this.#file.append(buffers);
  }

  lifecycle(step: Lifecycle, t: number): void {
    this.#file.append(encodeJsonRecord('lifecycle', JSON.stringify(step), t));
    this.onStep?.(step, t);
  }

  /** The last record: nothing can be added after it. */
  outcome(outcome: Outcome, t: number): void {
    this.#file.append(encodeJsonRecord('outcome', JSON.stringify(outcomeToJson(outcome)), t));
    this.#finished = true;
    this.#file.end();
  }

  /** Calls `listener` after each record and at the end. It must not throw. @returns a function that unsubscribes */
  onGrowth(listener: () => void): () => void {
    return this.#file.onGrowth(listener);
  }

  /** A reader of this recording, also while it is written. It needs no closing. */
  reader(): RecordingReader {
    return new RecordingReader(this.#file, this.#rules);
  }

  /** Nothing more will be written, but it may still be read. It holds no descriptor unless it is a large spool file. */
  rest(): void {
    this.#file.rest();
  }

  /** Nothing more will be written. Active readers go on to the end; a spool file cannot be read by later ones. */
  close(): void {
    this.#file.close();
  }
}

function encodeHead(name: string, meta: DispatchMeta): Uint8Array[] {
  try {
    return [encodeFileHeader(), ...encodeJsonRecord('meta', writeMeta(meta), 0)];
  } catch (error) {
    throw cannotWrite(name, error);
  }
}

function encodeJsonRecord(kind: JsonKind, json: string, t: number): Uint8Array[] {
  const length = Buffer.byteLength(json);
  if (length > MAX_JSON_BYTES) {
    throw new RecordingError(`a ${kind} of ${length} bytes is too large to record (limit ${MAX_JSON_BYTES})`);
  }
  const payload = Buffer.from(json);
  if (!hasFewValues(kind, payload)) throw new RecordingError(`a ${kind} of so many values is too large to record`);
  return [encodeRecordHeader(kind, undefined, t, length), payload];
}

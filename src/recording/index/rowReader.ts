import type { ValueLimits } from '../../wire/msgpack/limits.ts';
import { answerFrom, type AnswerChunk } from './answerFrom.ts';
import type { Entry } from './entry.ts';
import { decodeFirstFrame, readPiece } from './entryBody.ts';
import { readRawFrame, readRawPiece, type RawBytes } from './entryRaw.ts';
import type { EventTable } from './eventTable.ts';
import { cannotRead, hasChanged } from '../errors.ts';
import type { EventBody } from '../event.ts';
import { FileBytes } from '../file/fileBytes.ts';
import type { RecordingSource } from '../file/recordingSource.ts';

export type { RawBytes } from './entryRaw.ts';

/**
 * Reads what rows hold, each from its place in the recording and without what came before it. It is quick for rows that
 * are near each other, and keeps the recording open until it is closed.
 */
export class RowReader {
  readonly #source: RecordingSource;
  readonly #limits: ValueLimits;
  readonly #rows: EventTable;
  readonly #fd: number;
  readonly #file: FileBytes;
  #closed = false;

  /**
   * @throws RecordingError where the recording cannot be opened any more
   */
  constructor(source: RecordingSource, limits: ValueLimits, rows: EventTable) {
    this.#source = source;
    this.#limits = limits;
    this.#rows = rows;
    this.#fd = source.acquire();
    this.#file = new FileBytes(this.#fd, source.name);
  }

  /**
   * What happened in a row.
   *
   * @param limit bytes: longer output is cut to so many, and another value of more is not decoded. Default: no limit
   * @returns `undefined` for a value that is larger than the limit
   * @throws RangeError where there is no such row
   * @throws RecordingError where the recording cannot be read any more
   */
  async bodyAt(row: number): Promise<EventBody>;
  async bodyAt(row: number, limit: number): Promise<EventBody | undefined>;
  async bodyAt(row: number, limit = Infinity): Promise<EventBody | undefined> {
    const entry = this.#rows.entry(row);
    const made = this.#rows.made(row);
    if (made) return made;
    const isOutput = entry.type === 'stdout' || entry.type === 'stderr';
    if (!isOutput && entry.size > limit) return undefined;
    const body = await this.#reading(async () =>
      entry.source === 'frame'
        ? decodeFirstFrame(this.#answer(entry), this.#limits, entry, limit)
        : readPiece(this.#file, entry, limit),
    );
    const value = body?.value;
    const isCut = isOutput && value instanceof Uint8Array && value.length < Math.min(entry.size, limit);
    if (body?.type === entry.type && !isCut) return body;
    throw hasChanged(this.#source.name);
  }

  /**
   * The bytes of a row as they came from the container host.
   *
   * @param limit bytes after which they are cut
   * @throws RangeError where there is no such row
   * @throws RecordingError where the recording cannot be read any more
   */
  async rawAt(row: number, limit: number): Promise<RawBytes> {
    const entry = this.#rows.entry(row);
    return this.#reading(async () =>
      entry.source === 'frame'
        ? readRawFrame(this.#file, this.#answer(entry), this.#limits, entry, limit)
        : readRawPiece(this.#file, entry, limit),
    );
  }

  /** What is still being read raises. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#source.release();
  }

  #answer(entry: Entry): AsyncGenerator<AnswerChunk, void, undefined> {
    return answerFrom(this.#source, this.#fd, this.#file, entry);
  }

  async #reading<T>(read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      throw cannotRead(this.#source.name, error);
    }
  }
}

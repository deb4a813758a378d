import type { ValueLimits } from '../../wire/msgpack/limits.ts';
import { answerFrom } from './answerFrom.ts';
import type { Entry } from './entry.ts';
import { readPiece } from './entryBody.ts';
import type { EventTable } from './eventTable.ts';
import { readFrame } from './frameReading.ts';
import { NO_BYTES, type RawBytes, type RowContent, type Wanted } from './rowContent.ts';
import { cannotRead, hasChanged } from '../errors.ts';
import type { EventBody } from '../event.ts';
import { FileBytes } from '../file/fileBytes.ts';
import type { RecordingSource } from '../file/recordingSource.ts';

export type { RawBytes, RowContent } from './rowContent.ts';

/**
 * Reads the content of rows, each from its place in the recording and without what came before it. It is quick for rows
 * that are near each other, and keeps the recording open until it is closed.
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
   * @param limit bytes: longer output is cut to this length, and another value that is longer is not decoded. Default:
   * none
   * @returns `undefined` for a value that is larger than the limit
   * @throws RangeError where there is no such row
   * @throws RecordingError where the recording cannot be read any more
   */
  async bodyAt(row: number): Promise<EventBody>;
  async bodyAt(row: number, limit: number): Promise<EventBody | undefined>;
  async bodyAt(row: number, limit = Infinity): Promise<EventBody | undefined> {
    return (await this.#contentAt(row, { body: limit, raw: undefined })).body;
  }

  /**
   * The bytes of a row as they came from the container host.
   *
   * @param limit bytes after which they are cut
   * @throws RangeError where there is no such row
   * @throws RecordingError where the recording cannot be read any more
   */
  async rawAt(row: number, limit: number): Promise<RawBytes> {
    return (await this.#contentAt(row, { body: undefined, raw: limit })).raw;
  }

  /** Both at once, in one reading of the row. */
  async contentAt(row: number, limits: { readonly body: number; readonly raw: number }): Promise<RowContent> {
    return this.#contentAt(row, limits);
  }

  /** Reads that are under way raise. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#source.release();
  }

  async #contentAt(row: number, { body: limit, raw }: Wanted): Promise<RowContent> {
    const entry = this.#rows.entry(row);
    const made = this.#rows.made(row);
    if (made) return { body: made, raw: NO_BYTES };
    const { type, size } = entry;
    const isOutput = type === 'stdout' || type === 'stderr';
    const body = limit !== undefined && (isOutput || size <= limit) ? limit : undefined;
    if (body === undefined && raw === undefined) return { body, raw: NO_BYTES };
    const content = await this.#reading(async () => this.#read(entry, { body, raw }));
    if (body !== undefined && !isAll(content.body, entry, body)) throw hasChanged(this.#source.name);
    return content;
  }

  async #read(entry: Entry, wanted: Wanted): Promise<RowContent> {
    if (entry.source !== 'frame') return readPiece(this.#file, entry, wanted);
    const { body = 0, raw = 0 } = wanted;
    const payloadBytes = Math.min(entry.size, Math.max(body, raw));
    const answer = answerFrom(this.#source, this.#fd, this.#file, entry, payloadBytes);
    return readFrame(answer, this.#limits, entry, wanted);
  }

  async #reading<T>(read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      throw cannotRead(this.#source.name, error);
    }
  }
}

/** Whether a body is complete according to the entry, as far as the limit goes. */
function isAll(body: EventBody | undefined, { type, size }: Entry, limit: number): boolean {
  if (body?.type !== type) return false;
  const { value } = body;
  const isOutput = type === 'stdout' || type === 'stderr';
  return !isOutput || !(value instanceof Uint8Array) || value.length >= Math.min(size, limit);
}

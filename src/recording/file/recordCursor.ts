import { cannotRead } from '../errors.ts';
import type { Channel } from '../../wire/channel.ts';
import { fillFrom } from './fillFrom.ts';
import { decodeRecordHeader, FILE_HEADER_BYTES, RECORD_HEADER_BYTES, type RecordKind } from './format.ts';
import type { RecordingSource } from './recordingSource.ts';

/** Why a recording ends before its outcome. */
export interface Truncation {
  /** Offset in the file behind the last whole record. */
  readonly offset: number;
  /** In words: `cut inside a record`, a damaged header … */
  readonly reason: string;
}

export interface StoredRecord {
  readonly kind: RecordKind;
  /** Set only in a chunk. */
  readonly channel: Channel | undefined;
  /** Milliseconds from the start of the dispatch. */
  readonly t: number;
  /** Offset of the payload in the file. */
  readonly offset: number;
  /** A view that holds until the next records are read. */
  readonly payload: Uint8Array;
}

const BLOCK_BYTES = 1024 * 1024;

/** Bytes of the file in the buffer; the rest of it is left over from other blocks. */
interface Block {
  readonly buffer: Uint8Array;
  readonly filled: number;
  /** Whether the file has become shorter since it was opened. */
  readonly isShort: boolean;
}

/**
 * Reads a recording's records in their order, block by block. The next block is read while the caller works on the one
 * before; both buffers are reused.
 */
export class RecordCursor {
  readonly #source: RecordingSource;
  #buffer = new Uint8Array(0);
  #spare = new Uint8Array(0);
  #ahead: Promise<Block> | undefined;
  #position: number;
  /** Bytes of the record that the block's end has cut; 0 where it has cut none. */
  #wanted = 0;
  #truncation: Truncation | undefined;

  /** @param position offset in the file at which a record begins */
  constructor(source: RecordingSource, position = FILE_HEADER_BYTES) {
    this.#source = source;
    this.#position = position;
  }

  /** Offset behind the last record that was read. */
  get position(): number {
    return this.#position;
  }

  /** Set where what follows is not a whole record and never will be. */
  get truncation(): Truncation | undefined {
    return this.#truncation;
  }

  /**
   * @param fd what `acquire` of the source gave
   * @returns the next records; none where there are no more for now
   */
  async read(fd: number): Promise<readonly StoredRecord[]> {
    const available = this.#source.size - this.#position;
    if (available <= 0 || this.#truncation) return [];
    let block = await (this.#ahead ?? this.#fill(fd, Math.min(available, BLOCK_BYTES)));
    let records = this.#split(block);
    if (records.length === 0 && this.#wanted > BLOCK_BYTES && this.#wanted <= available) {
      block = await this.#fill(fd, this.#wanted);
      records = this.#split(block);
    }
    if (records.length === 0) {
      const reason = block.isShort ? 'it was cut while it was read' : 'it is cut inside a record';
      this.#truncation ??= { offset: this.#position, reason };
    }
    this.#readAhead(fd);
    return records;
  }

  /** Waits until nothing is being read from the file, which may be closed then. */
  async settle(): Promise<void> {
    await this.#ahead?.catch(() => undefined);
    this.#ahead = undefined;
  }

  #readAhead(fd: number): void {
    const left = this.#source.size - this.#position;
    this.#ahead = left > 0 && !this.#truncation ? this.#fill(fd, Math.min(left, BLOCK_BYTES)) : undefined;
    // The next read reports it.
    this.#ahead?.catch(() => undefined);
  }

  /** @returns the next bytes, fewer than asked for only at the end of the file */
  async #fill(fd: number, bytes: number): Promise<Block> {
    const isFit = bytes <= this.#spare.length && this.#spare.length <= BLOCK_BYTES;
    const buffer = isFit ? this.#spare : new Uint8Array(Math.max(bytes, Math.min(this.#spare.length * 2, BLOCK_BYTES)));
    this.#spare = this.#buffer;
    this.#buffer = buffer;
    try {
      const filled = await fillFrom(fd, buffer.subarray(0, bytes), this.#position);
      return { buffer, filled, isShort: filled < bytes };
    } catch (error) {
      throw cannotRead(this.#source.name, error);
    }
  }

  /** Takes the whole records at the start of the block. */
  #split({ buffer, filled }: Block): StoredRecord[] {
    const records: StoredRecord[] = [];
    const view = new DataView(buffer.buffer);
    let from = 0;
    this.#wanted = 0;
    while (from + RECORD_HEADER_BYTES <= filled) {
      const header = decodeRecordHeader(view, from);
      if (typeof header === 'string') {
        this.#truncation = { offset: this.#position + from, reason: `it is damaged: ${header}` };
        break;
      }
      const start = from + RECORD_HEADER_BYTES;
      const end = start + header.length;
      if (end > filled) {
        this.#wanted = end - from;
        break;
      }
      const { kind, channel, t } = header;
      records.push({ kind, channel, t, offset: this.#position + start, payload: buffer.subarray(start, end) });
      from = end;
    }
    this.#position += from;
    return records;
  }
}

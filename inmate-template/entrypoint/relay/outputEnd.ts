import { writeSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { partialMark } from '../link/partialMark.ts';

/**
 * Finds the place in the output up to which everything was written before the inmate's end, by it or by children that
 * had ended. The output's own end does not tell: children that live on keep it open.
 */
export interface OutputEnd {
  /** The inmate is gone. `over` is called, later, when all it left has been through `take`. */
  begin(over: () => void): void;
  /** @returns what of a chunk belongs to the output */
  take(chunk: Buffer): Buffer;
}

const NOTHING = Buffer.alloc(0);

/** For a FIFO: a secret mark, written behind everything that is in it. */
export class MarkedEnd implements OutputEnd {
  readonly #fd: number;
  readonly #mark: Buffer;
  #over: (() => void) | undefined;
  #written = false;
  #held: Buffer = NOTHING;

  /** @param fd a non-blocking descriptor of the FIFO, open for writing */
  constructor(fd: number, mark: Buffer) {
    this.#fd = fd;
    this.#mark = mark;
  }

  begin(over: () => void): void {
    this.#over = over;
    this.#tryMark();
  }

  take(chunk: Buffer): Buffer {
    if (!this.#over) return chunk;
    this.#tryMark();
    const bytes = this.#held.length > 0 ? Buffer.concat([this.#held, chunk]) : chunk;
    const found = bytes.indexOf(this.#mark);
    const end = found < 0 ? bytes.length - partialMark(bytes, this.#mark, 0) : found;
    this.#held = found < 0 ? bytes.subarray(end) : NOTHING;
    if (found >= 0) setImmediate(this.#over);
    return bytes.subarray(0, end);
  }

  /** If the FIFO is full there is something to read: the mark is tried again with the next chunk. */
  #tryMark(): void {
    if (this.#written) return;
    try {
      writeSync(this.#fd, this.#mark);
      this.#written = true;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
    }
  }
}

/** Milliseconds without output after which a plain pipe is taken to be empty. */
const IDLE_MS = 50;

/** For a plain pipe, which only its other end can write to: its end, or a while without output. */
export class IdleEnd implements OutputEnd {
  readonly #output: Readable;
  #timer: NodeJS.Timeout | undefined;

  constructor(output: Readable) {
    this.#output = output;
  }

  begin(over: () => void): void {
    const check = (): void => {
      if (this.#output.isPaused()) this.#timer?.refresh();
      else over();
    };
    this.#timer = setTimeout(check, IDLE_MS);
  }

  take(chunk: Buffer): Buffer {
    this.#timer?.refresh();
    return chunk;
  }
}

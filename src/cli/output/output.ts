import { write as writeFd } from 'node:fs';
import type { Writable } from 'node:stream';
import { codeOf } from '../../wire/thrown.ts';
import { describeFileError } from '../fileError.ts';
import { OutputError } from './outputError.ts';

/** Where text goes: stdout or stderr of this process. */
export interface Output {
  /** Whether it is a terminal. */
  readonly isTerminal: boolean;
  /**
   * Resolves when there is room for more. Once the reader is gone it does nothing, and `closed` is aborted.
   *
   * @throws OutputError where the text cannot be written, for example because a disk is full
   */
  write(text: string | Uint8Array): Promise<void>;
  /** Aborted when the reader has gone, as `head` does after its last line. */
  readonly closed: AbortSignal;
}

/** A stream of this process; writes after `EPIPE` do nothing. */
export interface ProcessStream extends Writable {
  readonly fd: number;
  readonly isTTY?: boolean;
}

export function openOutput(stream: ProcessStream): Output {
  // A write to a terminal blocks while the user holds it (Ctrl+S): not in the thread that reads from containers.
  return stream.isTTY === true && process.platform !== 'win32'
    ? new TerminalOutput(stream.fd)
    : new StreamOutput(stream);
}

class StreamOutput implements Output {
  readonly isTerminal: boolean;
  readonly #stream: Writable;
  readonly #closed = new AbortController();
  #failure: Error | undefined;

  constructor(stream: ProcessStream) {
    this.isTerminal = stream.isTTY === true;
    this.#stream = stream;
    stream.on('error', (error: Error) => {
      if (isClosedPipe(error)) this.#closed.abort();
      else this.#failure = unwritable(error);
    });
  }

  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  async write(text: string | Uint8Array): Promise<void> {
    if (this.#failure) throw this.#failure;
    if (this.#closed.signal.aborted || text.length === 0) return;
    await new Promise<void>((resolve, reject) => {
      this.#stream.write(text, (error) => {
        if (error && !isClosedPipe(error)) reject(unwritable(error));
        else resolve();
      });
    });
  }
}

class TerminalOutput implements Output {
  readonly isTerminal = true;
  readonly #fd: number;
  readonly #closed = new AbortController();
  #last: Promise<void> = Promise.resolve();

  constructor(fd: number) {
    this.#fd = fd;
  }

  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  async write(text: string | Uint8Array): Promise<void> {
    const written = this.#last.then(async () => this.#writeAll(Buffer.from(text)));
    this.#last = written.catch(() => undefined);
    return written;
  }

  async #writeAll(bytes: Uint8Array): Promise<void> {
    let done = 0;
    while (done < bytes.length && !this.#closed.signal.aborted) {
      try {
        done += await writeOnce(this.#fd, bytes.subarray(done));
      } catch (error) {
        if (codeOf(error) === 'EAGAIN') await new Promise((resolve) => setTimeout(resolve, 10));
        // A terminal window that was closed.
        else if (codeOf(error) === 'EIO' || isClosedPipe(error)) this.#closed.abort();
        else throw unwritable(error);
      }
    }
  }
}

async function writeOnce(fd: number, bytes: Uint8Array): Promise<number> {
  return new Promise((resolve, reject) => {
    writeFd(fd, bytes, (error, written) => {
      if (error) reject(error);
      else resolve(written);
    });
  });
}

function unwritable(error: unknown): OutputError {
  return new OutputError(`cannot write the output: ${describeFileError(error)}`, { cause: error });
}

function isClosedPipe(error: unknown): boolean {
  return ['EPIPE', 'ERR_STREAM_DESTROYED', 'EOF'].includes(codeOf(error) ?? '');
}

/** Characters in one write. */
const BATCH = 64 * 1024;

/** Writes rows as they are made, a batch at a time, so that no output is ever held whole. */
export async function writeRows(output: Output, rows: Iterable<string>): Promise<void> {
  let batch = '';
  for (const row of rows) {
    batch += row;
    if (batch.length < BATCH) continue;
    await output.write(batch);
    batch = '';
  }
  await output.write(batch);
}

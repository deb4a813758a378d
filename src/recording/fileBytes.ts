import { read } from 'node:fs';
import { promisify } from 'node:util';

const readFile = promisify(read);

/** Bytes read at once. What is near in the file, such as the next rows, is then in memory already. */
const WINDOW_BYTES = 64 * 1024;

/** Bytes before the wanted ones that are read too: a row's Docker header may be asked for after the row. */
const BACK_BYTES = 16;

interface Window {
  readonly start: number;
  readonly bytes: Uint8Array;
}

/** Reads a file anywhere, a window at a time. */
export class FileBytes {
  readonly #fd: number;
  #window: Window = { start: 0, bytes: new Uint8Array(0) };

  /** @param fd open as long as this is in use */
  constructor(fd: number) {
    this.#fd = fd;
  }

  /** @returns the bytes, fewer where the file ends before; a view that is not to be written to */
  async read(position: number, length: number): Promise<Uint8Array> {
    const { start, bytes } = this.#window;
    if (position >= start && position + length <= start + bytes.length) return view(this.#window, position, length);
    if (length > WINDOW_BYTES / 2) return this.#readExactly(position, length);
    const from = Math.max(0, position - BACK_BYTES);
    // A new window each time: what was handed out stays as it is.
    const window = { start: from, bytes: await this.#readExactly(from, WINDOW_BYTES) };
    this.#window = window;
    return view(window, position, length);
  }

  async #readExactly(position: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await readFile(this.#fd, bytes, filled, length - filled, position + filled);
      if (bytesRead === 0) return bytes.subarray(0, filled);
      filled += bytesRead;
    }
    return bytes;
  }
}

function view({ start, bytes }: Window, position: number, length: number): Uint8Array {
  return bytes.subarray(position - start, position - start + length);
}

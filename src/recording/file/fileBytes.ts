import { hasChanged } from '../errors.ts';
import { fillFrom } from './fillFrom.ts';

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
  readonly #name: string;
  #window: Window = { start: 0, bytes: new Uint8Array(0) };

  /**
   * @param fd open as long as this is in use
   * @param name how messages call the file
   */
  constructor(fd: number, name: string) {
    this.#fd = fd;
    this.#name = name;
  }

  /**
   * @returns the bytes, a view that is not to be written to
   * @throws FormatError where the file ends before
   */
  async read(position: number, length: number): Promise<Uint8Array> {
    const { start, bytes } = this.#window;
    if (position >= start && position + length <= start + bytes.length) return view(this.#window, position, length);
    const isLarge = length > WINDOW_BYTES / 2;
    const from = isLarge ? position : Math.max(0, position - BACK_BYTES);
    // A new window each time: what was handed out stays as it is.
    const buffer = new Uint8Array(isLarge ? length : WINDOW_BYTES);
    const window = { start: from, bytes: buffer.subarray(0, await fillFrom(this.#fd, buffer, from)) };
    if (position + length > from + window.bytes.length) throw hasChanged(this.#name);
    if (!isLarge) this.#window = window;
    return view(window, position, length);
  }
}

function view({ start, bytes }: Window, position: number, length: number): Uint8Array {
  return bytes.subarray(position - start, position - start + length);
}

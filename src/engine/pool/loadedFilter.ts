import type { Channel } from '../../wire/channel.ts';
import { byteAt } from '../../wire/msgpack/bytes.ts';
import { DOCKER_HEADER_BYTES } from '../../wire/answer/demultiplexer.ts';
import { LoadedReader, type Loaded } from '../../wire/loadedSignal.ts';

/** Docker's numbers of the streams. */
const STDOUT = 1;
const STDERR = 2;

/**
 * Removes what an entrypoint says while it waits (`wire/loadedSignal.ts`) from a jail's output, so that the dispatch
 * that takes the jail has an answer like any other. Until the first frame of an answer, Docker's frames are rebuilt.
 */
export class LoadedFilter {
  readonly #reader: LoadedReader;
  #header: number[] = [];
  #stream = STDOUT;
  /** Bytes of the Docker frame that are still to come. */
  #left = 0;
  #isForeign = false;

  /** @param say called with each message */
  constructor(say: (loaded: Loaded) => void) {
    this.#reader = new LoadedReader(say);
  }

  /** Whether no message follows: then there is nothing more to remove. */
  get isOver(): boolean {
    return this.#isForeign || this.#reader.isOver;
  }

  /** @returns what is left of the chunk, in pieces */
  push(channel: Channel, chunk: Uint8Array): readonly Uint8Array[] {
    if (channel === 'multiplexed') return this.#demultiplex(chunk);
    return channel === 'stdout' ? this.#reader.push(chunk) : [chunk];
  }

  /** @returns what was held back: nothing more comes */
  rest(channel: Channel): readonly Uint8Array[] {
    const held = this.#reader.rest();
    const pieces = held.length === 0 ? [] : channel === 'multiplexed' ? [headerOf(STDOUT, held.length), held] : [held];
    return this.#header.length === 0 ? pieces : [...pieces, Uint8Array.from(this.#header.splice(0))];
  }

  #demultiplex(chunk: Uint8Array): readonly Uint8Array[] {
    const kept: Uint8Array[] = [];
    for (let i = 0; i < chunk.length;) {
      if (this.#left === 0) {
        if (this.isOver) return [...kept, chunk.subarray(i)];
        this.#header.push(byteAt(chunk, i++));
        if (this.#header.length === DOCKER_HEADER_BYTES) kept.push(...this.#begin());
        continue;
      }
      const end = Math.min(chunk.length, i + this.#left);
      kept.push(...this.#payload(chunk.subarray(i, end)));
      this.#left -= end - i;
      i = end;
    }
    // The answer has begun within a Docker frame: the rest of that comes as it is.
    if (this.isOver && this.#left > 0) {
      kept.push(headerOf(this.#stream, this.#left));
      this.#left = 0;
    }
    return kept;
  }

  /** A Docker frame begins. */
  #begin(): readonly Uint8Array[] {
    const [stream = 0, ...others] = this.#header;
    const padding = others.slice(0, 3);
    const header = Uint8Array.from(this.#header.splice(0));
    this.#isForeign = (stream !== STDOUT && stream !== STDERR) || padding.some((byte) => byte !== 0);
    if (this.#isForeign) return [header];
    this.#stream = stream;
    this.#left = others.slice(3).reduce((sum, byte) => sum * 256 + byte, 0);
    return [];
  }

  #payload(bytes: Uint8Array): readonly Uint8Array[] {
    const pieces = this.#stream === STDOUT ? this.#reader.push(bytes) : [bytes];
    return pieces.flatMap((piece) => [headerOf(this.#stream, piece.length), piece]);
  }
}

function headerOf(stream: number, length: number): Uint8Array {
  const header = new Uint8Array(DOCKER_HEADER_BYTES);
  header[0] = stream;
  new DataView(header.buffer).setUint32(4, length);
  return header;
}

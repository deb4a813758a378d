import type { Channel } from '../../wire/channel.ts';
import type { JailSink } from '../hosts/containerHost.ts';
import type { LoadedFilter } from '../pool/loadedFilter.ts';

/** Bytes that a jail may print before it gets a request. */
const MAX_HELD_BYTES = 1024 * 1024;

/** Keeps what a jail prints while it waits for a dispatch. */
export class BufferedOutput implements JailSink {
  #held: { readonly channel: Channel; readonly chunk: Uint8Array }[] = [];
  #bytes = 0;
  #room = MAX_HELD_BYTES;
  #onOverflow: () => void = () => undefined;
  #sink: JailSink | undefined;
  #filter: LoadedFilter | undefined;
  /** The channel on which the jail writes its stdout. */
  #channel: Channel = 'stdout';

  readonly #onFiltered: () => void;

  /**
   * @param filter removes what the jail reports of itself while it waits
   * @param onFiltered called when there is nothing more to remove
   */
  constructor(filter?: LoadedFilter, onFiltered: () => void = () => undefined) {
    this.#filter = filter;
    this.#onFiltered = onFiltered;
  }

  bytes(channel: Channel, chunk: Uint8Array): void {
    if (!this.#filter) return this.#take(channel, chunk);
    if (channel !== 'stderr') this.#channel = channel;
    const filter = this.#filter;
    this.#takeAll(channel, filter.push(channel, chunk));
    if (!filter.isOver) return;
    this.#filter = undefined;
    this.#onFiltered();
  }

  /** No more will come. */
  end(): void {
    const filter = this.#filter;
    this.#filter = undefined;
    if (filter) this.#takeAll(this.#channel, filter.rest(this.#channel));
  }

  /** @param listener called when more is, or was, printed than can be kept: the jail is unusable then */
  onOverflow(listener: () => void): void {
    this.#onOverflow = listener;
    if (this.#bytes > this.#room) listener();
  }

  /** Keeps nothing from now on: any further output is more than can be kept. */
  refuse(): void {
    this.#sink = undefined;
    this.#filter = undefined;
    this.#bytes = 0;
    this.#room = 0;
  }

  /** Hands over what was kept, and from now on all that comes. */
  handOver(sink: JailSink): void {
    this.#sink = sink;
    for (const { channel, chunk } of this.#held.splice(0)) sink.bytes(channel, chunk);
  }

  #takeAll(channel: Channel, pieces: readonly Uint8Array[]): void {
    const [first, ...more] = pieces;
    if (first) this.#take(channel, more.length === 0 ? first : Buffer.concat(pieces));
  }

  #take(channel: Channel, chunk: Uint8Array): void {
    if (this.#sink) return this.#sink.bytes(channel, chunk);
    this.#bytes += chunk.length;
    if (this.#bytes <= this.#room) {
      this.#held.push({ channel, chunk });
      return;
    }
    // No dispatch will take it, so what is read from here on is dropped.
    this.#held = [];
    this.#onOverflow();
  }
}

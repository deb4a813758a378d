import type { Channel } from '../../recording/event.ts';
import type { JailSink } from '../containerHost.ts';

/** Bytes that a jail may print before anybody has asked it for anything. */
const MAX_HELD_BYTES = 1024 * 1024;

/** Keeps what a jail prints while it waits for the dispatch that will take it. */
export class HeldOutput implements JailSink {
  #held: { readonly channel: Channel; readonly chunk: Uint8Array }[] = [];
  #bytes = 0;
  #room = MAX_HELD_BYTES;
  #onOverflow: () => void = () => undefined;
  #sink: JailSink | undefined;

  bytes(channel: Channel, chunk: Uint8Array): void {
    if (this.#sink) return this.#sink.bytes(channel, chunk);
    this.#bytes += chunk.length;
    if (this.#bytes <= this.#room) {
      this.#held.push({ channel, chunk });
      return;
    }
    // Nobody will take it, so what is read from here on goes to nobody.
    this.#held = [];
    this.#onOverflow();
  }

  /** @param listener called when there is more, or has been, than can be kept: the jail is of no use any more */
  onOverflow(listener: () => void): void {
    this.#onOverflow = listener;
    if (this.#bytes > this.#room) listener();
  }

  /** Keeps nothing from now on: whatever comes is more than can be kept. */
  refuse(): void {
    this.#sink = undefined;
    this.#bytes = 0;
    this.#room = 0;
  }

  /** Hands over what was kept, and from now on all that comes. */
  handOver(sink: JailSink): void {
    this.#sink = sink;
    for (const { channel, chunk } of this.#held.splice(0)) sink.bytes(channel, chunk);
  }
}

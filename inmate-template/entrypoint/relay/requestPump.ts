import type { Readable } from 'node:stream';
import { onceEnded } from '../link/ended.ts';
import { decodeRequest, RequestError, RequestReader, type RequestOptions } from '../../../src/wire/request.ts';

export interface RequestSink {
  /** Called with a whole value, before it is known whether it is a request: once, and once more after each `next`. */
  value(bytes: Uint8Array): void;
  /** It is a request, with these options. */
  request(options: RequestOptions): void;
  /** The bytes are not a value, or the value is not a request. */
  malformed(message: string): void;
  /** Nothing more will come; `complete` tells whether the request that is waited for, or the last one, came whole. */
  end(complete: boolean): void;
}

/**
 * Reads requests from the host, the next one when it is asked for. What follows a request without `reuse` is ignored,
 * but for its end.
 */
export class RequestPump {
  readonly #sink: RequestSink;
  #reader: RequestReader | undefined = new RequestReader();
  /** What has come for the next request. */
  #ahead: Uint8Array[] | undefined;

  constructor(stdin: Readable, sink: RequestSink) {
    this.#sink = sink;
    stdin.on('data', (chunk: Buffer) => this.#take(chunk));
    onceEnded(stdin, () => sink.end(this.#reader === undefined));
  }

  /** Takes another request. */
  next(): void {
    const ahead = this.#ahead ?? [];
    this.#reader = new RequestReader();
    this.#ahead = undefined;
    for (const chunk of ahead) this.#take(chunk);
  }

  #take(chunk: Uint8Array): void {
    if (!this.#reader) {
      this.#ahead?.push(chunk);
      return;
    }
    const reader = this.#reader;
    try {
      const bytes = reader.push(chunk);
      if (!bytes) return;
      this.#reader = undefined;
      this.#sink.value(bytes);
      const { options } = decodeRequest(bytes);
      if (options.reuse) this.#ahead = [reader.behind];
      this.#sink.request(options);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      this.#reader = undefined;
      this.#sink.malformed(error.message);
    }
  }
}

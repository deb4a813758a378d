import type { Readable } from 'node:stream';
import { onceEnded } from './ended.ts';
import { decodeRequest, RequestError, RequestReader, type RequestOptions } from '../../src/wire/request.ts';

export interface RequestSink {
  /** Called with a whole encoded request: once, and once more after each `next`. */
  request(bytes: Uint8Array, options: RequestOptions): void;
  /** The bytes are no request. */
  malformed(message: string): void;
  /** Nothing more will come; `complete` tells whether a request came before. */
  end(complete: boolean): void;
}

export interface RequestPump {
  /** Takes another request. */
  next(): void;
}

/** Reads the request from the host; what follows it is ignored, but for its end and for what `next` asks for. */
export function pumpRequests(stdin: Readable, sink: RequestSink): RequestPump {
  let reader = new RequestReader();
  let complete = false;
  stdin.on('data', (chunk: Buffer) => {
    if (complete) return;
    try {
      const bytes = reader.push(chunk);
      if (!bytes) return;
      complete = true;
      sink.request(bytes, decodeRequest(bytes).options);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      complete = true;
      sink.malformed(error.message);
    }
  });
  onceEnded(stdin, () => sink.end(complete));
  return {
    next: () => {
      reader = new RequestReader();
      complete = false;
    },
  };
}

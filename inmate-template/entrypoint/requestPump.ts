import type { Readable } from 'node:stream';
import { onceEnded } from './ended.ts';
import { decodeRequest, RequestError, RequestReader, type RequestOptions } from '../../src/wire/request.ts';

export interface RequestSink {
  /** Called once, with the whole encoded request. */
  request(bytes: Uint8Array, options: RequestOptions): void;
  /** The bytes are no request. */
  malformed(message: string): void;
  /** Nothing more will come; `complete` tells whether a request came before. */
  end(complete: boolean): void;
}

/** Reads the request from the host; what follows it is ignored, but for its end. */
export function pumpRequest(stdin: Readable, sink: RequestSink): void {
  const reader = new RequestReader();
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
}

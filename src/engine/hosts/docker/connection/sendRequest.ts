import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import type { Socket } from 'node:net';
import { pipeline, type Readable } from 'node:stream';
import { HoosegowError } from '../../../errors/errors.ts';

/** A request to the daemon; how it is reached is in the agent of the options. */
export interface OutgoingRequest extends RequestOptions {
  readonly extraHeaders?: Readonly<Record<string, string | number>>;
  /** A text is JSON, a stream a tar archive. */
  readonly body?: Readable | string | undefined;
  /** Whether the connection is to become a two-way stream. */
  readonly upgrade?: boolean;
}

/** The answer, as soon as its headers are there. */
export interface Answer {
  readonly response: IncomingMessage;
  /** Missing where the daemon has not upgraded the connection. */
  readonly upgraded?: Upgraded;
}

/** A connection that has become a two-way stream. */
export interface Upgraded {
  readonly socket: Socket;
  /** Bytes that came right behind the headers. */
  readonly head: Buffer;
}

/** Sends a request and resolves with the answer when its headers have come. Every call to a daemon goes this way. */
export function sendRequest({ body, extraHeaders, upgrade, ...options }: OutgoingRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = {
      ...extraHeaders,
      ...(upgrade === true && { Connection: 'Upgrade', Upgrade: 'tcp' }),
      ...(typeof body === 'string' && {
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(body),
      }),
      ...(typeof body === 'object' && { 'Content-Type': 'application/x-tar' }),
    };
    const request = httpRequest({ ...options, headers }, (response) => resolve({ response }));
    // This listener stays: a request can still fail after the answer, and that error would have no other listener.
    request.on('error', reject);
    request.on('upgrade', (response, socket, head) => {
      if (upgrade === true) return resolve({ response, upgraded: { socket, head } });
      socket.destroy();
      reject(new HoosegowError('the container engine has changed the protocol unasked'));
    });
    if (typeof body !== 'object') return void request.end(body);
    pipeline(body, request, (error) => {
      if (error) reject(error);
    });
  });
}

/** Drops an answer that is not read. */
export function discard({ response, upgraded }: Answer): void {
  response.destroy();
  upgraded?.socket.destroy();
}

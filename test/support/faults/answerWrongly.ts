import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Fault } from './plan.ts';

/** A call that waits for its answer. */
export interface Answer {
  /** Missing for one that is to become a stream. */
  readonly response: ServerResponse | undefined;
  readonly socket: Duplex;
  /** Answers as a good daemon would. */
  answer(): void;
}

/** Bodies that have nothing to do with the request. */
const BODIES: Partial<Record<Fault, string>> = {
  empty: '',
  null: 'null',
  list: '[1, "two", null]',
  'other-types': '{"Id": 7, "State": "fine", "ApiVersion": [], "message": {}, "StatusCode": "0", "stream": 3}',
  'not-json': '{"Id": "abc',
};

const REFUSALS: Partial<Record<Fault, readonly [status: number, body: string]>> = {
  'error-500': [500, '{"message": "something went wrong in the daemon"}'],
  'error-404': [404, '{"message": "No such thing"}'],
  'error-409': [409, '{"message": "in progress"}'],
  'error-html': [503, '<html><body>Bad Gateway</body></html>'],
};

/** Long, and not too long to be read: a good daemon's answers are shorter. */
const LONG_BYTES = 8 * 1024 * 1024;

/** @param later runs something after so many milliseconds, unless the daemon ends before */
export function answerWrongly(fault: Fault, call: Answer, later: (ms: number, action: () => void) => void): void {
  const { socket } = call;
  const refusal = REFUSALS[fault];
  const body = BODIES[fault];
  if (refusal) return void socket.end(head(refusal[0], refusal[1].length) + refusal[1]);
  if (body !== undefined) return void socket.end(head(200, body.length) + body);
  switch (fault) {
    case 'slow':
      return later(1000, () => call.answer());
    case 'sluggish':
      return later(60_000, () => call.answer());
    case 'silent':
      return undefined;
    case 'cut':
      return void socket.destroy();
    case 'cut-after-headers':
      return void socket.end(head(200, 100));
    case 'cut-in-body':
      return void socket.end(`${head(200, 100)}{"Id": "abc`);
    case 'stalled-refusal':
      return void socket.write(head(500, 100));
    case 'stalled-success':
      return void socket.write(head(200, 100));
    case 'long':
      return void socket.end(Buffer.concat([Buffer.from(head(200, LONG_BYTES)), Buffer.alloc(LONG_BYTES, 'x')]));
    case 'upgrade':
      return void socket.end('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\nhello');
    case 'garbage':
      return void socket.end('\x16\x03\x01 this is no HTTP\r\n\r\n');
    default:
      throw new Error(`no such fault: ${fault}`);
  }
}

function head(status: number, length: number): string {
  return `HTTP/1.1 ${status} Whatever\r\nApi-Version: 1.41\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;
}

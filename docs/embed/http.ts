import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { HoosegowError, type ErrorCode } from '../../src/engine/index.ts';

const MAX_UPLOAD = 256 * 1024;
/** Any other error is ours, and not the customer's. */
const STATUS: Partial<Record<ErrorCode, number>> = {
  HOOSEGOW_USAGE: 400,
  HOOSEGOW_SOURCE: 400,
  HOOSEGOW_RAISED: 422,
  HOOSEGOW_EXITED: 422,
  HOOSEGOW_OUT_OF_MEMORY: 422,
  HOOSEGOW_OUTPUT_LIMIT: 422,
  HOOSEGOW_QUEUE_FULL: 503,
  HOOSEGOW_CLOSED: 503,
  HOOSEGOW_TIMED_OUT: 504,
};

export class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Answers with what a route gives, or fails with, as JSON. */
export function jsonServer(route: (request: IncomingMessage, response: ServerResponse) => Promise<unknown>) {
  const server = createServer((request, response) => {
    const send = (status: number, body: unknown) => {
      if (!server.listening) response.setHeader('Connection', 'close');
      response.writeHead(status).end(JSON.stringify(body, plain));
    };
    route(request, response).then(
      (body) => send(200, body),
      (error: unknown) => send(statusOf(error), { error: error instanceof Error ? error.message : String(error) }),
    );
  });
  return server;
}

export async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes > MAX_UPLOAD) throw new Refusal(413, `more than ${MAX_UPLOAD} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** What JSON cannot say. */
function plain(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

function statusOf(error: unknown): number {
  if (error instanceof Refusal) return error.status;
  if (error instanceof SyntaxError || error instanceof URIError) return 400; // of JSON.parse, decodeURIComponent
  return (error instanceof HoosegowError ? STATUS[error.code] : undefined) ?? 500;
}

import type { IncomingMessage } from 'node:http';
import { isRecord } from '../../../../text/isRecord.ts';
import { DaemonError } from './daemonError.ts';

const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** Reads a whole answer as text; one that is cut off or too long is an error. */
export async function readBody(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('an answer has an encoding');
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Error(`the answer of the engine is longer than ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** @returns the refusal in an answer, in the daemon's own words */
export async function refusalOf(response: IncomingMessage): Promise<DaemonError> {
  const text = await readBody(response);
  const parsed = parseBody(text);
  const message = isRecord(parsed) && typeof parsed['message'] === 'string' ? parsed['message'] : text;
  return new DaemonError(message.trim() || 'it gave no reason', response.statusCode ?? 0);
}

/** @returns the parsed JSON; the text itself where it is not JSON */
export function parseBody(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch {
    // Not all answers are JSON: `_ping` says OK, a proxy may say anything.
    return text;
  }
}

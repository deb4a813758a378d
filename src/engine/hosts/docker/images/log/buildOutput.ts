import { StringDecoder } from 'node:string_decoder';
import { EngineError } from '../../../../errors/errors.ts';
import { isRecord } from '../../../../../text/isRecord.ts';

/** One line of the daemon's answer to a build. */
export type BuildMessage =
  /** What the builder or a command of the Dockerfile printed. */
  | { readonly kind: 'text'; readonly text: string }
  /** The progress of a layer of the base image. */
  | { readonly kind: 'status'; readonly id: string; readonly status: string }
  | { readonly kind: 'image'; readonly id: string }
  /** The build has failed, although the HTTP status was 200. */
  | { readonly kind: 'error'; readonly message: string };

const MAX_LINE = 8 * 1024 * 1024;

/** Parses the answer to a build, in pieces of any size. Throws an `EngineError` for anything else. */
export class BuildOutput {
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';

  push(chunk: Uint8Array): BuildMessage[] {
    const pieces = this.#decoder.write(Buffer.from(chunk)).split('\n');
    const last = pieces.pop() ?? '';
    const messages: BuildMessage[] = [];
    for (const piece of pieces) {
      messages.push(...parseLine(this.#rest + piece));
      this.#rest = '';
    }
    this.#rest += last;
    if (this.#rest.length > MAX_LINE) throw notABuild('a line without an end');
    return messages;
  }

  /** To be called at the end of the answer. */
  end(): BuildMessage[] {
    return parseLine(this.#rest + this.#decoder.end());
  }
}

function parseLine(line: string): BuildMessage[] {
  if (line.trim() === '') return [];
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    throw notABuild(line.slice(0, 200));
  }
  if (!isRecord(parsed)) throw notABuild(line.slice(0, 200));
  return messagesOf(parsed);
}

function messagesOf(line: Readonly<Record<string, unknown>>): BuildMessage[] {
  const { stream, status, id = '', aux, error, errorDetail } = line;
  const detail = isRecord(errorDetail) ? errorDetail['message'] : undefined;
  if (typeof detail === 'string') return [{ kind: 'error', message: detail }];
  if (typeof error === 'string') return [{ kind: 'error', message: error }];
  if (typeof stream === 'string') return [{ kind: 'text', text: stream }];
  if (typeof status === 'string' && typeof id === 'string') return [{ kind: 'status', id, status }];
  if (isRecord(aux) && typeof aux['ID'] === 'string') return [{ kind: 'image', id: aux['ID'] }];
  return [];
}

function notABuild(found: string): EngineError {
  return new EngineError(
    `the container engine answered the build with something else: ${JSON.stringify(found)}`,
    'build',
  );
}

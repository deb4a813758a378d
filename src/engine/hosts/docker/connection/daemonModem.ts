import type { RequestOptions } from 'node:http';
import type { Readable } from 'node:stream';
import { HoosegowError, toError } from '../../../errors/errors.ts';
import { DaemonError } from './daemonError.ts';
import { parseBody, readBody, refusalOf } from './readAnswer.ts';
import { sendRequest, type OutgoingRequest } from './sendRequest.ts';

/** A call as dockerode describes it. */
export interface Dial {
  /** Path below the API version; a `?` at its end sends the options as the query. */
  readonly path: string;
  readonly method: string;
  readonly options?: Readonly<Record<string, unknown>> | null;
  /** Bytes to send in place of a JSON body. */
  readonly file?: Readable;
  /** The answer is wanted as a stream. */
  readonly isStream?: boolean;
  readonly statusCodes: Readonly<Record<number, string | boolean>>;
  readonly abortSignal?: AbortSignal;
  /** Credentials by registry, for a build that may have to pull. */
  readonly registryconfig?: Readonly<Record<string, unknown>>;
}

type DialCallback = (error: Error | null, answer: unknown) => void;

/** What the modem needs to know about its daemon. */
export interface ModemLine {
  /** Request options that reach the daemon. */
  readonly requestOptions: () => RequestOptions;
  /** Version of the API, asked for once. */
  readonly apiVersion: () => Promise<string>;
  /** Says what an error of the connection means. */
  readonly explain: (error: Error) => Error;
}

/**
 * Carries dockerode's calls, in place of docker-modem, which lets `DOCKER_HOST` override explicit settings, never
 * returns from an answer that is cut off (a `wait` whose daemon is killed), and parses addresses with a deprecated
 * function.
 */
export class DaemonModem {
  /** dockerode creates its promises with it. */
  Promise = Promise;
  readonly #line: ModemLine;

  constructor(line: ModemLine) {
    this.#line = line;
  }

  /** dockerode's entry point; calls back once, with the parsed body, or with the response itself for a stream. */
  dial(dial: Dial, callback: DialCallback): void {
    this.#call(dial)
      .then((answer) => {
        try {
          callback(null, answer);
        } catch (error) {
          // dockerode uses the answer without checking what it is.
          throw new HoosegowError(`the engine's answer is none to ${dial.method} ${dial.path}`, { cause: error });
        }
      })
      .catch((error: unknown) => callback(toError(error), null));
  }

  async #call(dial: Dial): Promise<unknown> {
    dial.abortSignal?.throwIfAborted();
    const version = await this.#line.apiVersion();
    const { path, body } = splitOptions(dial);
    const request: OutgoingRequest = {
      ...this.#line.requestOptions(),
      method: dial.method,
      path: `/v${version}${path}`,
      ...(dial.abortSignal && { signal: dial.abortSignal }),
      ...(dial.registryconfig && { extraHeaders: { 'X-Registry-Config': encodeHeader(dial.registryconfig) } }),
      body: dial.file ?? body,
    };
    try {
      const { response } = await sendRequest(request);
      if (dial.statusCodes[response.statusCode ?? 0] !== true) throw await refusalOf(response);
      return dial.isStream === true ? response : parseBody(await readBody(response));
    } catch (error) {
      dial.abortSignal?.throwIfAborted();
      throw error instanceof DaemonError ? error : this.#line.explain(toError(error));
    }
  }
}

/** Docker's decoder expects URL-safe Base64, with padding. */
function encodeHeader(value: Readonly<Record<string, unknown>>): string {
  return Buffer.from(JSON.stringify(value)).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}

/** Like docker-modem: a `?` at the end sends the options as the query; a POST sends them as its JSON body, too. */
function splitOptions({ path, method, options, file }: Dial): { path: string; body: string | undefined } {
  const members = Object.entries(options ?? {}).filter(
    ([name, value]) => name !== 'abortSignal' && value !== undefined,
  );
  const takesBody = method === 'POST' && file === undefined && members.length > 0;
  const body = takesBody ? JSON.stringify(Object.fromEntries(members)) : undefined;
  if (!path.includes('?')) return { path, body };
  // A body carries the structures; only a call without one must fit them into the query.
  const query = members
    .filter(([, value]) => !takesBody || typeof value !== 'object')
    .map(([name, value]): [string, string] => [name, typeof value === 'string' ? value : JSON.stringify(value)]);
  return { path: `${path}${new URLSearchParams(query).toString()}`.replace(/\?$/, ''), body };
}

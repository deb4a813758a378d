import http from 'node:http';
import type { Socket } from 'node:net';
import { formatDuration } from '../../../../text/words.ts';
import type { DockerConnection } from './connect.ts';
import { refusalOf } from './daemonModem.ts';
import { withDeadline } from './withDeadline.ts';
import { EngineError, toError } from '../../../errors/errors.ts';

/** Milliseconds that the daemon may take to answer. */
const ANSWER_DEADLINE = 30_000;

interface DaemonCall {
  /** Path below the API version, query included. */
  readonly path: string;
  /** Step of the dispatch, for errors. */
  readonly phase: string;
  /** Breaks off the wait for the answer; it has no say over a stream that has begun. */
  readonly signal: AbortSignal;
}

/**
 * Sends a `POST` without a body, and resolves when its headers have come back.
 *
 * Two calls of the API are made here and not by dockerode: its `attach` sends a JSON body that can land in the
 * container's stdin (apocas/dockerode issues 742, 777, 790), and its `wait` hides the moment at which the daemon has
 * taken the order, which is when the headers arrive.
 */
function post(connection: DockerConnection, call: DaemonCall, upgrade: boolean): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request({
      ...connection.httpOptions(),
      method: 'POST',
      path: `/v${connection.apiVersion}${call.path}`,
      headers: { 'Content-Length': 0, ...(upgrade ? { Connection: 'Upgrade', Upgrade: 'tcp' } : {}) },
    });
    const abort = (): void => void request.destroy(toError(call.signal.reason));
    const late = new EngineError(
      `${connection.engine.name} did not answer within ${formatDuration(ANSWER_DEADLINE)}`,
      call.phase,
    );
    const deadline = setTimeout(() => request.destroy(late), ANSWER_DEADLINE);
    const settle = (): void => {
      clearTimeout(deadline);
      call.signal.removeEventListener('abort', abort);
    };
    const answer = (given: Answer): void => {
      settle();
      resolve(given);
    };
    call.signal.addEventListener('abort', abort, { once: true });
    request.on('error', (error) => {
      settle();
      reject(connection.toError(error, call.phase));
    });
    request.on('response', (response) => answer({ response }));
    request.on('upgrade', (response, socket, head) => answer({ response, upgraded: { socket, head } }));
    request.end();
  });
}

interface Answer {
  readonly response: http.IncomingMessage;
  readonly upgraded?: Upgraded;
}

/** A connection that has become a two-way stream. */
export interface Upgraded {
  readonly socket: Socket;
  /** What came right behind the headers. */
  readonly head: Buffer;
}

export async function postForUpgrade(connection: DockerConnection, call: DaemonCall): Promise<Upgraded> {
  const answer = await post(connection, call, true);
  return answer.upgraded ?? refuse(connection, call, answer);
}

export async function postForResponse(connection: DockerConnection, call: DaemonCall): Promise<http.IncomingMessage> {
  const answer = await post(connection, call, false);
  return answer.response.statusCode === 200 ? answer.response : refuse(connection, call, answer);
}

/** What Docker says may never come to an end, though its headers have come. */
async function refuse(
  connection: DockerConnection,
  { phase, signal }: DaemonCall,
  { response, upgraded }: Answer,
): Promise<never> {
  const { statusCode: status = 0 } = response;
  try {
    if (status < 400)
      throw new EngineError(`${connection.engine.name} answered with HTTP ${status}, which means nothing here`, phase);
    throw await withDeadline(ANSWER_DEADLINE, phase, signal, () => refusalOf(response));
  } catch (error) {
    // The refusal, or that it was cut off.
    signal.throwIfAborted();
    throw connection.toError(error, phase);
  } finally {
    response.destroy();
    upgraded?.socket.destroy();
  }
}

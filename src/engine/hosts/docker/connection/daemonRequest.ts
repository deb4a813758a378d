import type { IncomingMessage } from 'node:http';
import type { DockerConnection } from './connect.ts';
import { refusalOf } from './readAnswer.ts';
import { discard, sendRequest, type Answer, type Upgraded } from './sendRequest.ts';
import { withDeadline } from './withDeadline.ts';
import { EngineError } from '../../../errors/errors.ts';

/** Milliseconds that the daemon may take to answer. */
const ANSWER_DEADLINE = 30_000;

interface DaemonCall {
  /** Path below the API version, query included. */
  readonly path: string;
  /** Step of the dispatch, for errors. */
  readonly phase: string;
  /** Aborts the wait for the answer; it has no effect on a stream that has begun. */
  readonly signal: AbortSignal;
}

/**
 * Sends a `POST` without a body, and resolves when its headers have come back.
 *
 * These two calls of the API bypass dockerode: its `attach` sends a JSON body that can land in the container's stdin
 * (apocas/dockerode issues 742, 777, 790), and its `wait` hides the moment at which the daemon has accepted the order,
 * which is when the headers arrive.
 */
async function post(
  connection: DockerConnection,
  { path, phase, signal }: DaemonCall,
  upgrade: boolean,
): Promise<Answer> {
  try {
    return await withDeadline(ANSWER_DEADLINE, phase, signal, async (ended) => {
      const answer = await sendRequest({
        ...connection.httpOptions(),
        method: 'POST',
        path: `/v${connection.apiVersion}${path}`,
        extraHeaders: { 'Content-Length': 0 },
        upgrade,
        signal: ended,
      });
      // The caller no longer waits, and a stream would stay open.
      if (ended.aborted) discard(answer);
      return answer;
    });
  } catch (error) {
    signal.throwIfAborted();
    throw connection.toError(error, phase);
  }
}

export async function postForUpgrade(connection: DockerConnection, call: DaemonCall): Promise<Upgraded> {
  const answer = await post(connection, call, true);
  return answer.upgraded ?? refuse(connection, call, answer);
}

export async function postForResponse(connection: DockerConnection, call: DaemonCall): Promise<IncomingMessage> {
  const answer = await post(connection, call, false);
  return answer.response.statusCode === 200 ? answer.response : refuse(connection, call, answer);
}

/** The body of Docker's refusal may never end, though its headers have come. */
async function refuse(connection: DockerConnection, { phase, signal }: DaemonCall, answer: Answer): Promise<never> {
  const { response } = answer;
  const { statusCode: status = 0 } = response;
  try {
    if (status < 400)
      throw new EngineError(`${connection.engine.name} answered with HTTP ${status}, which means nothing here`, phase);
    throw await withDeadline(ANSWER_DEADLINE, phase, signal, () => refusalOf(response));
  } catch (error) {
    // The caller's abort comes first; else the refusal, or that it was cut off.
    signal.throwIfAborted();
    throw connection.toError(error, phase);
  } finally {
    discard(answer);
  }
}

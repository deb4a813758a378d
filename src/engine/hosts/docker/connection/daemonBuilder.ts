import type { DockerConnection } from './connect.ts';
import { readBody } from './readAnswer.ts';
import { sendRequest } from './sendRequest.ts';
import { traitsOf } from './engineTraits.ts';
import { withDeadline } from './withDeadline.ts';

const DEADLINE = 30_000;

/** What a daemon says about its builders. */
export interface DaemonBuilder {
  /**
   * `preferred`: the daemon prefers it (Docker 23 and newer); `there`: it is available on request (20.10, which does
   * not say so); `missing`: the engine is not Docker, or builds for Windows, where it is experimental.
   */
  readonly buildKit: 'preferred' | 'there' | 'missing';
  readonly isPodman: boolean;
}

/** Asks a daemon which builders it has. */
export async function askForBuilder(connection: DockerConnection, signal?: AbortSignal): Promise<DaemonBuilder> {
  try {
    return await withDeadline(DEADLINE, 'build', signal, async (abort) => {
      const { response: answer } = await sendRequest({
        ...connection.httpOptions(),
        method: 'GET',
        path: '/_ping',
        signal: abort,
      });
      await readBody(answer);
      const { 'builder-version': version, ostype } = answer.headers;
      const isPodman = traitsOf(answer.headers).name === 'Podman';
      if (isPodman || ostype === 'windows') return { buildKit: 'missing', isPodman };
      return { buildKit: version === '2' ? 'preferred' : 'there', isPodman };
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw connection.toError(error, 'build');
  }
}

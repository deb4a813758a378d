import type { ContainerCreateOptions } from 'dockerode';
import type { DockerConnection } from '../connection/connect.ts';
import { parseBody, readBody, refusalOf } from '../connection/readAnswer.ts';
import { sendRequest } from '../connection/sendRequest.ts';
import { withDeadline } from '../connection/withDeadline.ts';
import { isRecord } from '../../../../text/isRecord.ts';

/** Milliseconds that a call to the daemon may take. */
const CALL_DEADLINE = 30_000;

/**
 * Rejects where a folder of the mounts is missing and the engine would create it. Only the engine's machine knows: if
 * the socket leads into another container or a virtual machine, its files are not those of this one. So a container
 * with those mounts is created by the engine's own API, which refuses as Docker does, and removed before it ever runs.
 */
export async function refuseMissingFolders(connection: DockerConnection, body: ContainerCreateOptions): Promise<void> {
  const path = connection.engine.strictCreatePath;
  const mounts = (body.HostConfig?.Mounts ?? []).filter(({ Type: type }) => type === 'bind');
  if (path === undefined || mounts.length === 0) return;
  const trial = {
    image: body.Image,
    // They allow the sweeper to find and remove it, should this process die now.
    labels: body.Labels,
    command: ['true'],
    netns: { nsmode: 'none' },
    mounts: mounts.map(({ Source: source }, index) => ({
      type: 'bind',
      source,
      destination: `/folders/${index}`,
      options: ['ro'],
    })),
  };
  const made = await withDeadline(CALL_DEADLINE, 'create', undefined, (signal) =>
    post(connection, path, JSON.stringify(trial), signal),
  );
  if (!isRecord(made) || typeof made['Id'] !== 'string') return;
  const container = connection.docker.getContainer(made['Id']);
  await withDeadline(CALL_DEADLINE, 'create', undefined, (abortSignal) =>
    container.remove({ force: true, v: true, abortSignal }),
  );
}

async function post(connection: DockerConnection, path: string, body: string, signal: AbortSignal): Promise<unknown> {
  const { response } = await sendRequest({ ...connection.httpOptions(), method: 'POST', path, signal, body });
  if (response.statusCode !== 201) throw await refusalOf(response);
  return parseBody(await readBody(response));
}

import type { ContainerCreateOptions } from 'dockerode';
import type { DockerConnection } from '../connection/connect.ts';
import { parseBody, readBody, refusalOf } from '../connection/readAnswer.ts';
import { sendRequest } from '../connection/sendRequest.ts';
import { withDeadline } from '../connection/withDeadline.ts';
import { isRecord } from '../../../../text/isRecord.ts';

/** Milliseconds for a call of the daemon. */
const CALL_DEADLINE = 30_000;

/**
 * Rejects where a folder of the mounts is missing on the machine of an engine that would make it. Only that machine
 * knows: with a socket that leads into another container or a virtual machine, files here are others. So a container
 * with those mounts is made by the engine's own API, which refuses as Docker does, and removed before it ever runs.
 */
export async function refuseMissingFolders(connection: DockerConnection, body: ContainerCreateOptions): Promise<void> {
  const path = connection.engine.strictCreatePath;
  const mounts = (body.HostConfig?.Mounts ?? []).filter(({ Type: type }) => type === 'bind');
  if (path === undefined || mounts.length === 0) return;
  const trial = {
    image: body.Image,
    // By them it is found and removed, should this process end now.
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

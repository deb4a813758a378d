import path from 'node:path';
import { isRecord } from '../../../../text/isRecord.ts';
import type { DockerConnection } from '../connection/connect.ts';
import { statusOf } from '../connection/daemonError.ts';
import { withDeadline } from '../connection/withDeadline.ts';
import { LABELS } from './labels.ts';

const CALL_DEADLINE = 30_000;

/** A container of an inmate, waiting or at work. */
export interface InmateContainer {
  readonly id: string;
  readonly name: string;
  /** Name of the inmate's folder; `null` where its image does not say. */
  readonly inmate: string | null;
  readonly created: Date;
  /** `running`, `exited` … in the engine's words. */
  readonly state: string;
  /** Bytes of memory in use; `null` where the engine does not say. */
  readonly memory: number | null;
}

/** Lists the containers that inmates are in, the oldest first. */
export async function listContainers(connection: DockerConnection): Promise<readonly InmateContainer[]> {
  try {
    const found: readonly unknown[] = await withDeadline(CALL_DEADLINE, 'connect', undefined, (abortSignal) =>
      connection.docker.listContainers({ all: true, filters: { label: [LABELS.owner, LABELS.lifetime] }, abortSignal }),
    );
    const containers = found.map(readContainer).filter((container) => container !== undefined);
    const all = containers.map(async (container) => ({
      ...container,
      memory: await memoryOf(connection, container.id),
    }));
    return (await Promise.all(all)).toSorted((a, b) => a.created.getTime() - b.created.getTime());
  } catch (error) {
    throw connection.toError(error, 'connect');
  }
}

/** Ends and removes a container of an inmate, by its id; any other container stays. */
export async function removeContainer(connection: DockerConnection, id: string): Promise<void> {
  try {
    const ours = (await listContainers(connection)).some((container) => container.id === id);
    if (!ours) return;
    await withDeadline(CALL_DEADLINE, 'remove', undefined, (abortSignal) =>
      connection.docker.getContainer(id).remove({ force: true, v: true, abortSignal }),
    );
  } catch (error) {
    const status = statusOf(error);
    // It has gone by itself, or is going.
    if (status !== 404 && status !== 409) throw connection.toError(error, 'remove');
  }
}

function readContainer(listed: unknown): Omit<InmateContainer, 'memory'> | undefined {
  if (!isRecord(listed)) return undefined;
  const { Id: id, Created: created, Names: names, Labels: given, State: state } = listed;
  if (typeof id !== 'string' || typeof created !== 'number') return undefined;
  // A container has the labels of its image as well.
  const folder = isRecord(given) ? given[LABELS.folder] : undefined;
  const name: unknown = Array.isArray(names) ? names[0] : undefined;
  return {
    id,
    name: typeof name === 'string' ? name.replace(/^\//, '') : id.slice(0, 12),
    inmate: typeof folder === 'string' ? path.posix.basename(folder.replaceAll('\\', '/')) : null,
    created: new Date(created * 1000),
    state: typeof state === 'string' ? state : '',
  };
}

/** A single look at the statistics: without it the engine measures for two seconds. */
async function memoryOf(connection: DockerConnection, id: string): Promise<number | null> {
  try {
    const options = { stream: false as const, 'one-shot': true };
    const stats: unknown = await withDeadline(CALL_DEADLINE, 'connect', undefined, () =>
      connection.docker.getContainer(id).stats(options),
    );
    const memory = isRecord(stats) ? stats['memory_stats'] : undefined;
    const usage = isRecord(memory) ? memory['usage'] : undefined;
    return typeof usage === 'number' ? usage : null;
  } catch {
    return null;
  }
}

import type { DockerConnection } from '../connection/connect.ts';
import { statusOf } from '../connection/daemonError.ts';
import { withDeadline } from '../connection/withDeadline.ts';
import { toError } from '../../../errors/errors.ts';
import { isRecord } from '../../../../text/isRecord.ts';
import { LABELS } from '../container/labels.ts';
import { parseOwner, stateOf } from './owner.ts';

const CALL_DEADLINE = 30_000;
/** The daemon's clock and the times of creation are known to the second only. */
const CLOCK_ERROR = 2000;

/** A container that was left behind. */
export interface SweptContainer {
  readonly id: string;
  readonly name: string;
  readonly why: 'past its lifetime' | 'its owner is gone' | 'its owner could not remove it';
}

export interface SweepReport {
  readonly removed: readonly SweptContainer[];
  /** Those that could not be removed, with what the daemon said. */
  readonly failed: readonly (SweptContainer & { readonly message: string })[];
}

interface LabelledContainer {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970, by the daemon's clock. */
  readonly created: number;
  readonly owner: string;
  readonly lifetime: number;
}

/**
 * Removes containers with our labels that earlier dispatches left behind:
 *
 * - whose owner ran on this machine and is dead, if the daemon is on this machine, too: two copies of a running machine
 *   cannot be told apart, and may share a daemon elsewhere;
 * - that are past their lifetime by the daemon's own clock. A container whose owner is known to be alive is left to
 *   that owner in any case;
 * - that this process itself could not remove before.
 *
 * A failed removal does not stop the others; rejects only where the daemon cannot even list the containers.
 *
 * @param forsaken names of those that this process could not remove
 */
export async function sweep(
  connection: DockerConnection,
  signal?: AbortSignal,
  forsaken: ReadonlySet<string> = new Set(),
): Promise<SweepReport> {
  const { time: now } = await connection.ping(signal);
  const isHere = connection.endpoint.connection.kind === 'socket';
  const containers = await listLabelled(connection, signal);
  const removed: SweptContainer[] = [];
  const failed: (SweptContainer & { message: string })[] = [];
  await Promise.all(
    containers.map(async (container) => {
      const why = forsaken.has(container.name)
        ? 'its owner could not remove it'
        : await reasonToRemove(container, now, isHere);
      if (why === undefined) return;
      const swept = { id: container.id, name: container.name, why };
      try {
        if (await remove(connection, container.id, signal)) removed.push(swept);
      } catch (error) {
        failed.push({ ...swept, message: toError(error).message });
      }
    }),
  );
  return { removed, failed };
}

async function reasonToRemove(
  { created, lifetime, owner }: LabelledContainer,
  now: Date | undefined,
  isDaemonHere: boolean,
): Promise<SweptContainer['why'] | undefined> {
  const parsed = parseOwner(owner);
  const state = parsed ? await stateOf(parsed) : 'unknown';
  if (state === 'alive') return undefined;
  if (now !== undefined && now.getTime() > created + lifetime + CLOCK_ERROR) return 'past its lifetime';
  return state === 'gone' && isDaemonHere ? 'its owner is gone' : undefined;
}

async function listLabelled(connection: DockerConnection, signal: AbortSignal | undefined) {
  const found: readonly unknown[] = await withDeadline(CALL_DEADLINE, 'sweep', signal, (abortSignal) =>
    connection.docker.listContainers({ all: true, filters: { label: [LABELS.owner, LABELS.lifetime] }, abortSignal }),
  );
  return found.map(readContainer).filter((container) => container !== undefined);
}

/** `undefined` for a container whose labels are not as this engine writes them: it is left alone. */
function readContainer(listed: unknown): LabelledContainer | undefined {
  if (!isRecord(listed) || !isRecord(listed['Labels'])) return undefined;
  const { Id: id, Created: created, Names: names, Labels: labels } = listed;
  const { [LABELS.owner]: owner, [LABELS.lifetime]: lifetime } = labels;
  if (typeof id !== 'string' || typeof created !== 'number' || typeof owner !== 'string') return undefined;
  if (typeof lifetime !== 'string' || !/^\d{1,15}$/.test(lifetime)) return undefined;
  const name: unknown = Array.isArray(names) ? names[0] : undefined;
  return {
    id,
    name: typeof name === 'string' ? name.replace(/^\//, '') : id.slice(0, 12),
    created: created * 1000,
    owner,
    lifetime: Number(lifetime),
  };
}

/** @returns `false` for a container that was gone already, or whose removal is under way */
async function remove(connection: DockerConnection, id: string, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    await withDeadline(CALL_DEADLINE, 'sweep', signal, (abortSignal) => {
      const options = { force: true, v: true, abortSignal };
      return connection.docker.getContainer(id).remove(options);
    });
    return true;
  } catch (error) {
    const status = statusOf(error);
    if (status === 404 || status === 409) return false;
    throw connection.toError(error, 'sweep');
  }
}

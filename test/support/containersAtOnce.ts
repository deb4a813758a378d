import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { LABELS } from '../../src/engine/hosts/docker/container/labels.ts';
import { dockerClient } from './docker.ts';

/**
 * @param work leaves no container behind
 * @returns how many containers of ours existed at the same time at most, by the daemon's own account
 */
export async function containersAtOnce(work: () => Promise<unknown>): Promise<number> {
  const events = await dockerClient().getEvents({
    filters: { type: ['container'], event: ['create', 'destroy'], label: [LABELS.owner] },
  });
  const stream = new Readable().wrap(events);
  const alive = { now: 0, most: 0 };
  createInterface({ input: stream }).on('line', (line) => {
    const { Action: action } = JSON.parse(line) as { readonly Action: string };
    alive.now += action === 'create' ? 1 : -1;
    alive.most = Math.max(alive.most, alive.now);
  });
  try {
    await work();
    // The last of the daemon's events may still be on their way.
    while (alive.now > 0) await pause(10);
    return alive.most;
  } finally {
    stream.destroy();
  }
}

import { setTimeout as pause } from 'node:timers/promises';
import type { Hoosegow } from '../../src/engine/index.ts';
import { LABELS } from '../../src/engine/hosts/docker/container/labels.ts';
import { connectTo } from '../support/rig/connect.ts';
import type { Result } from './figure.ts';
import { reported } from './measure.ts';

/** Seconds over which a container that waits is watched. */
const WATCH = 10;
/** Milliseconds after its start in which it does what it has to do once. */
const SETTLING = 2000;

/** What a container of the pool takes while nothing is asked of it. */
export async function costOfWaiting(host: string, hoosegow: Hoosegow): Promise<readonly Result[]> {
  await hoosegow.warm();
  await pause(SETTLING);
  const docker = connectTo(host);
  const [waiting] = await docker.listContainers({ filters: { label: [LABELS.session] } });
  if (!waiting) throw new Error('no container waits');
  const container = docker.getContainer(waiting.Id);
  const before = await container.stats({ stream: false });
  await pause(WATCH * 1000);
  const after = await container.stats({ stream: false });
  const spent = (after.cpu_stats.cpu_usage.total_usage - before.cpu_stats.cpu_usage.total_usage) / 1e6;
  return [
    reported(`processor time of a container that waits, in ${WATCH} s`, spent, 'ms'),
    reported('memory of a container that waits', after.memory_stats.usage / 1024 ** 2, 'MiB'),
  ];
}

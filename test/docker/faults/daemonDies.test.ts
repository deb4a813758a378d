import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  Hoosegow,
  type Dispatch,
  type HoosegowOptions,
  type Lifecycle,
  type Outcome,
} from '../../../src/engine/index.ts';
import { listOurContainers } from '../../support/docker.ts';
import { laterClock } from '../../support/faults/laterClock.ts';
import { connectTo } from '../../support/rig/connect.ts';
import { isDebianRoot } from '../../support/rig/debian.ts';
import { startPrivateDaemon, type PrivateDaemon } from '../../support/rig/privateDaemon.ts';
import { importTinyImage, TINY_IMAGE, TINY_INMATES } from '../../support/rig/tinyImage.ts';

/** Milliseconds; with the time that the sweeper gives on top of it, what is left may be swept that much later. */
const TIMEOUT = 3000;
const LIFETIME = TIMEOUT + 20_000;

let daemon: PrivateDaemon | undefined;
beforeAll(async () => {
  if (!(await isDebianRoot())) return;
  daemon = await startPrivateDaemon(false);
  await importTinyImage(connectTo(`unix://${daemon.socketPath}`));
});
afterAll(async () => {
  await daemon?.stop();
});

const opened: Hoosegow[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((engine) => engine.close()));
});

function hoosegow(inmate: string, options: Partial<HoosegowOptions> = {}): Hoosegow {
  const made = new Hoosegow({
    docker: { host: `unix://${daemon?.socketPath}` },
    image: TINY_IMAGE,
    limits: { timeout: TIMEOUT },
    containerOptions: { Entrypoint: ['/bin/sh', '-c', inmate] },
    ...options,
  });
  opened.push(made);
  return made;
}

/** Does something when the dispatch has come to a step, or has printed something, and follows it to its outcome. */
async function disturb(dispatch: Dispatch, when: Lifecycle['event'] | 'stdout', what: () => Promise<void>) {
  let disturbance: Promise<void> | undefined;
  dispatch.catch(() => undefined);
  for await (const event of dispatch.events()) {
    const step = event.type === 'lifecycle' ? event.value.event : event.type;
    if (step === when) disturbance ??= what();
  }
  const outcome = await dispatch.outcome;
  expect(disturbance).toBeDefined();
  await disturbance;
  return outcome;
}

/** What a daemon that is gone may end a dispatch in: it failed, or the time was up before that could be known. */
function expectFailed(outcome: Outcome): void {
  if (outcome.outcome === 'timed-out') return;
  expect(outcome).toMatchObject({ outcome: 'engine-failed', message: expect.stringMatching(/./) as string });
}

const PHASES: (Lifecycle['event'] | 'stdout')[] = ['create', 'created', 'attached', 'start', 'started', 'stdout'];

describe('a daemon that', () => {
  beforeEach(({ skip }) => {
    if (!daemon) skip('only where the tests run a daemon of their own: on Debian, as root');
  });

  it.each(PHASES)(
    'is killed in the phase %s fails the dispatch, and serves the next when it is back',
    async (phase) => {
      const engine = hoosegow(TINY_INMATES.waits);
      const start = performance.now();
      const outcome = await disturb(engine.dispatch('x'), phase, async () => daemon?.order('kill'));
      expectFailed(outcome);
      expect(performance.now() - start).toBeLessThan(TIMEOUT + 10_000);
      await daemon?.order('start');
      expect(await hoosegow(TINY_INMATES.answers).dispatch('x')).toBe(42);
    },
  );

  it.each(['created', 'started', 'stdout'] as const)('is restarted in the phase %s', async (phase) => {
    const outcome = await disturb(hoosegow(TINY_INMATES.waits).dispatch('x'), phase, async () => {
      await daemon?.order('stop');
      await daemon?.order('start');
    });
    // Stopping in order, it may still say how the container has ended.
    if (outcome.outcome !== 'exited') expectFailed(outcome);
    expect(await hoosegow(TINY_INMATES.answers).dispatch('x')).toBe(42);
  });

  it('is killed while a container waits does not have it taken for one that lives', async () => {
    const engine = hoosegow(TINY_INMATES.answers, { pool: { size: 1 } });
    await engine.warm();
    await daemon?.order('kill');
    await daemon?.order('start');
    expect(await engine.dispatch('x')).toBe(42);
  });

  it('is killed while a container waits that is paused, too', async () => {
    const engine = hoosegow(`while :; do :; done & ${TINY_INMATES.answers}`, { pool: { size: 1 } });
    await engine.warm();
    const client = connectTo(`unix://${daemon?.socketPath}`);
    const isPaused = async (): Promise<boolean> =>
      (await listOurContainers(client)).some(({ State }) => State === 'paused');
    await expect.poll(isPaused).toBe(true);
    await daemon?.order('kill');
    await daemon?.order('start');
    expect(await hoosegow(TINY_INMATES.answers).dispatch('x')).toBe(42);
    expect(await engine.dispatch('x')).toBe(42);
  });

  it('is killed under a flood leaves what had come until then', async () => {
    const dispatch = hoosegow(TINY_INMATES.floodsForEver).dispatch('x');
    expectFailed(await disturb(dispatch, 'started', async () => daemon?.order('kill')));
    const text = await dispatch.stderr.text();
    expect(text).toBe('y\n'.repeat(text.length / 2));
    await daemon?.order('start');
  });

  it('was killed so often has no container left after one sweep, when their time is over', async () => {
    const socketPath = daemon?.socketPath ?? '';
    await using later = await laterClock(socketPath, LIFETIME + 60_000);
    const sweeper = new Hoosegow({ docker: { host: `unix://${later.socketPath}` }, image: TINY_IMAGE });
    opened.push(sweeper);
    await sweeper.sweep();
    expect(await listOurContainers(connectTo(`unix://${socketPath}`))).toEqual([]);
  });
});

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CHANNEL_NAMES, Hoosegow, type CountsMessage } from '../../../src/engine/index.ts';
import { FakeDaemon } from '../../support/faults/fakeDaemon.ts';
import { HARMLESS } from '../../support/faults/plan.ts';

it('the counts of a pool that is refilled are told, and when it is empty again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hoosegow-pool-counts-'));
  const daemon = new FakeDaemon(HARMLESS);
  await daemon.listen(join(folder, 'd.sock'));
  const host = `unix://${join(folder, 'd.sock')}`;
  const hoosegow = new Hoosegow({ docker: { host }, image: 'hoosegow:1', pool: { size: 1 } });
  const counts: CountsMessage[] = [];
  const listener = (message: unknown): void => void counts.push(message as CountsMessage);
  subscribe(CHANNEL_NAMES.counts, listener);
  try {
    await hoosegow.dispatch('x').outcome;
    // The dispatch is over by then: it tells no more.
    await expect
      .poll(() => counts.at(-1))
      .toMatchObject({ image: 'hoosegow:1', inmateDir: null, waiting: 1, running: 0 });
    await hoosegow.close();
    expect(counts.at(-1)).toMatchObject({ waiting: 0 });
  } finally {
    unsubscribe(CHANNEL_NAMES.counts, listener);
    await hoosegow.close();
    daemon.close();
    await rm(folder, { recursive: true });
  }
});

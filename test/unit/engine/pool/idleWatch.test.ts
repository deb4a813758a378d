import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Jail } from '../../../../src/engine/hosts/containerHost.ts';
import { IdleWatch } from '../../../../src/engine/pool/idleWatch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A jail that cannot tell. */
const MUTE: Jail = {
  id: 'id',
  attach: () => Promise.reject(new Error('not here')),
  start: () => Promise.resolve(),
  kill: () => Promise.resolve(),
  close: () => undefined,
};

/** A jail that takes such a part of a processor; `share` may change. */
function watched(options: {
  share: number;
  failsToTell?: boolean;
  failsToPause?: boolean;
  pausing?: () => Promise<void>;
}) {
  const asked = { looks: 0, paused: 0, resumed: 0, unheld: 0 };
  const state: typeof options = { ...options };
  let spent = 0;
  let last = performance.now();
  const jail: Jail = {
    ...MUTE,
    processorTime: () => {
      asked.looks++;
      if (state.failsToTell) return Promise.reject(new Error('no such counter'));
      spent += state.share * (performance.now() - last);
      last = performance.now();
      return Promise.resolve(spent);
    },
    pause: () => {
      asked.paused++;
      if (state.pausing) return state.pausing();
      return state.failsToPause ? Promise.reject(new Error('cannot')) : Promise.resolve();
    },
    resume: () => {
      asked.resumed++;
      return Promise.resolve();
    },
  };
  const watch = new IdleWatch(jail, () => void asked.unheld++);
  return { watch, asked, state };
}

it('pauses what takes a processor within seconds, and lets it go on when it is taken', async () => {
  const { watch, asked } = watched({ share: 1 });
  await vi.advanceTimersByTimeAsync(4000);
  expect([watch.isPaused, asked.paused]).toEqual([true, 1]);
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(asked).toMatchObject({ looks: 2, paused: 1 });
  await watch.wake();
  expect(asked.resumed).toBe(1);
});

it('leaves alone what takes little, and looks after it more and more rarely', async () => {
  const { watch, asked } = watched({ share: 0.04 });
  await vi.advanceTimersByTimeAsync(300_000);
  expect([watch.isPaused, asked.paused]).toEqual([false, 0]);
  expect(asked.looks).toBeLessThan(25);
  await watch.wake();
  expect(asked.resumed).toBe(0);
  await vi.advanceTimersByTimeAsync(300_000);
  expect(asked.looks).toBeLessThan(25);
});

it('pauses what begins to take more later', async () => {
  const { watch, state } = watched({ share: 0 });
  await vi.advanceTimersByTimeAsync(100_000);
  state.share = 1;
  await vi.advanceTimersByTimeAsync(17_000);
  expect(watch.isPaused).toBe(true);
});

it('says where it cannot be paused, and looks again where the engine cannot tell', async () => {
  const cannotPause = watched({ share: 1, failsToPause: true });
  await vi.advanceTimersByTimeAsync(4000);
  expect(cannotPause.asked.unheld).toBe(1);
  await expect(cannotPause.watch.wake()).rejects.toThrow('cannot');
  const cannotTell = watched({ share: 1, failsToTell: true });
  await vi.advanceTimersByTimeAsync(10_000);
  cannotTell.state.failsToTell = false;
  await vi.advanceTimersByTimeAsync(40_000);
  expect(cannotTell.watch.isPaused).toBe(true);
});

it('that is over pauses nothing any more, also in the middle of a look', async () => {
  const { watch, asked } = watched({ share: 1 });
  await vi.advanceTimersByTimeAsync(2000);
  vi.advanceTimersByTime(2000);
  watch.stop();
  await vi.advanceTimersByTimeAsync(100_000);
  expect(asked).toMatchObject({ looks: 2, paused: 0 });
});

it('says nothing of one that cannot be paused once it has been taken', async () => {
  const { watch, asked, state } = watched({ share: 1 });
  let fail: (error: Error) => void = () => undefined;
  state.pausing = () => new Promise((_resolve, reject) => (fail = reject));
  await vi.advanceTimersByTimeAsync(4000);
  expect(asked.paused).toBe(1);
  watch.stop();
  fail(new Error('cannot'));
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked.unheld).toBe(0);
});

it('asks nothing of a jail that cannot tell', async () => {
  const watch = new IdleWatch(MUTE, () => undefined);
  await vi.advanceTimersByTimeAsync(100_000);
  expect(watch.isPaused).toBe(false);
});

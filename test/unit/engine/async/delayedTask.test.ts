import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Deferred } from '../../../../src/engine/async/deferred.ts';
import { DelayedTask } from '../../../../src/engine/async/delayedTask.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('is done a while later, once for all who ask meanwhile', async () => {
  const task = vi.fn(() => Promise.resolve());
  const delayed = new DelayedTask(task, 100);
  delayed.schedule();
  await vi.advanceTimersByTimeAsync(60);
  delayed.schedule();
  expect(task).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(40);
  expect(task).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1000);
  expect(task).toHaveBeenCalledTimes(1);
});

it('is done again when it is asked for again, also after it has failed', async () => {
  const task = vi.fn(() => Promise.reject(new Error('away')));
  const delayed = new DelayedTask(task, 100);
  for (const times of [1, 2]) {
    delayed.schedule();
    await vi.advanceTimersByTimeAsync(100);
    expect(task).toHaveBeenCalledTimes(times);
  }
});

it('is done at once at the end, if it was asked for', async () => {
  const task = vi.fn(() => Promise.resolve());
  const delayed = new DelayedTask(task, 100);
  await delayed.settle();
  expect(task).not.toHaveBeenCalled();
  delayed.schedule();
  await delayed.settle();
  await vi.advanceTimersByTimeAsync(1000);
  expect(task).toHaveBeenCalledTimes(1);
});

it('is waited for where it is under way, and never done twice at a time', async () => {
  const first = new Deferred<void>();
  const task = vi.fn(() => first.promise);
  const delayed = new DelayedTask(task, 100);
  delayed.schedule();
  await vi.advanceTimersByTimeAsync(100);
  delayed.schedule();
  let isSettled = false;
  const settled = delayed.settle().then(() => (isSettled = true));
  await vi.advanceTimersByTimeAsync(1000);
  expect([task.mock.calls.length, isSettled]).toEqual([1, false]);
  first.resolve();
  await settled;
  expect(task).toHaveBeenCalledTimes(2);
});

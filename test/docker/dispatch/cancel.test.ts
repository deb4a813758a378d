import { describe, expect, it } from 'vitest';
import type { Lifecycle } from '../../../src/engine/index.ts';
import { listOurContainers } from '../../support/docker.ts';
import { expectGoneAtOnce } from '../../support/goneAtOnce.ts';
import { trialsUnderTest } from '../../support/trials.ts';

const trials = trialsUnderTest();

describe('cancelling', () => {
  const phases: Lifecycle['event'][] = ['create', 'created', 'attached', 'start', 'started', 'requested'];
  it.each(phases)('in the phase "%s" leaves no container, and waits for nobody', async (phase) => {
    const dispatch = trials.call('never');
    for await (const event of dispatch.events()) {
      if (event.type === 'lifecycle' && event.value.event === phase) dispatch.cancel('the test');
    }
    expect(await dispatch.outcome).toEqual({ outcome: 'cancelled', message: 'the test' });
    await expectGoneAtOnce(dispatch);
  });

  it.each([0, 1, 2, 4, 8, 16, 32, 64, 128])('after %i ms leaves no container', async (milliseconds) => {
    const dispatches = Array.from({ length: 3 }, () => trials.call('never'));
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    for (const dispatch of dispatches) dispatch.cancel();
    for (const dispatch of dispatches) expect((await dispatch.outcome).outcome).toBe('cancelled');
  });

  it('by a signal, also one that was aborted before', async () => {
    const controller = new AbortController();
    const dispatch = trials.call('never', [], { signal: controller.signal });
    controller.abort(new Error('changed my mind'));
    expect(await dispatch.outcome).toEqual({ outcome: 'cancelled', message: 'changed my mind' });
    const late = trials.call('never', [], { signal: AbortSignal.abort(new Error('too late')) });
    expect(await late.outcome).toEqual({ outcome: 'cancelled', message: 'too late' });
    await expect(late.then()).rejects.toMatchObject({ name: 'DispatchCancelledError' });
  });

  it('by leaving an iteration early: the container is gone when the loop is over', async () => {
    const dispatch = trials.call('slowly', [1000, 10]);
    const seen: unknown[] = [];
    for await (const values of dispatch.yields) {
      seen.push(values);
      if (seen.length === 3) break;
    }
    expect(await listOurContainers()).toEqual([]);
    expect(seen).toEqual([[0], [1], [2]]);
    expect((await dispatch.outcome).outcome).toBe('cancelled');
  });

  it('after the end changes nothing', async () => {
    const dispatch = trials.call('echo', [1]);
    await dispatch.outcome;
    dispatch.cancel();
    expect(await dispatch).toEqual([1]);
    expect(await dispatch.outcome).toEqual({ outcome: 'returned' });
  });
});

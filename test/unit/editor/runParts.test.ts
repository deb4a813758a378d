import { describe, expect, it, vi } from 'vitest';
import { InmateImportError, InmateRuntimeError } from '../../../src/engine/index.ts';
import type { Dispatch, Outcome } from '../../../src/engine/index.ts';
import { LiveDispatches, type LiveDispatch } from '../../../src/editor/dispatches/run/liveDispatches.ts';
import { answerOf, isSameEnd } from '../../../src/editor/dispatches/run/runEnd.ts';
import { RunningTicker } from '../../../src/editor/dispatches/run/runningTicker.ts';
import { followStages } from '../../../src/editor/dispatches/run/runStage.ts';
import { stateOf } from '../../../src/editor/dispatches/run/stateOf.ts';
import { NewestWins } from '../../../src/editor/saves/newestWins.ts';

const RAISE = { class: 'RangeError', message: 'no', backtrace: [] };

describe('the dispatches under way', () => {
  const live = { recording: '/r.dispatch' } as LiveDispatch;

  it('tell of every change, and since when each is at its stage', () => {
    vi.useFakeTimers({ now: 1000 });
    try {
      const changed = vi.fn();
      const all = new LiveDispatches(changed);
      all.add(live);
      expect(all.stageOf('/r.dispatch')).toEqual({ name: 'running', since: 1000 });
      vi.setSystemTime(2000);
      all.enter(live, 'building');
      expect(all.stageOf('/r.dispatch')).toEqual({ name: 'building', since: 2000 });
      all.answer(live);
      expect(all.stageOf('/r.dispatch')).toBeUndefined();
      all.remove(live);
      expect(changed).toHaveBeenCalledTimes(4);
    } finally {
      vi.useRealTimers();
    }
  });

  it('are closed where there is none', async () => {
    await expect(new LiveDispatches(() => undefined).closed('/none.dispatch')).resolves.toBeUndefined();
  });
});

describe('the stages of a dispatch', () => {
  const follow = async (events: readonly (readonly [type: string, event: string])[]) => {
    let read = 0;
    const entered: string[] = [];
    const dispatch = {
      async *events() {
        for (const [type, event] of events) {
          read++;
          yield { type, value: { event } };
        }
      },
    };
    await followStages(
      dispatch as unknown as Dispatch,
      (stage) => void entered.push(stage),
      () => {},
    );
    return { entered, read };
  };

  it('are that it builds, and that it runs', async () => {
    const steps = ['build', 'built', 'started', 'stopped'].map((event) => ['lifecycle', event] as const);
    expect(await follow(steps)).toEqual({ entered: ['building', 'running'], read: 3 });
  });

  it('are not looked for in what an inmate says', async () => {
    const events = [
      ['stdout', 'build'],
      ['lifecycle', 'build'],
    ] as const;
    expect(await follow(events)).toEqual({ entered: [], read: 1 });
  });
});

describe('the end of a run', () => {
  it('is an answer where the inmate raised, also as it was loaded', async () => {
    for (const error of [new InmateRuntimeError(RAISE), new InmateImportError(RAISE)]) {
      const failed = Promise.reject(error);
      const answer = await answerOf({
        // oxlint-disable-next-line unicorn/no-thenable -- a dispatch is one
        then: failed.then.bind(failed) as Dispatch['then'],
        took: Promise.resolve(3),
      });
      expect(answer).toEqual({ outcome: { outcome: 'raised', ...RAISE }, value: undefined, took: 3 });
    }
  });

  it('is another one where its words are', () => {
    const raised = (name: string): Outcome => ({ outcome: 'raised', ...RAISE, class: name });
    expect(isSameEnd(raised('a'), raised('a'))).toBe(true);
    expect(isSameEnd(raised('a'), raised('b'))).toBe(false);
    expect(isSameEnd(raised('a'), { outcome: 'returned' })).toBe(false);
  });

  it.each([
    ['returned', 'returned'],
    ['raised', 'raised'],
    ['cancelled', 'cancelled'],
    ['timed-out', 'failed'],
    ['engine-failed', 'failed'],
  ])('%s is listed as %s', (outcome, state) => {
    expect(stateOf({ outcome } as Outcome)).toBe(state);
  });
});

describe('the ticker of what runs', () => {
  it('keeps no process alive', () => {
    const ticker = new RunningTicker(() => undefined);
    const timers = vi.spyOn(globalThis, 'setInterval');
    ticker.setRunning(true);
    const [made] = timers.mock.results;
    expect((made?.value as NodeJS.Timeout | undefined)?.hasRef()).toBe(false);
    ticker.dispose();
    timers.mockRestore();
  });
});

describe('a task that is over', () => {
  it('is not cancelled by the next one', async () => {
    const reason = vi.fn(() => 'newer');
    const newest = new NewestWins(reason);
    let signal: AbortSignal | undefined;
    await newest.run('a', async (given) => (signal = given));
    await newest.run('a', async () => undefined);
    expect([signal?.aborted, reason.mock.calls.length]).toEqual([false, 0]);
  });

  it('is cancelled once', async () => {
    const reason = vi.fn(() => 'newer');
    const newest = new NewestWins(reason);
    let aborts = 0;
    void newest.run('a', (signal) => {
      signal.addEventListener('abort', () => aborts++);
      return new Promise(() => undefined);
    });
    newest.cancel('a');
    newest.cancelAll();
    expect([aborts, reason.mock.calls.length]).toEqual([1, 1]);
  });
});

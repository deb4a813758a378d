import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { IdleDeadline } from '../../../../src/engine/async/idleDeadline.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('IdleDeadline', () => {
  it('aborts after a silence, and not before', () => {
    const idle = new IdleDeadline(120, 'build', new AbortController().signal);
    for (let i = 0; i < 4; i++) {
      vi.advanceTimersByTime(119);
      idle.touch();
    }
    vi.advanceTimersByTime(119);
    expect(idle.signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(idle.signal.reason).toMatchObject({
      phase: 'build',
      message: 'the container engine has said nothing for 120 ms',
    });
    idle.close();
    const aborted = new IdleDeadline(1000, 'build', AbortSignal.abort(new Error('before')));
    expect(aborted.signal.reason).toMatchObject({ message: 'before' });
    aborted.close();
  });
});

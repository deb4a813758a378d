import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StateSaver } from '../../../../webview/state/stateSaver.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('saving a state', () => {
  it('is done at once, and of many changes a few times, with the last of them', () => {
    const saved: number[] = [];
    const saver = new StateSaver<number>((state) => saved.push(state));
    for (let i = 0; i < 100; i++) saver.save(i);
    expect(saved).toEqual([0]);
    vi.advanceTimersByTime(300);
    expect(saved).toEqual([0, 99]);
    vi.advanceTimersByTime(300);
    saver.save(100);
    expect(saved).toEqual([0, 99, 100]);
  });

  it('waits for nothing when the page may be gone', () => {
    const saved: number[] = [];
    const saver = new StateSaver<number>((state) => saved.push(state));
    saver.save(1);
    saver.save(2);
    saver.flush();
    expect(saved).toEqual([1, 2]);
    vi.advanceTimersByTime(1000);
    expect(saved).toEqual([1, 2]);
  });
});

import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Latest } from '../../../webview/model/latest.ts';

describe('only the newest question', () => {
  it('is asked next, one at a time, and a failure stops nothing', async () => {
    const latest = new Latest();
    const asked: number[] = [];
    let atOnce = 0;
    const question = async (i: number): Promise<void> => {
      expect(++atOnce).toBe(1);
      asked.push(i);
      await sleep(1);
      atOnce--;
      if (i === 0) throw new Error('lost');
    };
    for (let i = 0; i < 10; i++) latest.run(() => question(i));
    await expect.poll(() => asked).toEqual([0, 9]);
    latest.run(async () => void asked.push(10));
    await expect.poll(() => asked).toEqual([0, 9, 10]);
  });
});

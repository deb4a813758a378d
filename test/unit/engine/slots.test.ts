import { describe, expect, it } from 'vitest';
import { Slots } from '../../../src/engine/slots.ts';

const never = new AbortController().signal;

describe('slots', () => {
  it('give out no more places than there are, in the order of asking', async () => {
    const slots = new Slots(2);
    const order: number[] = [];
    let busy = 0;
    let most = 0;
    const use = async (n: number): Promise<void> => {
      const giveBack = await slots.take(never);
      order.push(n);
      most = Math.max(most, ++busy);
      await new Promise((resolve) => setTimeout(resolve, 1));
      busy--;
      giveBack();
    };
    await Promise.all([0, 1, 2, 3, 4, 5, 6].map(use));
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(most).toBe(2);
  });

  it('let go of one who no longer waits, and lose no place by it', async () => {
    const slots = new Slots(1);
    const giveBack = await slots.take(never);
    const impatient = new AbortController();
    const waiting = slots.take(impatient.signal);
    impatient.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await expect(slots.take(AbortSignal.abort(new Error('at once')))).rejects.toThrow('at once');
    giveBack();
    await expect(slots.take(never)).resolves.toBeTypeOf('function');
  });
});

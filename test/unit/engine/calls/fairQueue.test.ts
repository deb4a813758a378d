import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FairQueue, QueueFullError } from '../../../../src/engine/calls/fairQueue.ts';

const never = new AbortController().signal;

/** Takes a place for each asker named, in that order, and notes who was served when. */
function ask(queue: FairQueue, names: readonly string[], askers: ReadonlyMap<string, object>) {
  const served: string[] = [];
  const places = names.map(async (name) => {
    const giveBack = await queue.take(askers.get(name) ?? {}, new AbortController().signal);
    served.push(name);
    return giveBack;
  });
  return { served, places };
}

function askersOf(names: readonly string[]): Map<string, object> {
  return new Map(names.map((name) => [name, {}]));
}

describe('a fair queue', () => {
  it('gives out no more places than there are, to one asker in the order of asking', async () => {
    const queue = new FairQueue(2, Infinity);
    const order: number[] = [];
    let most = 0;
    const use = async (n: number): Promise<void> => {
      const giveBack = await queue.take(queue, never);
      order.push(n);
      most = Math.max(most, queue.running);
      await new Promise((resolve) => setImmediate(resolve));
      giveBack();
    };
    await Promise.all([0, 1, 2, 3, 4, 5, 6].map(use));
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect([most, queue.running, queue.queued]).toEqual([2, 0, 0]);
  });

  it('serves one of each asker in turn, however much another one has asked for', async () => {
    const queue = new FairQueue(1, Infinity);
    const { served, places } = ask(queue, ['a', 'a', 'a', 'a', 'b', 'b', 'c'], askersOf(['a', 'b', 'c']));
    for (const place of places.slice(0, 1)) (await place)();
    // Each gives its place back when it has it.
    await Promise.all(places.slice(1).map(async (place) => (await place)()));
    expect(served).toEqual(['a', 'a', 'b', 'c', 'a', 'b', 'a']);
  });

  it('serves everybody once before anybody twice, whoever asks for how much', async () => {
    const asked = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 2, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(asked, fc.integer({ min: 1, max: 4 }), async (names, most) => {
        const queue = new FairQueue(most, Infinity);
        const { served, places } = ask(queue, names, askersOf(['a', 'b', 'c', 'd']));
        await Promise.all(places.map(async (place) => (await place)()));
        expect(served.toSorted()).toEqual(names.toSorted());
        // Those that found a place were not in the queue.
        const [queued, inTurns] = [names.slice(most), served.slice(most)];
        const rounds = Math.max(0, ...['a', 'b', 'c', 'd'].map((name) => queued.filter((one) => one === name).length));
        let at = 0;
        for (let round = 0; round < rounds; round++) {
          const due = new Set(queued.filter((name) => queued.filter((one) => one === name).length > round));
          expect(new Set(inTurns.slice(at, at + due.size))).toEqual(due);
          at += due.size;
        }
        expect([queue.running, queue.queued]).toEqual([0, 0]);
      }),
    );
  });

  it('lets go of one who no longer waits, and loses no place by it', async () => {
    const queue = new FairQueue(1, Infinity);
    const giveBack = await queue.take(queue, never);
    const impatient = new AbortController();
    const waiting = queue.take(queue, impatient.signal);
    expect([queue.queued, queue.queuedOf(queue), queue.runningOf(queue)]).toEqual([1, 1, 1]);
    impatient.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await expect(queue.take(queue, impatient.signal)).rejects.toThrow('enough');
    expect(queue.queued).toBe(0);
    giveBack();
    (await queue.take(queue, never))();
    expect([queue.running, queue.runningOf(queue), queue.queuedOf(queue)]).toEqual([0, 0, 0]);
  });

  it('takes no more than may wait, all askers together, and says so at once', async () => {
    const queue = new FairQueue(1, 2);
    const giveBack = await queue.take(queue, never);
    const waiting = [queue.take({}, never), queue.take({}, never)];
    const refused = queue.take({}, never);
    await expect(refused).rejects.toBeInstanceOf(QueueFullError);
    await expect(refused).rejects.toMatchObject({ code: 'HOOSEGOW_QUEUE_FULL' });
    await expect(refused).rejects.toThrow('queueSize');
    giveBack();
    for (const place of waiting) (await place)();
    await expect(queue.take({}, never)).resolves.toBeTypeOf('function');
  });
});

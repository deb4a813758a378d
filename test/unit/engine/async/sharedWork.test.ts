import { describe, expect, it, vi } from 'vitest';
import { Deferred } from '../../../../src/engine/async/deferred.ts';
import { SharedWork } from '../../../../src/engine/async/sharedWork.ts';

/** Work that ends when the test says so. */
function work() {
  const result = new Deferred<number>();
  const signals: AbortSignal[] = [];
  let emitter: (progress: string) => void = () => undefined;
  const start = vi.fn((signal: AbortSignal, emit: (progress: string) => void) => {
    signals.push(signal);
    emitter = emit;
    return result.promise;
  });
  return { result, signals, start, emit: (progress: string) => emitter(progress) };
}

describe('SharedWork', () => {
  it('does the same work once, for all who want it, and tells all of them', async () => {
    const shared = new SharedWork<number, string>();
    const { result, start, emit } = work();
    const heard: string[] = [];
    const both = [
      shared.run('a', undefined, (text) => heard.push(`1 ${text}`), start),
      shared.run('a', undefined, (text) => heard.push(`2 ${text}`), start),
    ];
    emit('on');
    result.resolve(7);
    expect(await Promise.all(both)).toEqual([7, 7]);
    expect(heard).toEqual(['1 on', '2 on']);
    expect(start).toHaveBeenCalledOnce();
  });

  it('keeps other work apart, and does it anew when it has ended', async () => {
    const shared = new SharedWork<number, string>();
    const start = vi.fn(() => Promise.resolve(1));
    await Promise.all([shared.run('a', undefined, undefined, start), shared.run('b', undefined, undefined, start)]);
    await shared.run('a', undefined, undefined, start);
    expect(start).toHaveBeenCalledTimes(3);
  });

  it('is aborted only when nobody waits any more', async () => {
    const shared = new SharedWork<number, string>();
    const { signals, start } = work();
    const [one, two] = [new AbortController(), new AbortController()];
    const both = [shared.run('a', one.signal, undefined, start), shared.run('a', two.signal, undefined, start)];
    one.abort(new Error('first'));
    await expect(both[0]).rejects.toThrow('first');
    expect(signals[0]?.aborted).toBe(false);
    two.abort(new Error('second'));
    await expect(both[1]).rejects.toThrow('second');
    expect(signals[0]?.aborted).toBe(true);
  });

  it('does not join work that was given up', async () => {
    const shared = new SharedWork<number, string>();
    const abandoned = work();
    const one = new AbortController();
    const first = shared.run('a', one.signal, undefined, abandoned.start);
    one.abort();
    await expect(first).rejects.toThrow('aborted');
    expect(await shared.run('a', undefined, undefined, () => Promise.resolve(2))).toBe(2);
    await expect(shared.run('a', AbortSignal.abort(), undefined, abandoned.start)).rejects.toThrow('aborted');
    expect(abandoned.start).toHaveBeenCalledOnce();
  });

  it('fails for everybody when it fails, and a listener that throws only for its caller', async () => {
    const shared = new SharedWork<number, string>();
    const { result, start, emit } = work();
    const odd = shared.run(
      'a',
      undefined,
      () => {
        throw new Error('listener');
      },
      start,
    );
    const even = shared.run('a', undefined, undefined, start);
    emit('x');
    await expect(odd).rejects.toThrow('listener');
    result.reject(new Error('work'));
    await expect(even).rejects.toThrow('work');
  });
});

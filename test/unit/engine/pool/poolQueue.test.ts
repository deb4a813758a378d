import { afterEach, describe, expect, it, vi } from 'vitest';
import { JailPool } from '../../../../src/engine/pool/jailPool.ts';
import type { Checkout } from '../../../../src/engine/pool/checkout.ts';
import { resolvePoolOptions, type PoolOptions } from '../../../../src/engine/options/poolOptions.ts';
import type { JailKind } from '../../../../src/engine/pool/supply.ts';
import type { IdleJail } from '../../../../src/engine/pool/idleJail.ts';
import { encodeFrameParts } from '../../../../src/wire/frameEncoder.ts';
import { encodeValue } from '../../../../src/wire/msgpack/encodeValue.ts';
import { encodeLoaded } from '../../../../src/wire/loadedSignal.ts';
import { ScriptedHost, type Script, type ScriptedJail } from '../../../support/scriptedHost.ts';

const LIFETIME = 1000;

afterEach(() => void vi.useRealTimers());

function pooled(bounds: PoolOptions, script: Script = {}) {
  const started: ScriptedJail[] = [];
  const host = new ScriptedHost({
    ...script,
    started: (jail) => {
      started.push(jail);
      script.started?.(jail);
    },
  });
  const pool = new JailPool({ ...resolvePoolOptions(bounds), lifetime: LIFETIME, callbacks: {} });
  const kind: JailKind = { host, image: 'one' };

  /** A dispatch that asks for a jail. */
  function ask(signal = new AbortController().signal) {
    const checkout = pool.lend(kind);
    if (!checkout) throw new Error('nothing comes back here');
    return { checkout, jail: pool.take(kind, LIFETIME, signal, checkout) };
  }
  return { pool, host, kind, started, ask };
}

function finish(checkout: Checkout): void {
  checkout.awaitReady();
  checkout.onReady(true);
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('more dispatches than jails that come back', () => {
  it('wait in line, and have them in the order of asking', async () => {
    const { pool, host, kind, ask } = pooled({ size: 2, reuse: 1000 });
    await pool.warm(kind, 2);
    const running = [ask(), ask()];
    await Promise.all(running.map(({ jail }) => jail));
    const order: number[] = [];
    const waiting = Array.from({ length: 30 }, async (_, n) => {
      const { checkout, jail } = ask();
      expect(await jail).toBeDefined();
      order.push(n);
      finish(checkout);
    });
    await turn();
    expect(order).toEqual([]);
    for (const { checkout } of running) finish(checkout);
    await Promise.all(waiting);
    expect(order).toEqual(Array.from({ length: 30 }, (_, n) => n));
    expect(host.jails.size).toBe(2);
  });

  it('make their own, a few at a time, where none comes back for long', async () => {
    vi.useFakeTimers();
    const { pool, kind, ask } = pooled({ size: 1, reuse: 1000 });
    await pool.warm(kind, 1);
    const first = ask();
    await first.jail;
    let own = 0;
    const waiting = Array.from({ length: 20 }, async () => {
      if ((await ask().jail) === undefined) own++;
    });
    await vi.advanceTimersByTimeAsync(200);
    expect(own).toBe(0);
    await vi.advanceTimersByTimeAsync(100);
    const few = own;
    expect(few).toBeGreaterThan(0);
    expect(few).toBeLessThan(20);
    await vi.advanceTimersByTimeAsync(250);
    expect(own).toBe(2 * few);
    await vi.advanceTimersByTimeAsync(60_000);
    await Promise.all(waiting);
    expect(own).toBe(20);
  });

  it('wait on where the word of one is all that is missing, and make their own where it does not come', async () => {
    vi.useFakeTimers();
    const { pool, host, kind, ask } = pooled({ size: 1, reuse: 1000 });
    await pool.warm(kind, 1);
    const first = ask();
    await first.jail;
    finish(first.checkout);
    const second = ask();
    await second.jail;
    const patience = second.checkout.awaitReady();
    const third = ask();
    await vi.advanceTimersByTimeAsync(patience - 1);
    second.checkout.onReady(true);
    expect(await third.jail).toMatchObject({ served: 2 });
    third.checkout.awaitReady();
    const fourth = ask();
    await vi.advanceTimersByTimeAsync(patience);
    third.checkout.onSilence();
    expect(await fourth.jail).toBeUndefined();
    expect(host.jails.size).toBe(1);
  });

  it('have no more made than there may be, those counted that are made for them', async () => {
    const made: (() => void)[] = [];
    const create = (): Promise<void> => new Promise((resolve) => made.push(resolve));
    const { pool, host, kind, ask } = pooled({ size: 2, reuse: 1000 }, { create });
    const warm = pool.warm(kind, 2);
    const asked = [ask(), ask()];
    await expect.poll(() => made.length).toBe(2);
    made[0]?.();
    await asked[0]?.jail;
    made[1]?.();
    await asked[1]?.jail;
    await warm;
    await turn();
    expect([made.length, host.jails.size]).toEqual([2, 2]);
  });

  it('make their own at once where none will come back', async () => {
    const { pool, kind, ask } = pooled({ size: 1, reuse: 1000 });
    await pool.warm(kind, 1);
    const first = ask();
    await first.jail;
    const second = ask();
    await turn();
    // Its container has ended.
    first.checkout.end();
    expect(await second.jail).toBeUndefined();
  });

  it('let go of one that is cancelled, and none is lost by it', async () => {
    const { pool, kind, ask } = pooled({ size: 1, reuse: 1000 });
    await pool.warm(kind, 1);
    const first = ask();
    await first.jail;
    const controller = new AbortController();
    const second = ask(controller.signal);
    const third = ask();
    await turn();
    controller.abort(new Error('enough'));
    await expect(second.jail).rejects.toThrow('enough');
    finish(first.checkout);
    expect(await third.jail).toMatchObject({ served: 1 });
    finish(third.checkout);
    expect(pool.ready).toBe(1);
  });
});

describe('warm', () => {
  it('is over when the inmates are loaded, and not before', async () => {
    const { pool, kind, started } = pooled({ size: 2 }, { saysNothing: true });
    let isWarm = false;
    const warm = pool.warm(kind, 2).then(() => (isWarm = true));
    await expect.poll(() => pool.ready).toBe(2);
    for (const { sink } of started) sink.bytes('stdout', encodeLoaded(null));
    started[0]?.sink.bytes('stdout', encodeLoaded(true));
    await turn();
    expect([isWarm, pool.loaded]).toEqual([false, 1]);
    started[1]?.sink.bytes('stdout', encodeLoaded(true));
    await warm;
    expect(pool.loaded).toBe(2);
  });

  it('does not wait for an entrypoint that says nothing, and not again for the same image', async () => {
    vi.useFakeTimers();
    const { pool, kind } = pooled({ size: 2 }, { saysNothing: true });
    const warm = pool.warm(kind, 1);
    await vi.advanceTimersByTimeAsync(2000);
    await warm;
    const more = pool.warm(kind, 2);
    await vi.advanceTimersByTimeAsync(1);
    await more;
    expect(pool.loaded).toBe(2);
  });

  it('rejects with what the inmate says, which is asked for once', async () => {
    const raise = { class: 'InmateImportError', message: 'no such key', backtrace: ['connect (inmate.ts:2)'] };
    const { pool, kind, host, started } = pooled({ size: 1 }, { saysNothing: true });
    const warm = pool.warm(kind, 1);
    const told = warm.catch((error: unknown) => error);
    const expected = { name: 'InmateImportError', backtrace: raise.backtrace };
    await expect.poll(() => started.length).toBe(1);
    const [jail] = started;
    jail?.sink.bytes('stdout', encodeLoaded(false));
    await expect.poll(() => jail?.written.length).toBe(1);
    jail?.sink.bytes('stdout', Buffer.concat(encodeFrameParts('raise', encodeValue(raise), 1)));
    expect(await told).toMatchObject(expected);
    await pool.close();
    expect(host.jails.size).toBe(0);
  });

  it.each([
    ['ends', (jail: ScriptedJail) => jail.end({ code: 3 }), 'HOOSEGOW_LOADING_EXITED', 'with code 3'],
    [
      'runs out of memory',
      (jail: ScriptedJail) => jail.end({ oomKilled: true }),
      'HOOSEGOW_LOADING_OUT_OF_MEMORY',
      'memory',
    ],
    [
      'fails and cannot say why',
      (jail: ScriptedJail) => {
        jail.sink.bytes('stdout', encodeLoaded(false));
        jail.end({ code: 1 });
      },
      'HOOSEGOW_LOADING_EXITED',
      'with code 1',
    ],
  ])('rejects where the container %s', async (_, happen, code, text) => {
    const { pool, kind, host, started } = pooled({ size: 1 }, { saysNothing: true });
    const warm = pool.warm(kind, 1);
    const told = warm.catch((error: unknown) => error);
    const expected = { code, message: expect.stringContaining(text) as string };
    await expect.poll(() => pool.ready).toBe(1);
    const [jail] = started;
    if (jail) happen(jail);
    expect(await told).toMatchObject(expected);
    await pool.close();
    expect(host.jails.size).toBe(0);
  });

  it('rejects where it takes longer than it may, and what waits for it is removed', async () => {
    vi.useFakeTimers();
    const { pool, kind, host, started } = pooled({ size: 1, loading: 5000 }, { saysNothing: true });
    const warm = pool.warm(kind, 1);
    const told = warm.catch((error: unknown) => error);
    const expected = { code: 'HOOSEGOW_LOADING_TIMEOUT' };
    await vi.advanceTimersByTimeAsync(0);
    started[0]?.sink.bytes('stdout', encodeLoaded(null));
    await vi.advanceTimersByTimeAsync(5000);
    expect(await told).toMatchObject(expected);
    pool.refill();
    await pool.clear();
    expect(host.jails.size).toBe(0);
  });

  it('ends with its signal', async () => {
    const { pool, kind } = pooled({ size: 1 }, { saysNothing: true });
    const controller = new AbortController();
    const warm = pool.warm(kind, 1, controller.signal);
    await turn();
    controller.abort(new Error('enough'));
    await expect(warm).rejects.toThrow('enough');
    await pool.close();
  });
});

describe('a dispatch', () => {
  it('is given what is loaded rather than what is not', async () => {
    const { pool, kind, started } = pooled({ size: 2 }, { saysNothing: true });
    const warm = pool.warm(kind, 1);
    await expect.poll(() => started.length).toBe(1);
    const more = pool.warm(kind, 2);
    await expect.poll(() => pool.ready).toBe(2);
    started[1]?.sink.bytes('stdout', encodeLoaded(true));
    const [first, second] = [
      await pool.take(kind, LIFETIME, new AbortController().signal),
      await pool.take(kind, LIFETIME, new AbortController().signal),
    ];
    expect([first?.isLoaded, second?.isLoaded]).toEqual([true, false]);
    await pool.close();
    await Promise.all([warm, more]);
  });

  it('is not given what throws while it waits, and gets a jail of its own', async () => {
    const { pool, kind, host, started } = pooled({ size: 1 });
    await pool.warm(kind, 1);
    started[0]?.sink.bytes('stdout', encodeLoaded(false));
    expect(pool.ready).toBe(0);
    await expect.poll(() => started.length).toBe(2);
    await pool.close();
    expect(host.jails.size).toBe(0);
  });

  it.each<[string, Pick<Script, 'resume' | 'pause'>, number]>([
    ['goes on', {}, 1],
    ['cannot go on, of which it gets none', { resume: () => Promise.reject(new Error('frozen')) }, 0],
  ])('takes a jail that was paused, which %s', async (_, script, taken) => {
    vi.useFakeTimers();
    const resumed: string[] = [];
    const { pool, kind, host } = pooled(
      { size: 1 },
      { processorTime: () => performance.now(), resume: async (name) => void resumed.push(name), ...script },
    );
    await pool.warm(kind, 1);
    await vi.advanceTimersByTimeAsync(10_000);
    const jail: IdleJail | undefined = await pool.take(kind, LIFETIME, new AbortController().signal);
    expect([jail ? 1 : 0, resumed.length]).toEqual([taken, taken]);
    await vi.advanceTimersByTimeAsync(0);
    expect(host.jails.size).toBe(taken);
  });

  it('makes its own where the one that waits cannot be paused, and is removed', async () => {
    vi.useFakeTimers();
    const script = { processorTime: () => performance.now(), pause: () => Promise.reject(new Error('refused')) };
    const { pool, kind, host } = pooled({ size: 1 }, script);
    await pool.warm(kind, 1);
    await vi.advanceTimersByTimeAsync(4000);
    pool.dropOldest();
    await pool.clear();
    expect(host.jails.size).toBe(0);
  });
});

it.each([{ loading: 0 }, { loading: Number.NaN }, { loading: 2 ** 31 }])('refuses %j', (options) => {
  expect(() => resolvePoolOptions(options)).toThrow('pool.loading must be a number from 1 to 2147483647');
});

it('gives loading no longer than a dispatch may take, unless told to', () => {
  expect(resolvePoolOptions({}).loading).toBe(30_000);
  expect(resolvePoolOptions({}, 5000).loading).toBe(5000);
  expect(resolvePoolOptions({ loading: 60_000 }, 5000).loading).toBe(60_000);
});

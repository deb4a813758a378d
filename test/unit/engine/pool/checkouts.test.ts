import { afterEach, describe, expect, it, vi } from 'vitest';
import { BufferedOutput } from '../../../../src/engine/dispatch/bufferedOutput.ts';
import { JailPool } from '../../../../src/engine/pool/jailPool.ts';
import type { Checkout } from '../../../../src/engine/pool/checkout.ts';
import type { JailKind } from '../../../../src/engine/pool/supply.ts';
import { resolvePoolOptions, type PoolOptions } from '../../../../src/engine/options/poolOptions.ts';
import type { IdleJail } from '../../../../src/engine/pool/idleJail.ts';
import { ScriptedHost, type Script, type ScriptedJail } from '../../../support/scriptedHost.ts';

const LIFETIME = 1000;
const never = new AbortController().signal;

afterEach(() => void vi.useRealTimers());

/** A pool whose jails come back, on a scripted host; `started` holds the jails in the order of their starts. */
function scripted(bounds: PoolOptions = {}, script: Script = {}) {
  const started: ScriptedJail[] = [];
  const host = new ScriptedHost({ ...script, started: (jail) => void started.push(jail) });
  const stopped: string[] = [];
  const callbacks = { afterStop: (id: string) => void stopped.push(id) };
  const pool = new JailPool({ ...resolvePoolOptions({ reuse: 10, ...bounds }), lifetime: LIFETIME, callbacks });
  const kind: JailKind = { host, image: 'one' };

  /** What a dispatch does up to its request. */
  async function begin(
    of = kind,
    signal = never,
    lifetime = LIFETIME,
  ): Promise<{ checkout: Checkout; jail: IdleJail | undefined }> {
    const checkout = lent(pool.lend(of));
    const jail = await pool.take(of, lifetime, signal, checkout);
    if (!jail) await makeOwn(checkout, of);
    return { checkout, jail };
  }

  async function makeOwn(checkout: Checkout, of: JailKind): Promise<void> {
    const spec = { name: `own ${host.jails.size}`, lifetime: pool.lifetimeToKeep(LIFETIME), image: of.image };
    const createdAt = Date.now();
    const jail = await host.create(spec);
    const output = new BufferedOutput();
    const streams = await jail.attach(output, never);
    await jail.start(never);
    checkout.made({ host, spec, jail, streams, output, createdAt });
  }
  return { host, pool, started, stopped, kind, other: { host, image: 'two' }, begin };
}

function lent(checkout: Checkout | undefined): Checkout {
  if (!checkout) throw new Error('nothing comes back here');
  return checkout;
}

/** What a dispatch does from its result on. */
function finish(checkout: Checkout, takesAnother = true): boolean {
  return checkout.awaitReady() > 0 && checkout.onReady(takesAnother);
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('a jail that comes back', () => {
  it('waits for the next dispatch, be it one that a dispatch had made for itself', async () => {
    const { pool, begin, host } = scripted();
    const first = await begin();
    expect(first.jail).toBeUndefined();
    expect(finish(first.checkout)).toBe(true);
    expect(pool.ready).toBe(1);
    const second = await begin();
    expect(second.jail).toMatchObject({ name: 'own 0', served: 1 });
    expect(finish(second.checkout)).toBe(true);
    expect((await begin()).jail?.served).toBe(2);
    pool.refill();
    await turn();
    expect(host.jails.size).toBe(1);
  });

  it('is for the dispatch that came before its word', async () => {
    const { pool, begin, host } = scripted();
    const first = await begin();
    first.checkout.awaitReady();
    const second = begin();
    await turn();
    expect(host.jails.size).toBe(1);
    first.checkout.onReady(true);
    expect((await second).jail?.name).toBe('own 0');
    expect(pool.ready).toBe(0);
  });

  it('is kept where that dispatch was cancelled meanwhile', async () => {
    const { pool, begin, kind } = scripted();
    const first = await begin();
    first.checkout.awaitReady();
    const controller = new AbortController();
    const second = begin(kind, controller.signal);
    controller.abort(new Error('enough'));
    await expect(second).rejects.toThrow('enough');
    expect(first.checkout.onReady(true)).toBe(true);
    expect(pool.ready).toBe(1);
  });

  it('tells a dispatch at a time of its end', async () => {
    const { begin, started } = scripted();
    const first = await begin();
    finish(first.checkout);
    const { jail: second, checkout } = await begin();
    const before = second?.streams;
    finish(checkout);
    const third = await begin();
    const settled = vi.fn<() => void>();
    void before?.drained.then(settled);
    void before?.ended.then(settled);
    started[0]?.end({ code: 5 });
    expect(await third.jail?.streams.ended).toMatchObject({ code: 5 });
    await third.jail?.streams.drained;
    expect(settled).not.toHaveBeenCalled();
  });

  it('tells of a connection that broke, too', async () => {
    const { begin, started } = scripted();
    finish((await begin()).checkout);
    const { jail } = await begin();
    started[0]?.break(new Error('reset'));
    await expect(jail?.streams.drained).rejects.toThrow('reset');
  });

  it('is asked through the streams that it was first attached with', async () => {
    const { begin, started } = scripted();
    finish((await begin()).checkout);
    const { jail } = await begin();
    jail?.streams.write(Uint8Array.of(1));
    jail?.streams.closeStdin();
    expect(started[0]?.written).toEqual([Uint8Array.of(1)]);
  });

  it('goes after it has waited in vain, and calls back then', async () => {
    vi.useFakeTimers();
    const { begin, host, stopped } = scripted({ idle: 500 });
    finish((await begin()).checkout);
    expect(stopped).toEqual([]);
    await vi.advanceTimersByTimeAsync(500);
    expect(host.jails.size).toBe(0);
    expect(stopped).toEqual(['id of own 0']);
  });
});

describe('a jail is not taken back', () => {
  it('that takes no other request, and another one is made in its place', async () => {
    const { pool, begin } = scripted();
    const { checkout } = await begin();
    expect(finish(checkout, false)).toBe(false);
    checkout.end();
    await expect.poll(() => pool.ready).toBe(1);
    expect((await begin()).jail?.served).toBe(0);
  });

  it('that has served so many as it may', async () => {
    const { begin } = scripted({ reuse: 2 });
    expect(finish((await begin()).checkout)).toBe(true);
    expect(finish((await begin()).checkout)).toBe(false);
  });

  it('where so many wait already, unless somebody wants it', async () => {
    const { begin, pool } = scripted({ size: 1 });
    const [first, second, third] = [await begin(), await begin(), await begin()];
    expect([finish(first.checkout), finish(second.checkout)]).toEqual([true, false]);
    await begin();
    const waiting = begin();
    expect(pool.ready).toBe(0);
    third.checkout.awaitReady();
    const claiming = begin();
    await turn();
    expect(third.checkout.onReady(true)).toBe(true);
    await Promise.all([waiting, claiming]);
  });

  it('that anybody may remove by now', async () => {
    vi.useFakeTimers();
    const { begin } = scripted({ idle: 500 });
    const { checkout } = await begin();
    vi.setSystemTime(Date.now() + 1001);
    expect(finish(checkout)).toBe(false);
  });

  it('that has ended', async () => {
    const { begin, started } = scripted();
    const { checkout } = await begin();
    started[0]?.end();
    await turn();
    expect(finish(checkout)).toBe(false);
  });

  it('of another image, or once the pool is cleared or closed', async () => {
    const { begin, pool, other, kind } = scripted();
    const first = await begin();
    pool.switchTo(other);
    expect(finish(first.checkout)).toBe(false);
    const second = await begin(other);
    await pool.clear();
    expect(finish(second.checkout)).toBe(false);
    const third = await begin(kind);
    await pool.close();
    expect(finish(third.checkout)).toBe(false);
    expect(pool.ready).toBe(0);
    expect((await begin()).jail).toBeUndefined();
  });

  it('twice: its dispatch has no more to do with it', async () => {
    const { begin, pool } = scripted();
    const { checkout } = await begin();
    finish(checkout);
    checkout.end();
    expect(pool.ready).toBe(1);
    expect((await begin()).jail?.name).toBe('own 0');
  });
});

describe('between two dispatches', () => {
  it.each<[string, (jail: ScriptedJail) => void]>([
    ['prints', ({ sink }) => sink.bytes('stdout', Uint8Array.of(1))],
    ['warns', ({ sink }) => sink.bytes('stderr', Uint8Array.of(1))],
    ['ends', (jail) => jail.end({ code: 1 })],
    ['is cut off', (jail) => jail.break(new Error('reset'))],
  ])('a jail that %s is dropped, and another one is made', async (_, disturb) => {
    const { begin, started, host, pool } = scripted();
    // More than once is no reason to rest: the image works.
    for (let n = 0; n < 4; n++) {
      const { checkout } = await begin();
      expect(finish(checkout)).toBe(true);
      const names = [...host.jails];
      const jail = started.at(-1);
      if (jail) disturb(jail);
      await expect.poll(() => [...host.jails].some((name) => names.includes(name))).toBe(false);
      await expect.poll(() => pool.ready).toBe(1);
    }
  });
});

describe('the number of jails', () => {
  it('is none of those in the making where one comes back sooner', async () => {
    let isSlow = true;
    let go: () => void = () => undefined;
    const create = async (): Promise<void> => {
      if (isSlow) await new Promise<void>((resolve) => (go = resolve));
    };
    const { pool, host, kind, begin } = scripted({ size: 1 }, { create });
    const warm = pool.warm(kind, 1);
    await turn();
    isSlow = false;
    // Nobody but who lives longer than what is in the making makes one beside it.
    const { checkout } = await begin(kind, never, 10 * LIFETIME);
    expect(finish(checkout)).toBe(true);
    go();
    await warm;
    await turn();
    expect([pool.ready, [...host.jails]]).toEqual([1, ['own 0']]);
  });

  it('is written off with its dispatch, also where that ends while it is being told to make its own', async () => {
    const { pool, host, kind, begin } = scripted({ size: 1 });
    const first = await begin();
    first.checkout.awaitReady();
    const checkout = lent(pool.lend(kind));
    const told = pool.take(kind, LIFETIME, never, checkout);
    await turn();
    first.checkout.onReady(false);
    checkout.end();
    expect(await told).toBeUndefined();
    // Nobody has any: who asks now is not to wait for it.
    const next = await begin();
    finish(next.checkout);
    await pool.clear();
    expect([next.jail, host.jails.size]).toEqual([undefined, 1]);
  });

  it('is enough for whoever warms where one has come back, though another one in the making hangs', async () => {
    let hangs = false;
    const create = async (): Promise<void> => (hangs ? new Promise<void>(() => undefined) : undefined);
    const { pool, begin, kind } = scripted({ size: 4 }, { create });
    const [first, second] = [await begin(), await begin()];
    hangs = true;
    second.checkout.awaitReady();
    second.checkout.end();
    const forTwo = pool.warm(kind, 2);
    const warm = pool.warm(kind, 1);
    await turn();
    expect(finish(first.checkout)).toBe(true);
    await warm;
    expect(pool.ready).toBe(1);
    // It does not do for two; without the pool nobody waits any more.
    expect(await Promise.race([forTwo, turn().then(() => 'waits')])).toBe('waits');
    void pool.clear();
    await forTwo;
  });

  it('is not more than the pool may have, at whatever moment one comes back while another one is made', async () => {
    for (let moment = 0; moment < 60; moment++) {
      let open: () => void = () => undefined;
      let hangs = false;
      const create = async (): Promise<void> => {
        if (hangs) await new Promise<void>((resolve) => (open = resolve));
      };
      const { pool, begin, kind, host } = scripted({ size: 1 }, { create });
      const first = await begin();
      hangs = true;
      void pool.warm(kind, 1);
      await turn();
      open();
      for (let n = 0; n < moment; n++) await Promise.resolve();
      const isBack = finish(first.checkout);
      for (let n = 0; n < 10; n++) await turn();
      // One that is not taken back is left to its dispatch, which here does not remove it.
      expect([moment, pool.ready, host.jails.size]).toEqual([moment, 1, isBack ? 1 : 2]);
    }
  });

  it('is none at whatever moment the pool is closed while one is made', async () => {
    for (let moment = 0; moment < 60; moment++) {
      let open: () => void = () => undefined;
      const create = async (): Promise<void> => new Promise<void>((resolve) => (open = resolve));
      const { pool, kind, host } = scripted({ size: 1 }, { create });
      void pool.warm(kind, 1);
      await turn();
      open();
      for (let n = 0; n < moment; n++) await Promise.resolve();
      await pool.close();
      expect([moment, pool.ready, host.jails.size]).toEqual([moment, 0, 0]);
    }
  });

  it('is that of the callers', async () => {
    const { begin, pool, host } = scripted({ size: 8, reuse: 1000 });
    const caller = async (): Promise<void> => {
      for (let n = 0; n < 20; n++) {
        const { checkout } = await begin();
        await turn();
        checkout.awaitReady();
        pool.refill();
        // The word comes later than the next call.
        setImmediate(() => checkout.onReady(true));
      }
    };
    await Promise.all(Array.from({ length: 8 }, caller));
    await turn();
    pool.refill();
    await turn();
    expect(host.jails.size).toBeLessThanOrEqual(8);
    await pool.close();
    expect(host.jails.size).toBe(0);
  });

  it('grows where a claim comes to nothing', async () => {
    const { begin, host } = scripted();
    const first = await begin();
    first.checkout.awaitReady();
    const second = begin();
    await turn();
    first.checkout.onReady(false);
    expect((await second).jail).toBeUndefined();
    expect(host.jails.size).toBe(2);
  });
});

describe('an image that gives no word', () => {
  it('is not waited for any more after two dispatches, until another image comes', async () => {
    const { begin, pool, other } = scripted();
    for (let n = 0; n < 2; n++) {
      const { checkout } = await begin();
      expect(checkout.awaitReady()).toBe(1000);
      checkout.onSilence();
    }
    const third = await begin();
    expect(third.checkout.awaitReady()).toBe(0);
    // It counts as gone from its result on.
    await expect.poll(() => pool.ready).toBe(1);
    expect((await begin(other)).checkout.awaitReady()).toBe(1000);
  });

  it('is given more time, and for good, where it has given one: then only the machine is busy', async () => {
    const { begin } = scripted();
    const first = await begin();
    first.checkout.awaitReady();
    first.checkout.onSilence();
    const second = await begin();
    expect(second.checkout.awaitReady()).toBe(1000);
    second.checkout.onReady(false);
    for (let n = 0; n < 5; n++) {
      const { checkout } = await begin();
      expect(checkout.awaitReady()).toBe(5000);
      checkout.onSilence();
    }
  });
});

it.each([{}, { reuse: 1 }, { reuse: 5, size: 0 }])('nothing comes back with %j', (options) => {
  const host = new ScriptedHost({});
  const pool = new JailPool({ ...resolvePoolOptions(options), lifetime: LIFETIME, callbacks: {} });
  expect([pool.reuses, pool.lend({ host, image: 'one' })]).toEqual([false, undefined]);
});

it.each([{ reuse: 0 }, { reuse: 1.5 }, { reuse: 100_001 }, { reuse: Number.NaN }])('refuses %j', (options) => {
  expect(() => resolvePoolOptions(options)).toThrow('pool.reuse must be a whole number from 1 to 100000');
});

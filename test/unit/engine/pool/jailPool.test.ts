import { afterEach, describe, expect, it, vi } from 'vitest';
import { EngineError } from '../../../../src/engine/errors/errors.ts';
import { JailPool } from '../../../../src/engine/pool/jailPool.ts';
import type { JailKind } from '../../../../src/engine/pool/supply.ts';
import { resolvePoolOptions } from '../../../../src/engine/options/poolOptions.ts';
import type { Channel } from '../../../../src/wire/channel.ts';
import { encodeLoaded } from '../../../../src/wire/loadedSignal.ts';
import { ScriptedHost, type Script, type ScriptedJail } from '../../../support/scriptedHost.ts';

const LIFETIME = 1000;
const never = new AbortController().signal;

afterEach(() => void vi.useRealTimers());

/** A pool on a scripted host; `started` holds the jails in the order of their starts. */
function scripted(script: Script = {}, bounds: { size?: number; idle?: number } = {}) {
  const started: ScriptedJail[] = [];
  const host = new ScriptedHost({
    ...script,
    started: (jail) => {
      started.push(jail);
      script.started?.(jail);
    },
  });
  const calls: string[] = [];
  const callbacks = {
    afterCreate: (id: string) => void calls.push(`created ${id}`),
    afterStop: (id: string) => void calls.push(`stopped ${id}`),
  };
  const pool = new JailPool({ ...resolvePoolOptions(bounds), lifetime: LIFETIME, callbacks });
  const kind: JailKind = { host, image: 'one' };
  return { host, pool, started, calls, kind, other: { host, image: 'two' } };
}

type Scripted = ReturnType<typeof scripted>;

/** Something that is waited for until it is opened. */
function gate() {
  const waiting: (() => void)[] = [];
  let isOpen = false;
  return {
    pass: () => (isOpen ? Promise.resolve() : new Promise<void>((resolve) => void waiting.push(resolve))),
    open: () => {
      isOpen = true;
      for (const resolve of waiting.splice(0)) resolve();
    },
    shut: () => {
      isOpen = false;
    },
  };
}

function printed() {
  const chunks: [Channel, string][] = [];
  const bytes = (channel: Channel, chunk: Uint8Array) => void chunks.push([channel, Buffer.from(chunk).toString()]);
  return { chunks, bytes };
}

describe('a pool', () => {
  it('gives each jail once, the oldest first, and everything that it printed meanwhile', async () => {
    const { pool, kind, started } = scripted();
    await pool.warm(kind, 2);
    started[0]?.sink.bytes('stdout', Buffer.from('early '));
    started[0]?.sink.bytes('stderr', Buffer.from('bird'));
    const [first, second] = [await pool.take(kind, LIFETIME, never), await pool.take(kind, LIFETIME, never)];
    expect(first?.name).not.toBe(second?.name);
    expect(await pool.take(kind, LIFETIME, never)).toBeUndefined();
    const sink = printed();
    first?.handOver(sink);
    started[0]?.sink.bytes('stdout', Buffer.from('late'));
    started[1]?.sink.bytes('stdout', Buffer.from('not mine'));
    expect(sink.chunks).toEqual([
      ['stdout', 'early '],
      ['stderr', 'bird'],
      ['stdout', 'late'],
    ]);
  });

  it('makes the next one a while after a dispatch took the one in the making, and warms on', async () => {
    const creation = gate();
    const { pool, kind, host } = scripted({ create: creation.pass });
    const warm = pool.warm(kind, 1);
    const take = pool.take(kind, LIFETIME, never);
    vi.useFakeTimers();
    creation.open();
    expect(await take).toBeDefined();
    await vi.advanceTimersByTimeAsync(99);
    expect(host.jails.size).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    await warm;
    expect([pool.loaded > 0, host.jails.size > 1]).toEqual([true, true]);
  });

  it('tells since when the oldest has waited, and lets it go first', async () => {
    const { pool, kind } = scripted();
    expect([pool.oldest, pool.dropOldest()]).toEqual([undefined, undefined]);
    await pool.warm(kind, 1);
    expect(pool.oldest).toBeLessThanOrEqual(Date.now());
    expect(pool.dropOldest()).toMatch(/^hoosegow-/);
    expect([pool.ready, pool.oldest]).toEqual([0, undefined]);
    await pool.close();
  });

  it('keeps one more for each dispatch that found none, up to its size, and makes them when told', async () => {
    const { pool, kind, host } = scripted({}, { size: 2 });
    for (let n = 0; n < 5; n++) expect(await pool.take(kind, LIFETIME, never)).toBeUndefined();
    expect(host.jails.size).toBe(0);
    pool.refill();
    await expect.poll(() => pool.ready).toBe(2);
    pool.refill();
    await new Promise((resolve) => setImmediate(resolve));
    expect(host.jails.size).toBe(2);
  });

  it('refills by itself where the dispatch takes its time', async () => {
    const { pool, kind } = scripted();
    await pool.warm(kind, 1);
    await pool.take(kind, LIFETIME, never);
    expect(pool.ready).toBe(0);
    await expect.poll(() => pool.ready).toBe(1);
  });

  it('is empty again after nobody has come for long', async () => {
    vi.useFakeTimers();
    const { pool, kind, host, calls } = scripted({}, { idle: 500 });
    await pool.warm(kind, 3);
    expect(host.jails.size).toBe(3);
    await vi.advanceTimersByTimeAsync(500);
    pool.refill();
    await vi.advanceTimersByTimeAsync(0);
    expect(host.jails.size).toBe(0);
    expect(calls.filter((call) => call.startsWith('stopped'))).toHaveLength(3);
  });

  it('that is cleared keeps nothing until it is asked again', async () => {
    const { pool, kind, host } = scripted();
    await pool.warm(kind, 2);
    await pool.clear();
    pool.refill();
    expect(host.jails.size).toBe(0);
    await pool.warm(kind, 1);
    expect(pool.ready).toBe(1);
    await pool.close();
  });

  it('gives a dispatch the jail that is in the making, and the next one none', async () => {
    const creation = gate();
    const { pool, kind } = scripted({ create: creation.pass }, { size: 1 });
    const warm = pool.warm(kind, 1);
    const first = pool.take(kind, LIFETIME, never);
    expect(await pool.take(kind, LIFETIME, never)).toBeUndefined();
    creation.open();
    expect((await first)?.name).toMatch(/^hoosegow-/);
    await warm;
  });

  it('keeps a jail whose dispatch was cancelled before it was made', async () => {
    const creation = gate();
    const { pool, kind } = scripted({ create: creation.pass });
    const warm = pool.warm(kind, 1);
    const controller = new AbortController();
    const take = pool.take(kind, LIFETIME, controller.signal);
    controller.abort(new Error('enough'));
    creation.open();
    await expect(take).rejects.toThrow('enough');
    await warm;
    expect(pool.ready).toBe(1);
    await expect(pool.take(kind, LIFETIME, controller.signal)).rejects.toThrow('enough');
    expect(pool.ready).toBe(1);
  });

  it('does not hand out what a dispatch may outlive, or anybody may remove', async () => {
    vi.useFakeTimers();
    const { pool, kind, host } = scripted({}, { idle: 500 });
    await pool.warm(kind, 1);
    expect(await pool.take(kind, LIFETIME + 2 * 500 + 1, never)).toBeUndefined();
    expect(pool.ready).toBe(1);
    // As after a sleep of the machine, in which no timer went on.
    vi.setSystemTime(Date.now() + 1001);
    expect(await pool.take(kind, LIFETIME, never)).toBeUndefined();
    await vi.advanceTimersByTimeAsync(0);
    expect(host.jails.size).toBe(0);
  });
});

describe('a jail that is lost while it waits', () => {
  it.each<[string, (jail: ScriptedJail) => void]>([
    ['ended', (jail) => jail.end({ code: 137 })],
    ['lost its connection', (jail) => jail.break(new Error('reset'))],
    ['closed its output', (jail) => jail.drain()],
    ['printed without end', ({ sink }) => sink.bytes('stdout', new Uint8Array(2 ** 20 + 1))],
  ])('having %s, is removed and replaced', async (_, lose) => {
    const { pool, kind, started, host } = scripted();
    await pool.warm(kind, 1);
    const [first] = [...host.jails];
    if (started[0]) lose(started[0]);
    await expect.poll(() => [...host.jails].includes(first ?? '')).toBe(false);
    await expect.poll(() => pool.ready).toBe(1);
    expect((await pool.take(kind, LIFETIME, never))?.name).not.toBe(first);
  });

  it('before it was even made, is not kept', async () => {
    let count = 0;
    const { pool, kind, host } = scripted({
      started: (jail) => {
        if (count++ === 0) jail.sink.bytes('stdout', new Uint8Array(2 ** 21));
      },
    });
    await expect(pool.warm(kind, 1)).rejects.toMatchObject({ code: 'HOOSEGOW_LOADING_OUTPUT' });
    await expect.poll(() => pool.ready).toBe(1);
    expect(host.jails.size).toBe(1);
    expect(count).toBe(2);
  });

  it('again and again, is not replaced for a while', async () => {
    const { pool, kind, started, host } = scripted({ started: (jail) => setImmediate(() => jail.end({ code: 3 })) });
    await pool.warm(kind, 1);
    await expect.poll(() => host.jails.size).toBe(0);
    for (let n = 0; n < 20; n++) {
      pool.refill();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(started).toHaveLength(2);
    expect(await pool.take(kind, LIFETIME, never)).toBeUndefined();
  });
});

describe('a pool that cannot make jails', () => {
  it('says why to whoever warms it, and leaves a dispatch to its own', async () => {
    const { pool, kind, host } = scripted({ create: () => Promise.reject(new EngineError('refused', 'create')) });
    const warm = pool.warm(kind, 1);
    const take = pool.take(kind, LIFETIME, never);
    await expect(warm).rejects.toThrow('refused');
    expect(await take).toBeUndefined();
    expect(host.jails.size).toBe(0);
  });

  it('leaves none behind that was made and could not be started', async () => {
    const { pool, kind, host } = scripted({ attach: () => Promise.reject(new EngineError('refused', 'attach')) });
    await expect(pool.warm(kind, 2)).rejects.toThrow('refused');
    await pool.close();
    expect(host.jails.size).toBe(0);
  });
});

describe('a change of what waits', () => {
  it('is told when one begins and ceases to, and when its inmate is loaded', async () => {
    const started: ScriptedJail[] = [];
    const host = new ScriptedHost({ saysNothing: true, started: (jail) => void started.push(jail) });
    const told: (readonly [image: string, ready: number, loaded: number])[] = [];
    const onChange = (image: string): void => void told.push([image, pool.ready, pool.loaded]);
    const bounds = resolvePoolOptions({ size: 2 });
    const pool = new JailPool({ ...bounds, lifetime: LIFETIME, callbacks: {}, onChange });
    const warm = pool.warm({ host, image: 'one' }, 2);
    await vi.waitFor(() => expect(pool.ready).toBe(2));
    const [first, second] = started;
    first?.sink.bytes('stdout', encodeLoaded(true));
    await vi.waitFor(() => expect(pool.loaded).toBe(1));
    second?.sink.bytes('stdout', encodeLoaded(true));
    await warm;
    expect(told.splice(0)).toEqual([
      ['one', 1, 0],
      ['one', 2, 0],
      ['one', 2, 1],
      ['one', 2, 2],
    ]);
    await pool.take({ host, image: 'one' }, LIFETIME, never);
    expect(told.splice(0)).toEqual([['one', 1, 1]]);
    second?.end();
    // Another one is made in its place.
    await vi.waitFor(() =>
      expect(told.slice(0, 2)).toEqual([
        ['one', 0, 0],
        ['one', 1, 0],
      ]),
    );
    await pool.close();
  });
});

describe('another image', () => {
  it('gives none of those that wait for the first, and lets these go at the first result', async () => {
    const { pool, kind, other, host } = scripted();
    await pool.warm(kind, 3);
    const old = [...host.jails];
    expect(await pool.take(other, LIFETIME, never)).toBeUndefined();
    expect([pool.ready, [...host.jails]]).toEqual([0, old]);
    pool.refill();
    await expect.poll(() => [...host.jails].filter((name) => old.includes(name))).toEqual([]);
    await pool.close();
  });

  it('that is made to wait lets those for the first go', async () => {
    const { pool, kind, other, host } = scripted();
    await pool.warm(kind, 3);
    const old = [...host.jails];
    await pool.warm(other, 1);
    expect(pool.loaded).toBeGreaterThan(0);
    await expect.poll(() => [...host.jails].filter((name) => old.includes(name))).toEqual([]);
    await pool.close();
  });

  it.each([
    ['after 2 s', () => vi.advanceTimersByTimeAsync(2000)],
    ['when a third one comes', ({ pool, host }: Scripted) => void pool.switchTo({ host, image: 'three' })],
    ['when it is cleared', ({ pool }: Scripted) => pool.clear()],
    ['when it is closed', ({ pool }: Scripted) => pool.close()],
  ])('lets those for the first go %s, whatever becomes of it', async (_when, happen) => {
    const all = scripted();
    await all.pool.warm(all.kind, 2);
    vi.useFakeTimers();
    all.pool.switchTo(all.other);
    await vi.advanceTimersByTimeAsync(1999);
    expect(all.host.jails.size).toBe(2);
    await happen(all);
    vi.useRealTimers();
    await expect.poll(() => all.host.jails.size).toBe(0);
  });

  it('makes room with those for the first before its own', async () => {
    const { pool, kind, other, host } = scripted();
    await pool.warm(kind, 2);
    const [first, second] = host.jails;
    const before = pool.oldest;
    pool.switchTo(other);
    expect([pool.oldest, pool.dropOldest(), pool.dropOldest(), pool.dropOldest()]).toEqual([
      before,
      first,
      second,
      undefined,
    ]);
    await expect.poll(() => host.jails.size).toBe(0);
  });

  it('while jails are made drops those, and makes its own', async () => {
    const creation = gate();
    const { pool, kind, other, host } = scripted({ create: creation.pass }, { size: 2 });
    const first = pool.warm(kind, 2);
    const second = pool.warm(other, 2);
    creation.open();
    await Promise.all([first, second]);
    await expect.poll(() => [pool.ready, host.jails.size]).toEqual([2, 2]);
    const jail = await pool.take(other, LIFETIME, never);
    expect(jail).toBeDefined();
  });

  it('leaves a dispatch that waits for the first its jail', async () => {
    const creation = gate();
    const { pool, kind, other } = scripted({ create: creation.pass });
    const warm = pool.warm(kind, 1);
    const take = pool.take(kind, LIFETIME, never);
    pool.switchTo(other);
    creation.open();
    expect(await take).toBeDefined();
    await warm;
  });
});

describe('closing', () => {
  it('removes what waits and what is being made, and nothing waits from then on', async () => {
    const creation = gate();
    const { pool, kind, host } = scripted({ create: creation.pass });
    const warm = pool.warm(kind, 1);
    creation.open();
    await warm;
    creation.shut();
    const more = pool.warm(kind, 3);
    const closed = pool.close();
    creation.open();
    await Promise.all([closed, more]);
    expect(host.jails.size).toBe(0);
    expect(host.closed).toBeGreaterThan(0);
    await pool.warm(kind, 1);
    pool.refill();
    expect(await pool.take(kind, LIFETIME, never)).toBeUndefined();
    expect(host.jails.size).toBe(0);
  });

  it('waits for the removals, and takes one that fails for the sweeper’s', async () => {
    const removal = gate();
    let removals = 0;
    const remove = async () => {
      removals++;
      await removal.pass();
      throw new Error('the daemon is gone');
    };
    const { pool, kind } = scripted({ remove });
    await pool.warm(kind, 2);
    let over = false;
    const closed = pool.close().then(() => (over = true));
    await expect.poll(() => removals).toBe(2);
    expect(over).toBe(false);
    removal.open();
    await closed;
  });
});

it.each([{ size: -1 }, { size: 1.5 }, { size: 257 }, { idle: 0 }, { idle: Number.NaN }, { idle: 2 ** 31 }])(
  'refuses %j',
  (options) => {
    expect(() => resolvePoolOptions(options)).toThrow(/pool\.(size|idle) must be/);
  },
);

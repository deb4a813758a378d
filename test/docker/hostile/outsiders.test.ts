import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Dispatch, Outcome } from '../../../src/engine/index.ts';
import { hoosegowUnderTest } from '../../support/inmateProject.ts';
import { provoke, reportStrain } from '../../support/provoke.ts';
import { trialsUnderTest } from '../../support/trials.ts';

const MIB = 1024 * 1024;
const trials = trialsUnderTest();
reportStrain();

/** An image with an entrypoint of its own has the container's streams to itself: whatever it writes is the answer. */
function outsider(entrypoint: readonly string[], timeout = 20_000, args: readonly unknown[] = []): Dispatch {
  return trials.with({ containerOptions: { Entrypoint: entrypoint } }).dispatch('anything', args, { timeout });
}

const sh = (script: string, timeout?: number): Dispatch => outsider(['/bin/sh', '-c', script], timeout);

/** JavaScript in which `write(fd, ...parts)` writes strings (each character a byte) and buffers, whole. */
function node(script: string, timeout?: number): Dispatch {
  const write = `const fs = require('node:fs');
    const write = (fd, ...parts) => {
      const bytes = Buffer.concat(parts.map((part) => Buffer.from(part, 'latin1')));
      for (let at = 0; at < bytes.length; ) at += fs.writeSync(fd, bytes, at);
    };`;
  return outsider(['node', '-e', `${write}\n${script}`], timeout);
}

const YIELD = String.raw`'\x92\xa5yield'`;
const RETURN_42 = String.raw`'\x92\xa6return\x2a'`;

describe('a header bomb', () => {
  it.each<[string, string, Partial<Outcome>]>([
    [
      '100 nested arrays',
      String.raw`write(1, ${YIELD}, '\x91'.repeat(100))`,
      { outcome: 'protocol-violation', offset: 107 },
    ],
    [
      '101 nested arrays that go on',
      String.raw`write(1, ${YIELD}, '\x91'.repeat(101)); setTimeout(() => {}, 1e6)`,
      { outcome: 'protocol-violation', offset: 107 },
    ],
    [
      'nested arrays, each of 4 billion items',
      String.raw`write(1, ${YIELD}, '\xdd\xff\xff\xff\xff'.repeat(20))`,
      { outcome: 'protocol-violation', expected: expect.stringMatching(/limit valueBytes|frame|items/) as string },
    ],
    [
      'nested maps of 65,535 pairs',
      String.raw`write(1, ${YIELD}, '\x91', '\xde\xff\xff'.repeat(33))`,
      { outcome: 'protocol-violation', expected: expect.stringMatching(/limit valueBytes|frame|items/) as string },
    ],
    [
      'a text of 4 GiB',
      String.raw`write(1, ${YIELD}, '\x91\xdb\xff\xff\xff\xff')`,
      { outcome: 'output-limit', setting: 'valueBytes' },
    ],
    [
      'bytes of 4 GiB as the name of the frame',
      String.raw`write(1, '\x92\xc6\xff\xff\xff\xff')`,
      { outcome: 'protocol-violation' },
    ],
    [
      'an array of 4 billion items as the frame',
      String.raw`write(1, '\xdd\xff\xff\xff\xff')`,
      { outcome: 'protocol-violation', offset: 0 },
    ],
  ])('%s', async (_what, script, outcome) => {
    const provoked = await provoke(() => node(script), 32 * MIB);
    expect(provoked.outcome).toMatchObject(outcome);
  });
});

describe('an entrypoint of its own that', () => {
  it('writes noise on both streams ends as a violation', async () => {
    const { outcome } = await provoke(() => sh('cat /dev/urandom >&2 & exec cat /dev/urandom'));
    expect(outcome.outcome).toBe('protocol-violation');
  });

  it('floods stderr passes the limit on output, by exactly what was left out', async () => {
    const limits = { outputBytes: 8 * MIB };
    const flood = trials.with({ limits, containerOptions: { Entrypoint: ['/bin/sh', '-c', 'yes >&2'] } });
    const { outcome, dispatch } = await provoke(() => flood.dispatch('anything'));
    expect(outcome).toEqual({ outcome: 'output-limit', limit: 8 * MIB, setting: 'outputBytes' });
    const text = await dispatch.stderr.text();
    expect(text.length).toBeGreaterThan(7.9 * MIB);
  });

  it('floods for ever after its result does not keep it', async () => {
    const { outcome, dispatch } = await provoke(() => node(`write(1, ${RETURN_42}); for (;;) write(2, 'more\\n');`));
    expect(await dispatch).toBe(42);
    expect(outcome).toEqual({ outcome: 'returned' });
  });

  it('writes its frames byte by byte is understood', async () => {
    const script = String.raw`const answer = '\x92\xa6stdout\xc4\x02hi' + ${YIELD} + '\x91\x01' + ${RETURN_42};
      for (const byte of answer) write(1, byte);`;
    const { outcome, dispatch } = await provoke(() => node(script));
    expect(outcome).toEqual({ outcome: 'returned' });
    expect([await dispatch, await dispatch.stdout.text(), await dispatch.yields.toArray()]).toEqual([42, 'hi', [[1]]]);
  });

  it('raises with a class, a message and a backtrace of megabytes is recorded whole', async () => {
    const script = String.raw`const s = (n) => { const b = Buffer.alloc(5 + n, 0x6e); b[0] = 0xdb; b.writeUInt32BE(n, 1); return b; };
      write(1, '\x92\xa5raise\x83\xa5class', s(1e6), '\xa7message', s(4e6), '\xa9backtrace\x91', s(1e6));`;
    // The value is handed to the caller: it is not of the engine's own memory.
    const { outcome } = await provoke(() => node(script), 64 * MIB + 4 * 6e6);
    expect(outcome).toMatchObject({ outcome: 'raised', class: 'n'.repeat(1e6), message: 'n'.repeat(4e6) });
  });

  it('never reads its request is timed out, whatever the size of it', async () => {
    const args = [new Uint8Array(8 * MIB)];
    const { outcome } = await provoke(() => outsider(['/bin/sleep', '1000'], 1500, args), 64 * MIB + 3 * 8 * MIB);
    expect(outcome).toMatchObject({ outcome: 'timed-out' });
  });

  it('closes its streams and lives on is timed out', async () => {
    const { outcome } = await provoke(() => sh('exec 0<&- 1>&- 2>&-; while :; do sleep 1; done', 1500));
    expect(outcome).toMatchObject({ outcome: 'timed-out' });
  });

  it('closes its streams and ends is what its exit status says', async () => {
    const { outcome } = await provoke(() => sh('exec 1>&- 2>&-; sleep 0.3; exit 9'));
    expect(outcome).toEqual({ outcome: 'exited', code: 9, signal: null });
  });

  it('ends while it is asked has just ended', async () => {
    const { outcome } = await provoke(() => sh('exit 0'));
    expect(outcome).toEqual({ outcome: 'exited', code: 0, signal: null });
  });

  it('has a volume of its own leaves none behind', async () => {
    const options = {
      Entrypoint: ['/bin/sh', '-c', 'echo x > /data/x; exit 3'],
      Volumes: { '/data': {} },
      User: '0:0',
    };
    const { outcome } = await provoke(() => trials.with({ containerOptions: options }).dispatch('anything'));
    expect(outcome).toEqual({ outcome: 'exited', code: 3, signal: null });
  });
});

describe('an entrypoint of its own that waits in a pool and', () => {
  /** Warm, so that what waits has done its worst when it is asked. */
  async function provokeWaiting(script: string): Promise<{ outcome: Outcome; result: unknown }> {
    const hoosegow = hoosegowUnderTest({
      image: trials.image,
      pool: { size: 1 },
      limits: { timeout: 1500, outputBytes: 4 * MIB },
      containerOptions: { Entrypoint: ['/bin/sh', '-c', script] },
    });
    try {
      // It may well refuse to: that is one of the things which it can do.
      await hoosegow.warm().catch(() => undefined);
      await pause(500);
      const { dispatch, outcome } = await provoke(() => hoosegow.dispatch('anything'));
      return { outcome, result: await dispatch.then(undefined, (error: unknown) => error) };
    } finally {
      await hoosegow.close();
    }
  }

  it('floods before it is asked takes no memory, and passes the limit on output when it is', async () => {
    const { outcome } = await provokeWaiting('yes >&2');
    expect(outcome).toMatchObject({ outcome: 'output-limit', setting: 'outputBytes' });
  });

  it('answers before it is asked has answered', async () => {
    const { outcome, result } = await provokeWaiting(String.raw`printf '\222\246return\052'; cat >/dev/null`);
    expect([outcome, result]).toEqual([{ outcome: 'returned' }, 42]);
  });

  it('writes what is not a frame before it is asked is told so', async () => {
    const { outcome } = await provokeWaiting(String.raw`printf '\301'; sleep 1000`);
    expect(outcome).toMatchObject({ outcome: 'protocol-violation', offset: 0 });
  });

  it('ends before it is asked is replaced, and told when it is asked', async () => {
    const { outcome } = await provokeWaiting('sleep 0.3; exit 4');
    expect(outcome).toEqual({ outcome: 'exited', code: 4, signal: null });
  });
});

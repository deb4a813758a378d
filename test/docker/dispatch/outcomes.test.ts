import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../src/engine/index.ts';
import { dockerUnderTest, needs } from '../../support/docker.ts';
import { expectGoneAtOnce } from '../../support/goneAtOnce.ts';
import { trialsUnderTest } from '../../support/trials.ts';

const MIB = 1024 * 1024;
const trials = trialsUnderTest();

describe('a dispatch ends as', () => {
  it('returned: with every kind of value there and back', async () => {
    const values = [
      null,
      true,
      -1,
      2 ** 40,
      2n ** 62n,
      0.5,
      Number.NaN,
      'tëxt',
      new Uint8Array([0, 255]),
      new Date(1e12),
      [[]],
      { a: { b: 1 } },
    ];
    const dispatch = trials.call('echo', values);
    expect(await dispatch).toEqual(values);
    expect(await dispatch.outcome).toEqual({ outcome: 'returned' });
  });

  it('returned: a result with hostile keys is data', async () => {
    const result = await trials.call('hostileKeys');
    expect(Object.keys(result as object).toSorted()).toEqual(['__proto__', 'constructor', 'then', 'toJSON']);
    expect({}).not.toHaveProperty('polluted');
  });

  it('raised: with class, message, backtrace and cause', async () => {
    const dispatch = trials.call('raise');
    await expect(dispatch.then()).rejects.toMatchObject({ name: 'InmateRuntimeError', inmateClass: 'TypeError' });
    const outcome = await dispatch.outcome;
    expect(outcome).toMatchObject({
      outcome: 'raised',
      class: 'TypeError',
      message: 'outer',
      cause: { class: 'RangeError', message: 'inner' },
    });
    expect(outcome.outcome === 'raised' && outcome.backtrace[0]).toMatch(/inmate\.ts:\d+:\d+/);
  });

  it.each([
    ['noSuchMethod', 'NoMethodError', /alternate.*echo/s],
    ['default', 'NoMethodError', /default/],
    ['constructor', 'NoMethodError', /constructor/],
    ['toString', 'NoMethodError', /toString/],
  ])('raised: %s is not a method', async (method, name, message) => {
    expect(await trials.call(method).outcome).toMatchObject({
      outcome: 'raised',
      class: name,
      message: expect.stringMatching(message) as string,
    });
  });

  it('raised: a result that has no form in msgpack, named by its place', async () => {
    expect(await trials.call('unserialisable').outcome).toMatchObject({
      outcome: 'raised',
      message: expect.stringContaining('list[1].callback') as string,
    });
  });

  it('raised: a rejection that nobody handled', async () => {
    expect(await trials.call('rejectUnhandled').outcome).toMatchObject({
      outcome: 'raised',
      message: 'nobody caught this',
    });
  });

  it('raised: what awaits what can never happen, long before the time is up', async () => {
    expect(await trials.call('stalled').outcome).toMatchObject({ outcome: 'raised', class: 'UnsettledError' });
  });

  it('raised: with errors, members of its own and the name by which people know it, in every place', async () => {
    const dispatch = trials.call('raiseRich');
    const shown = {
      class: 'AggregateError',
      errors: [
        { class: 'AbortError', message: 'This operation was aborted' },
        { class: 'Error', message: 'too much', details: { code: 'ERR_QUOTA', status: 429 } },
      ],
      details: { attempts: 2, at: new Date(0) },
    };
    await expect(dispatch.then()).rejects.toMatchObject({
      details: { attempts: 2 },
      errors: [{ inmateClass: 'AbortError' }, { inmateClass: 'Error', details: { code: 'ERR_QUOTA' } }],
    });
    expect(await dispatch.outcome).toMatchObject({ outcome: 'raised', ...shown });
    const raises: unknown[] = [];
    for await (const event of dispatch.events()) if (event.type === 'raise') raises.push(event.value);
    expect(raises).toMatchObject([shown]);
  });

  it('raised: what nobody caught in the turn in which the method settled, behind what that turn has printed', async () => {
    const dispatch = trials.call('rejectInTurn');
    expect(await dispatch.outcome).toMatchObject({ outcome: 'raised', message: 'nobody caught this' });
    expect(await dispatch.stdout.text()).toBe('immediate\n');
  });

  it.each([0, 3])('exited: with the code %i', async (code) => {
    const dispatch = trials.call('exit', [code]);
    await expect(dispatch.then()).rejects.toMatchObject({ name: 'InmateExitError' });
    expect(await dispatch.outcome).toEqual({ outcome: 'exited', code, signal: null });
  });

  it('exited: by a signal, and what was written just before it has arrived', async () => {
    const dispatch = trials.call('printThenKill', ['SIGKILL']);
    expect(await dispatch.outcome).toMatchObject({ outcome: 'exited', code: 137, signal: 'SIGKILL' });
    expect(await dispatch.stdout.text()).toBe('last words\n');
  });

  it('out of memory: killed by the kernel, and what was written before it has arrived', async (context) => {
    needs('told memory ends', context);
    const dispatch = trials.with({ limits: { memory: 96 * MIB } }).dispatch('printThenEatMemory');
    expect(await dispatch.outcome).toEqual({ outcome: 'out-of-memory', limit: 96 * MIB, setting: 'memory' });
    expect(await dispatch.stdout.text()).toBe('before the end\n');
    await expect(dispatch.then()).rejects.toThrow('memory');
  });

  it("out of memory: aborted by V8 at its heap's limit", async () => {
    const containerOptions = { Env: ['NODE_OPTIONS=--max-old-space-size=40'] };
    const dispatch = trials.with({ containerOptions }).dispatch('printThenEatHeap');
    expect(await dispatch.outcome).toMatchObject({ outcome: 'out-of-memory', setting: 'memory' });
    expect(await dispatch.stdout.text()).toBe('before the end\n');
  });

  it("returned: a child's end for want of memory is a note", async (context) => {
    needs('told memory ends', context);
    const dispatch = trials.with({ limits: { memory: 128 * MIB } }).dispatch('childEatsMemory');
    expect(await dispatch).toBe('the child ended by SIGKILL');
    expect(await dispatch.outcome).toEqual({ outcome: 'returned', notes: [expect.stringContaining('want of memory')] });
  });

  it.each(['never', 'spinForEver', 'ignoreTerm'])('timed out: %s, gone at once at its deadline', async (method) => {
    const timeout = 1500;
    const dispatch = trials.call(method, [], { timeout });
    expect(await dispatch.outcome).toEqual({ outcome: 'timed-out', limit: timeout, setting: 'timeout' });
    await expectGoneAtOnce(dispatch);
    await expect(dispatch.then()).rejects.toMatchObject({ name: 'DispatchTimeoutError' });
  });

  it('timed out: with all that was printed before', async () => {
    // Of a container that has started: how long that takes is up to the machine.
    const pooled = trials.with({ pool: { size: 1 } });
    await pooled.warm();
    const dispatch = pooled.dispatch('never', [], { timeout: 1500 });
    expect(await dispatch.stdout.text()).toBe('waiting\n');
    expect((await dispatch.outcome).outcome).toBe('timed-out');
    await pooled.close();
  });

  it('output limit: more in total than allowed, the rest counted', async () => {
    const limits = { outputBytes: 1 * MIB };
    const dispatch = trials.with({ limits }).dispatch('flood', [64 * MIB]);
    expect(await dispatch.outcome).toEqual({ outcome: 'output-limit', limit: 1 * MIB, setting: 'outputBytes' });
    const omitted: number[] = [];
    for await (const event of dispatch.events()) {
      if (event.type === 'lifecycle' && event.value.event === 'omitted') omitted.push(event.value.bytes);
    }
    expect(omitted).toEqual([expect.any(Number)]);
  });

  it('output limit: one value too large', async () => {
    const outcome = await trials.with({ limits: { valueBytes: 1 * MIB } }).dispatch('big', [2 * MIB]).outcome;
    expect(outcome).toEqual({ outcome: 'output-limit', limit: 1 * MIB, setting: 'valueBytes' });
  });

  it('engine failed: an image that is not there', async () => {
    const dispatch = trials.with({ image: 'hoosegow-no-such-image:1' }).dispatch('echo');
    const outcome = await dispatch.outcome;
    expect(outcome).toMatchObject({
      outcome: 'engine-failed',
      message: expect.stringContaining('no-such-image') as string,
    });
    await expect(dispatch.then()).rejects.toThrow('no-such-image');
  });

  it('engine failed: a command that is not there', async () => {
    const hoosegow = trials.with({
      containerOptions: { Entrypoint: ['/no/such/command'], HostConfig: { Init: false } },
    });
    const phase = dockerUnderTest().lacks['late start'] === undefined ? 'start' : 'attach';
    expect(await hoosegow.dispatch('echo').outcome).toMatchObject({ outcome: 'engine-failed', phase });
  });

  it('protocol violation: at the byte, with what came before it', async () => {
    // A yield of the number 1, then a byte that begins no frame.
    const script = String.raw`head -c 1 >/dev/null; printf '\222\245yield\221\001\301junk'; sleep 30`;
    const hoosegow = trials.with({ containerOptions: { Entrypoint: ['/bin/sh', '-c', script] } });
    const dispatch = hoosegow.dispatch('echo');
    const expected: Partial<Outcome> = { outcome: 'protocol-violation', offset: 9 };
    expect(await dispatch.outcome).toMatchObject(expected);
    const yields: unknown[] = [];
    for await (const event of dispatch.events()) if (event.type === 'yield') yields.push(event.value);
    expect(yields).toEqual([[1]]);
  });

  it('protocol violation: anything after the terminal frame, though the result was delivered', async () => {
    const script = String.raw`head -c 1 >/dev/null; printf '\222\246return\052'; sleep 0.2; printf '\222\246return\053'; sleep 30`;
    const hoosegow = trials.with({ containerOptions: { Entrypoint: ['/bin/sh', '-c', script] } });
    const dispatch = hoosegow.dispatch('echo');
    expect(await dispatch).toBe(42);
    expect(await dispatch.outcome).toMatchObject({ outcome: 'protocol-violation', offset: 9 });
  });

  it('protocol violation: an answer that ends inside a frame', async () => {
    const script = String.raw`head -c 1 >/dev/null; printf '\222\246return\332\001\000abc'`;
    const hoosegow = trials.with({ containerOptions: { Entrypoint: ['/bin/sh', '-c', script] } });
    expect(await hoosegow.dispatch('echo').outcome).toMatchObject({ outcome: 'protocol-violation', offset: 14 });
  });
});

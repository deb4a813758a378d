import { PassThrough } from 'node:stream';
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { CallReader } from '../../../inmate-template/entrypoint/link/call.ts';
import { IdleEnd } from '../../../inmate-template/entrypoint/relay/outputEnd.ts';
import type { RecordHeader } from '../../../inmate-template/entrypoint/link/record.ts';
import { runRelay } from '../../../inmate-template/entrypoint/relay/relay.ts';
import { encodeValue } from '../../../src/wire/msgpack/encodeValue.ts';
import { FrameScanner, type ScannedFrame } from '../../../src/wire/answer/frameScanner.ts';
import { DEFAULT_VALUE_LIMITS } from '../../../src/wire/msgpack/limits.ts';
import { encodeReady, ReadyReader } from '../../../src/wire/readySignal.ts';
import { decodeRequest, encodeRequest } from '../../../src/wire/request.ts';
import { MARKER, recordBytes } from '../../unit/entrypoint/records.ts';

/** A relay whose inmate is the test. */
function relayUnderTest() {
  const output = new PassThrough();
  const up = new PassThrough();
  const stdin = new PassThrough();
  const stdout = new PassThrough();
  const down = new PassThrough();
  const frames: ScannedFrame[] = [];
  const scanner = new FrameScanner({ frame: (frame) => frames.push(frame) }, DEFAULT_VALUE_LIMITS);
  /** The methods that the inmate is asked for. */
  const calls: string[] = [];
  const sent = new CallReader();
  down.on('data', (chunk: Buffer) => {
    for (const { request } of sent.push(chunk)) {
      calls.push(request.length === 0 ? 'a warm-up' : decodeRequest(request).method);
    }
  });
  const state = {
    strangers: false,
    kills: 0,
    exit: undefined as number | undefined,
    ready: undefined as boolean | undefined,
  };
  const word = new ReadyReader();
  stdout.on('data', (chunk: Buffer) => {
    const tail = chunk.indexOf(encodeReady(true).subarray(0, 7));
    const frameEnd = tail < 0 ? chunk.length : tail;
    expect(scanner.push(chunk.subarray(0, frameEnd))).toBeUndefined();
    expect(word.push(chunk, frameEnd, chunk.length)).toBe(chunk.length);
    state.ready = word.ready;
  });
  const link = {
    output,
    up,
    down,
    marker: MARKER,
    end: new IdleEnd(output),
    kill: () => state.kills++,
    hasOtherProcesses: () => state.strangers,
  };
  runRelay(link, {
    stdin,
    stdout,
    isToldOfLoading: false,
    warn: () => undefined,
    exit: (code) => (state.exit ??= code),
  });
  return { output, up, calls, stdin, frames, state };
}

const header: RecordHeader = { type: 'yield', at: 7, length: 2, aside: false };
const payload = Buffer.from([0x91, 0x01]);
/** The turn in which the method settled is over. */
const turned = recordBytes({ ...header, type: 'turned', at: 9, length: 0 });
const settled = recordBytes({ ...header, type: 'return' }, payload);
const result = Buffer.concat([settled, turned]);

it('dates what was printed before a record no later than the record', async () => {
  const { output, stdin, frames } = relayUnderTest();
  stdin.write(encodeRequest('method', []));
  await turn();
  output.write(Buffer.concat([Buffer.from('before'), recordBytes(header, payload), Buffer.from('after')]));
  await expect.poll(() => frames.length).toBe(3);
  expect(frames.map(({ type }) => type)).toEqual(['stdout', 'yield', 'stdout']);
  expect(frames[0]?.at).toBe(7);
  expect(frames[1]?.at).toBe(7);
  expect(frames[2]?.at).toBeGreaterThan(7);
});

it('waits for a payload that goes aside, and reads nothing else meanwhile', async () => {
  const { output, up, frames } = relayUnderTest();
  output.write(Buffer.concat([recordBytes({ ...header, length: 5000, aside: true }), Buffer.from('after')]));
  const value = encodeValue(['x'.repeat(4996)]);
  up.write(value.subarray(0, 3000));
  await turn();
  await turn();
  expect(frames).toEqual([]);
  expect(output.isPaused()).toBe(true);
  up.write(value.subarray(3000));
  await expect.poll(() => frames.map(({ type }) => type)).toEqual(['yield', 'stdout']);
});

it('ends where a record promises a payload that never comes', async () => {
  const { output, up, frames, state } = relayUnderTest();
  output.write(Buffer.concat([recordBytes({ ...header, length: 5000, aside: true }), Buffer.from('after')]));
  up.end(Buffer.alloc(100));
  await expect.poll(() => state.exit).toBe(70);
  expect(frames.map(({ type }) => type)).toEqual(['stdout']);
});

it('lets nothing follow a result, not even another one', async () => {
  const { output, up, stdin, frames, state } = relayUnderTest();
  stdin.write(encodeRequest('method', []));
  await turn();
  output.write(Buffer.concat([result, Buffer.from('after'), result]));
  up.end();
  await expect.poll(() => state.exit).toBe(0);
  expect(frames.map(({ type }) => type)).toEqual(['return']);
  expect(state.kills).toBe(1);
});

it('hands on what is left of a record that was never finished', async () => {
  const { output, up, frames, state } = relayUnderTest();
  output.write(recordBytes({ ...header, length: 100 }, Buffer.from('short')));
  up.end();
  await expect.poll(() => state.exit).toBe(70);
  expect(frames.map(({ type }) => type)).toEqual(['stdout']);
});

it('says itself that a value is not a request, and lets the inmate say nothing of it', async () => {
  const { output, up, stdin, frames, state } = relayUnderTest();
  stdin.write(encodeValue('no request'));
  await turn();
  expect(state.kills).toBe(1);
  output.write(recordBytes({ ...header, type: 'raise' }, payload));
  up.end();
  await expect.poll(() => state.exit).toBe(0);
  expect(frames.map(({ type, at, value }) => [type, at, Buffer.from(value ?? []).includes('ProtocolError')])).toEqual([
    ['raise', undefined, true],
  ]);
});

describe('what happens in the turn in which the method settles', () => {
  async function called() {
    const relay = relayUnderTest();
    relay.stdin.write(encodeRequest('method', []));
    await turn();
    return relay;
  }

  it('stands before the result, and is no later', async () => {
    const { output, frames, state } = await called();
    output.write(settled);
    output.write('in the turn');
    await expect.poll(() => frames.map(({ type }) => type)).toEqual(['stdout']);
    output.write(Buffer.concat([turned, Buffer.from('after')]));
    await expect.poll(() => state.exit).toBe(0);
    expect(frames.map(({ type }) => type)).toEqual(['stdout', 'return']);
    expect(frames[1]?.at).toBe(9);
  });

  it('may be an exception, which takes the place of the result', async () => {
    const { output, frames, state } = await called();
    const raise = recordBytes({ ...header, type: 'raise', length: 1 }, Buffer.of(0x80));
    output.write(Buffer.concat([settled, raise, settled, turned]));
    await expect.poll(() => state.exit).toBe(0);
    expect(frames.map(({ type }) => type)).toEqual(['raise']);
  });

  it('may be the end of the process, which takes nothing from the result', async () => {
    const { output, up, frames, state } = await called();
    output.write(Buffer.concat([settled, Buffer.from('last words')]));
    up.end();
    await expect.poll(() => state.exit).toBe(0);
    expect(frames.map(({ type }) => type)).toEqual(['stdout', 'return']);
  });

  it('may have no end, which takes nothing from the result either', async () => {
    const { output, frames, state } = await called();
    output.write(settled);
    await expect.poll(() => state.exit, { timeout: 10_000 }).toBe(0);
    expect(frames.map(({ type }) => type)).toEqual(['return']);
  });
});

describe('a relay that waits for its call', () => {
  const warmUp = recordBytes({ ...header, type: 'warm-up' }, payload);

  it('warms up with the inmate, of which the host sees nothing', async () => {
    const { output, calls, stdin, frames } = relayUnderTest();
    await expect.poll(() => calls).toEqual(['a warm-up']);
    output.write(warmUp);
    await turn();
    stdin.write(encodeRequest('method', []));
    await expect.poll(() => calls).toEqual(['a warm-up', 'method']);
    output.write(result);
    await expect.poll(() => frames.map(({ type }) => type)).toEqual(['return']);
  });

  it('passes on a call that comes meanwhile, and an answer that comes behind the warm-up', async () => {
    const { output, calls, stdin, frames } = relayUnderTest();
    await expect.poll(() => calls).toEqual(['a warm-up']);
    stdin.write(encodeRequest('method', []));
    output.write(Buffer.concat([warmUp, result]));
    await expect.poll(() => frames.map(({ type }) => type)).toEqual(['return']);
    expect(calls).toEqual(['a warm-up', 'method']);
  });

  it('does not warmUp where the call is there already', async () => {
    const { calls, stdin } = relayUnderTest();
    stdin.write(encodeRequest('method', []));
    await pause(300);
    expect(calls).toEqual(['method']);
  });
});

describe('a relay that is to take another call', () => {
  const nothing = Buffer.alloc(0);
  const rest = recordBytes({ ...header, type: 'rest', length: 0 }, nothing);

  async function asked() {
    const relay = relayUnderTest();
    relay.stdin.write(encodeRequest('method', [], { lease: true, reuse: true }));
    await turn();
    return relay;
  }

  it('says so when the inmate is at rest, and not before', async () => {
    const { output, state, frames } = await asked();
    output.write(result);
    await expect.poll(() => frames.length).toBe(1);
    expect(state.ready).toBeUndefined();
    output.write(rest);
    await expect.poll(() => state.ready).toBe(true);
    expect([state.kills, state.exit]).toEqual([0, undefined]);
  });

  it.each([
    ['where the inmate has left processes', rest, true],
    ['where more is printed', Buffer.concat([Buffer.from('more'), rest]), false],
    ['where more is answered', Buffer.concat([recordBytes(header, payload), rest]), false],
    ['where the inmate says nothing more', nothing, false],
  ])('says that it does not %s', async (_, bytes, strangers) => {
    const { output, stdin, state, frames } = await asked();
    state.strangers = strangers;
    output.write(Buffer.concat([result, bytes]));
    await expect.poll(() => state.ready).toBe(false);
    stdin.end();
    await expect.poll(() => state.exit).toBe(0);
    expect(frames.map(({ type }) => type)).toEqual(['return']);
    expect(state.kills).toBe(1);
  });

  it('says so where the inmate ends right after its result', async () => {
    const { output, up, state } = await asked();
    up.end();
    output.write(result);
    await expect.poll(() => state.ready).toBe(false);
  });

  it('takes no word of rest before the result', async () => {
    const { output, state, frames } = await asked();
    output.write(Buffer.concat([rest, result]));
    await expect.poll(() => frames.length).toBe(1);
    await expect.poll(() => state.ready).toBe(false);
  });

  it.each([
    ['prints', Buffer.from('between')],
    ['answers', recordBytes(header, payload)],
  ])('ends where the inmate %s between two calls, and once', async (_, bytes) => {
    const { output, up, stdin, state, frames } = await asked();
    output.write(Buffer.concat([result, rest]));
    await expect.poll(() => state.ready).toBe(true);
    output.write(bytes);
    up.end();
    await turn();
    stdin.write(encodeRequest('method', []));
    await expect.poll(() => state.exit).toBe(70);
    expect(frames).toHaveLength(1);
    expect(state.kills).toBe(1);
  });
});

import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { IdleEnd } from '../../../inmate-template/entrypoint/outputEnd.ts';
import type { RecordHeader } from '../../../inmate-template/entrypoint/record.ts';
import { runRelay } from '../../../inmate-template/entrypoint/relay.ts';
import { encodeValue } from '../../../src/wire/encodeValue.ts';
import { FrameScanner, type ScannedFrame } from '../../../src/wire/frameScanner.ts';
import { DEFAULT_VALUE_LIMITS } from '../../../src/wire/limits.ts';
import { encodeRequest } from '../../../src/wire/request.ts';
import { MARKER, recordBytes } from './records.ts';

/** A relay whose inmate is the test. */
function relayUnderTest() {
  const output = new PassThrough();
  const up = new PassThrough();
  const stdin = new PassThrough();
  const stdout = new PassThrough();
  const frames: ScannedFrame[] = [];
  const scanner = new FrameScanner({ frame: (frame) => frames.push(frame) }, DEFAULT_VALUE_LIMITS);
  stdout.on('data', (chunk: Buffer) => expect(scanner.push(chunk)).toBeUndefined());
  const state = { kills: 0, exit: undefined as number | undefined };
  const link = {
    output,
    up,
    down: new PassThrough(),
    marker: MARKER,
    end: new IdleEnd(output),
    kill: () => state.kills++,
  };
  runRelay(link, { stdin, stdout, warn: () => undefined, exit: (code) => (state.exit ??= code) });
  return { output, up, stdin, frames, state };
}

const header: RecordHeader = { type: 'yield', at: 7, length: 2, aside: false };
const payload = Buffer.from([0x91, 0x01]);

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
  const result = recordBytes({ ...header, type: 'return' }, payload);
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

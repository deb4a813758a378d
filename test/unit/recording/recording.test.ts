import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import type { DispatchEvent } from '../../../src/recording/event.ts';
import { FollowedFile } from '../../../src/recording/file/followedFile.ts';
import { FormatError, readRecording, RecordingError } from '../../../src/recording/index.ts';
import { RecordingWriter } from '../../../src/recording/recordingWriter.ts';
import { readCorpus } from '../../fuzz/corpus.ts';
import { dockerFrame, stdoutFrame, valueFrame } from '../wire/streams.ts';
import { bytesOf, chunk, collect, freshPath, META, note, record, RETURNED, type Step, write } from './recordings.ts';
import { collectGarbage } from '../../support/collectGarbage.ts';

const STEPS: readonly Step[] = [
  note('one', 1),
  chunk('multiplexed', dockerFrame(1, stdoutFrame('printed', 10)), 2),
  chunk('multiplexed', dockerFrame(1, valueFrame('yield', [{ deep: [1n, new Uint8Array([255])] }])), 3),
  chunk('multiplexed', dockerFrame(1, valueFrame('return', 'result')), 4),
  { outcome: RETURNED, t: 5 },
];

describe('a recording that is read by API', () => {
  it('gives its meta, its events with decoded values, and its end', async () => {
    const recording = await readRecording(record(STEPS));
    expect(recording.meta).toEqual(META);
    const events = await collect(recording);
    expect(events.map(({ type }) => type)).toEqual(['lifecycle', 'stdout', 'yield', 'return', 'outcome']);
    expect(events[2]).toMatchObject({ seq: 2, t: 3, value: [{ deep: [1, Uint8Array.of(255)] }] });
    expect(recording.cut).toBeUndefined();
    expect(await recording.end()).toEqual({ outcome: RETURNED, events: 5, cut: null });
    await recording.close();
  });

  it('gives the events of some types only, under their own numbers, each time from the beginning', async () => {
    const recording = await readRecording(record(STEPS));
    for (let round = 0; round < 2; round++) {
      const some = await collect(recording.events({ types: ['return', 'stdout'] }));
      expect(some.map(({ seq, type }) => [seq, type])).toEqual([
        [1, 'stdout'],
        [3, 'return'],
      ]);
    }
    await recording.close();
  });

  it('cut at any byte tells where, and what stands before', async () => {
    const whole = bytesOf(STEPS);
    const path = freshPath();
    const refused: unknown[] = [];
    for (let length = 0; length < whole.length; length += 7) {
      writeFileSync(path, whole.subarray(0, length));
      const recording = await readRecording(path).catch((error: unknown) => void refused.push(error));
      if (!recording) continue;
      const events = await collect(recording);
      const end = await recording.end();
      expect(end).toMatchObject({ outcome: null, events: events.length });
      expect(end.cut).toEqual(recording.cut);
      expect(end.cut?.offset).toBeLessThanOrEqual(length);
    }
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every((error) => error instanceof FormatError)).toBe(true);
  });

  it('from a stranger ends, or is refused by an error that names it', async () => {
    const path = freshPath();
    const refused: unknown[] = [];
    const inputs = await readCorpus('recording');
    for (const input of inputs) {
      writeFileSync(path, input);
      const recording = await readRecording(path).catch((error: unknown) => void refused.push(error));
      if (!recording) continue;
      const events = await collect(recording);
      const { outcome, cut, events: count } = await recording.end();
      expect(count).toBe(events.length);
      expect(outcome === null).toBe(cut !== null);
    }
    expect(inputs.length - refused.length).toBeGreaterThan(10);
    expect(refused.every((error) => error instanceof RecordingError && error.message.includes(path))).toBe(true);
  });

  it('of a million frames takes no more memory than a block', async () => {
    const path = freshPath();
    const writer = RecordingWriter.create(path, META);
    const frame = valueFrame('yield', [{ section: 1, title: 'x'.repeat(20) }], 1);
    const thousand = new Uint8Array(Buffer.concat(Array.from({ length: 1000 }, () => frame)));
    for (let i = 0; i < 1000; i++) writer.bytes('stdout', thousand, i);
    writer.outcome(RETURNED, 1000);
    writer.close();
    const recording = await readRecording(path);
    collectGarbage();
    const before = process.memoryUsage();
    let most = 0;
    let frames = 0;
    for await (const event of recording) {
      if (event.type === 'yield' && ++frames % 50_000 === 0) {
        collectGarbage();
        const { heapUsed, external } = process.memoryUsage();
        most = Math.max(most, heapUsed + external - before.heapUsed - before.external);
      }
    }
    expect(frames).toBe(1_000_000);
    // All of them would be more than 300 MB.
    expect(most).toBeLessThan(128 * 1024 * 1024);
    expect(await recording.end()).toMatchObject({ events: 1_000_001, cut: null });
  });
});

describe('a recording that another process is writing', () => {
  it('is followed to its outcome, record by record, halves of records not mistaken for a cut', async () => {
    const whole = bytesOf(STEPS);
    const path = freshPath();
    const head = bytesOf([]).length;
    writeFileSync(path, whole.subarray(0, head));
    const recording = await readRecording(path);
    const seen: DispatchEvent[] = [];
    const reading = (async () => {
      for await (const event of recording.events({ follow: true })) seen.push(event);
    })();
    for (let at = head; at < whole.length; at += 50) {
      appendFileSync(path, whole.subarray(at, at + 50));
      await nextTurn();
    }
    await reading;
    expect(seen).toEqual(await collect(recording));
    expect(recording.cut).toBeUndefined();
  });

  it('is left when it is closed, and not read again', async () => {
    const path = record(STEPS.slice(0, 2));
    const recording = await readRecording(path);
    const events = recording.events({ follow: true });
    await events.next();
    await events.next();
    const waiting = events.next();
    await nextTurn();
    await recording[Symbol.asyncDispose]();
    expect((await waiting).done).toBe(true);
    await expect(recording.events().next()).rejects.toThrow(`the recording ${path} was closed: open it again`);
    await expect(recording.end()).rejects.toThrow(RecordingError);
  });

  it('is left when its signal is aborted, for its reason', async () => {
    const recording = await readRecording(record(STEPS.slice(0, 2)));
    const leaving = new AbortController();
    const all = collect(recording.events({ follow: true, signal: leaving.signal }));
    await nextTurn();
    leaving.abort(new Error('enough'));
    await expect(all).rejects.toThrow('enough');
    const gone = AbortSignal.abort(new Error('gone'));
    await expect(recording.end({ signal: gone })).rejects.toThrow('gone');
  });

  it('that is damaged, or becomes shorter, ends where it is', async () => {
    const path = record(STEPS.slice(0, 2));
    const whole = readFileSync(path).length;
    appendFileSync(path, Buffer.alloc(20, 0xff));
    const recording = await readRecording(path);
    expect(await collect(recording.events({ follow: true }))).toHaveLength(2);
    expect(recording.cut).toEqual({ offset: whole, reason: 'it is damaged: there is no record of kind 255' });

    truncateSync(path, whole);
    const following = (await readRecording(path)).events({ follow: true });
    await following.next();
    await following.next();
    const last = following.next();
    truncateSync(path, whole - 5);
    expect((await last).done).toBe(true);
  });

  it('is followed by several at once', async () => {
    const path = freshPath();
    const writer = RecordingWriter.create(path, META);
    const recording = await readRecording(path);
    const both = Promise.all([1, 2].map(async () => collect(recording.events({ follow: true }))));
    write(writer, STEPS);
    writer.close();
    const [one, other] = await both;
    expect(one).toHaveLength(5);
    expect(other).toEqual(one);
  });

  it('has only whole records, wherever the writer is', () => {
    const whole = bytesOf(STEPS);
    const path = freshPath();
    writeFileSync(path, whole.subarray(0, 12));
    const file = new FollowedFile(path);
    const sizes = new Set<number>();
    for (let at = 12; at < whole.length; at++) {
      appendFileSync(path, whole.subarray(at, at + 1));
      file.acquire();
      file.release();
      expect(file.ended).toBe(at + 1 === whole.length);
      sizes.add(file.size);
    }
    // The header alone, the meta, and each step.
    expect(sizes.size).toBe(2 + STEPS.length);
    expect(file.size).toBe(whole.length);
  });

  it('tells all that listen of growth, those that left no more, and nobody where nothing grew', () => {
    vi.useFakeTimers();
    try {
      const path = record(STEPS.slice(0, 1));
      const file = new FollowedFile(path);
      file.acquire();
      const told = { one: 0, other: 0 };
      const leaveOne = file.onGrowth(() => told.one++);
      const leaveOther = file.onGrowth(() => told.other++);
      const next = bytesOf(STEPS.slice(0, 2)).subarray(readFileSync(path).length);
      vi.advanceTimersByTime(1000);
      expect(told).toEqual({ one: 0, other: 0 });
      appendFileSync(path, next);
      vi.advanceTimersByTime(1000);
      expect(told).toEqual({ one: 1, other: 1 });
      leaveOne();
      appendFileSync(path, next);
      vi.advanceTimersByTime(1000);
      expect(told).toEqual({ one: 1, other: 2 });
      leaveOther();
      expect(vi.getTimerCount()).toBe(0);
      file.release();
      expect([file.name, file.size, file.ended]).toEqual([path, readFileSync(path).length, false]);
    } finally {
      vi.useRealTimers();
    }
  });
});

it.each([[undefined], [null], [5], [''], [new URL('file:///x')]])('is named by a path, and not by %j', async (path) => {
  const read: (from: never) => Promise<unknown> = readRecording;
  await expect(Reflect.apply(read, undefined, [path])).rejects.toMatchObject({ code: 'HOOSEGOW_RECORDING' });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordingReader } from '../../../src/recording/recordingReader.ts';
import { RecordingWriter } from '../../../src/recording/recordingWriter.ts';
import { encodeReady } from '../../../src/wire/readySignal.ts';
import { loadWireFixtures, sha256 } from '../../support/wireFixtures.ts';
import { concat, cutBy, cutting, stdoutFrame, valueFrame } from '../wire/streams.ts';
import {
  answers,
  chunk,
  collect,
  eventsOf,
  freshPath,
  META,
  multiplex,
  note,
  notesOf,
  record,
  RETURNED,
  said,
  type Piece,
  type Said,
  type Step,
} from './recordings.ts';

const streams = (pieces: readonly Piece[], stream: 1 | 2): Said[] =>
  pieces.filter((piece) => piece.stream === stream).map((piece) => piece.said);

describe('a recording', () => {
  it('gives back every event of a multiplexed answer, in order, however it was cut', async () => {
    await fc.assert(
      fc.asyncProperty(answers, fc.array(fc.integer({ min: 1, max: 90 })), cutting, async (pieces, cuts, chunks) => {
        const steps = cutBy(multiplex(pieces, cuts), chunks).map((bytes, i) => chunk('multiplexed', bytes, i));
        const events = await eventsOf(record([...steps, { outcome: RETURNED, t: 99 }]));
        // A piece of stderr comes as it arrives: while a frame of stdout is still on its way, before that frame.
        expect(events.map(said).filter((event) => event.type !== 'stderr')).toEqual([
          ...streams(pieces, 1),
          { type: 'outcome', value: RETURNED },
        ]);
        const stderr = events.flatMap((event) => (event.type === 'stderr' ? [event.value] : []));
        expect(Buffer.concat(stderr)).toEqual(Buffer.concat(streams(pieces, 2).map((one) => one.value as Uint8Array)));
        expect(events.map((event) => event.seq)).toEqual(events.map((_, i) => i));
      }),
      { numRuns: 60 },
    );
  });

  it('keeps the order of frames and stderr where they arrive one by one', async () => {
    await fc.assert(
      fc.asyncProperty(answers, async (pieces) => {
        const steps = pieces.map((piece, i) => chunk(piece.stream === 1 ? 'stdout' : 'stderr', piece.bytes, i));
        const events = await eventsOf(record(steps));
        expect(events.map(said)).toEqual(pieces.map((piece) => piece.said));
        expect(events.map((event) => event.t)).toEqual(pieces.map((_, i) => i));
      }),
      { numRuns: 60 },
    );
  });

  it('puts a frame at the arrival of the chunk that completed it', async () => {
    const frame = valueFrame('yield', ['x'], 1500);
    const steps = [
      chunk('stdout', frame.subarray(0, 3), 1),
      note('between', 2),
      chunk('stdout', frame.subarray(3), 7.25),
    ];
    const events = await eventsOf(record(steps));
    expect(events.map(({ type, t, at }) => [type, t, at])).toEqual([
      ['lifecycle', 2, undefined],
      ['yield', 7.25, 1.5],
    ]);
  });

  it('keeps times to the microsecond, over days', async () => {
    const times = [0, 0.001, 1.234, 86_400_000.5, 3 * 86_400_000 + 0.007];
    const events = await eventsOf(record(times.map((t) => note('', t))));
    expect(events.map((event) => event.t)).toEqual(times);
  });

  it('keeps the meta, arguments of every type and limits without bound included', async () => {
    const args = [new Uint8Array([0, 255]), 2n ** 60n, new Date(5), NaN, new Map([[1, 'a']]), { base64: 'no tag' }, -0];
    const meta = { ...META, args, limits: { timeout: Infinity, outputBytes: 5 }, image: null };
    expect((await RecordingReader.open(record([], meta))).meta).toEqual(meta);
    expect((await RecordingReader.open(record([], { ...meta, args: null }))).meta.args).toBeNull();
  });

  it('keeps which image it was and what it was built on, as far as that was known', async () => {
    const base = { name: 'node:24-slim', digest: 'sha256:2', id: 'sha256:3' };
    for (const more of [{ imageId: 'sha256:1' }, { imageId: 'sha256:1', base }, { base: { name: 'local' } }]) {
      const meta = { ...META, ...more };
      expect((await RecordingReader.open(record([], meta))).meta).toEqual(meta);
    }
  });

  it('keeps the names of the variables that an inmate was given', async () => {
    const meta = { ...META, env: ['MODE', 'TOKEN'] };
    expect((await RecordingReader.open(record([], meta))).meta).toEqual(meta);
  });

  it('keeps that a container was ready for more, and takes the word of it for no junk there, and only there', async () => {
    const answer = chunk('stdout', concat(valueFrame('return', 1), encodeReady(true)));
    const steps = [answer, { outcome: RETURNED, t: 1 }] as const;
    const meta = { ...META, reuse: true, versions: { hoosegow: '1.2.3', node: '20.1.0' } };
    expect((await RecordingReader.open(record(steps, meta))).meta).toEqual(meta);
    expect((await eventsOf(record(steps, meta))).map(({ type }) => type)).toEqual(['return', 'outcome']);
    expect(notesOf(await eventsOf(record(steps)))).toEqual([
      expect.stringMatching(/expected nothing after the terminal frame/),
      expect.stringMatching(/^8 bytes of output/),
    ]);
  });

  it('cuts chunks of any size into records and loses nothing of them', async () => {
    const payload = new Uint8Array(150_000).map((_, i) => i % 251);
    const [event] = await eventsOf(record([chunk('stdout', stdoutFrame(payload))]));
    expect(event?.value).toEqual(payload);
  });

  it('has room for JSON that is larger than a block', async () => {
    const message = 'long '.repeat(300_000);
    const raised = { outcome: 'raised', class: 'E', message, backtrace: [] } as const;
    const path = record([note('before'), note(message, 1), note('after'), { outcome: raised, t: 2 }], {
      ...META,
      args: [message],
    });
    expect(notesOf(await eventsOf(path))).toEqual(['before', message, 'after']);
    const reader = await RecordingReader.open(path);
    expect(reader.meta.args).toEqual([message]);
    const index = reader.index();
    await index.extend();
    expect(await index.frameAt(3)).toEqual({ seq: 3, t: 2, type: 'outcome', value: raised });
  });

  it('hands out bytes that stay as they are when the reader goes on', async () => {
    const steps: Step[] = [];
    for (let i = 0; i < 40; i++) {
      const bytes = new Uint8Array(60_000).fill(i);
      steps.push(chunk('stdout', stdoutFrame(bytes)), chunk('stdout', valueFrame('yield', [bytes, bytes.slice(0, 9)])));
      steps.push(chunk('stderr', bytes));
    }
    const events = await eventsOf(record(steps));
    events.forEach((event, n) => {
      const i = Math.floor(n / 3);
      const parts = event.type === 'yield' ? (event.value as Uint8Array[]) : [event.value as Uint8Array];
      for (const part of parts) expect(part.every((byte) => byte === i)).toBe(true);
    });
    expect(events).toHaveLength(120);
  });

  it('reads alike from its writer and from its file', async () => {
    const path = freshPath();
    const writer = RecordingWriter.create(path, META);
    writer.bytes('stdout', stdoutFrame('one', 12), 1.0004);
    writer.lifecycle({ event: 'exited', code: 3, signal: null, oomKilled: false }, 2);
    writer.outcome({ outcome: 'exited', code: 3, signal: null, notes: ['a note'] }, 3);
    const live = await collect(writer.reader().events());
    expect(writer.reader().meta).toEqual(META);
    writer.close();
    expect(await eventsOf(path)).toEqual(live);
    expect(live).toHaveLength(3);
  });

  it('decodes values under the limits that it was made with', async () => {
    const steps = [chunk('stdout', stdoutFrame(new Uint8Array(101)))];
    expect(notesOf(await eventsOf(record(steps, { ...META, limits: { valueBytes: 100 } })))).toEqual([
      expect.stringContaining('passes the limit valueBytes (100)'),
    ]);
    for (const valueBytes of [101, NaN, -1]) {
      expect(await eventsOf(record(steps, { ...META, limits: { valueBytes } }))).toMatchObject([{ type: 'stdout' }]);
    }
  });
});

describe('the answers recorded from the original', () => {
  const fixtures = loadWireFixtures();

  it.each(fixtures.map((fixture) => [fixture.name, fixture] as const))('%s', async (_name, fixture) => {
    const cuts = [[], [0.5], [0.1, 0.2, 0.33, 0.5, 0.77, 0.9]];
    for (const shares of cuts) {
      const steps = cutBy(fixture.attach, shares).map((bytes, i) => chunk('multiplexed', bytes, i));
      const meta = { ...META, method: fixture.method, args: fixture.args, limits: {} };
      const path = record([...steps, { outcome: RETURNED, t: 9 }], meta);
      const events = await eventsOf(path);
      const frames = events.flatMap((event): object[] => {
        if (event.type === 'stdout')
          return [{ type: 'stdout', bytes: event.value.length, sha256: sha256(event.value) }];
        return event.type === 'lifecycle' || event.type === 'stderr' || event.type === 'outcome' ? [] : [said(event)];
      });
      expect(frames).toEqual(fixture.frames);
      const stderr = events.flatMap((event) => (event.type === 'stderr' ? [event.value] : []));
      expect(Buffer.concat(stderr).toString()).toBe(fixture.stderr);
      expect(notesOf(events)).toEqual([]);
      expect((await RecordingReader.open(path)).meta.args).toEqual(fixture.args);
    }
  });
});

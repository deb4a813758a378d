import { truncateSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DispatchEvent } from '../../../../src/recording/event.ts';
import { ROW_BYTES } from '../../../../src/recording/index/eventTable.ts';
import { FormatError } from '../../../../src/recording/errors.ts';
import type { EventIndex } from '../../../../src/recording/index/eventIndex.ts';
import { RecordingReader } from '../../../../src/recording/recordingReader.ts';
import { RecordingWriter } from '../../../../src/recording/recordingWriter.ts';
import { concat, cutBy, cutting, dockerFrame, stdoutFrame, text, valueFrame } from '../../wire/streams.ts';
import {
  answers,
  bytesOf,
  chunk,
  collect,
  META,
  multiplex,
  note,
  record,
  RETURNED,
  write,
  type Step,
} from '../recordings.ts';
import { workOf } from '../../../support/threadTime.ts';

async function indexed(path: string): Promise<{ index: EventIndex; events: DispatchEvent[]; reader: RecordingReader }> {
  const reader = await RecordingReader.open(path);
  const index = reader.index();
  await index.extend();
  return { index, events: await collect(reader.events()), reader };
}

/** Every row says what its event says, and the event can be read by it, in any order. */
async function expectAgreement(path: string): Promise<void> {
  const { index, events, reader } = await indexed(path);
  expect(index.length).toBe(events.length);
  expect(index.truncated).toEqual(reader.truncated);
  expect(index.complete).toBe(true);
  for (const event of events.toReversed()) {
    const { seq } = event;
    const size = event.type === 'stdout' || event.type === 'stderr' ? event.value.length : index.size(seq);
    const row = [index.type(seq), index.t(seq), index.at(seq), index.size(seq)];
    expect(row).toEqual([event.type, event.t, event.at, size]);
    expect(await index.frameAt(seq)).toEqual(event);
  }
}

/** Bytes up to the end of the meta. */
const HEAD = bytesOf([]).length;

const END: Step = { outcome: RETURNED, t: 99 };

describe('an index', () => {
  it('agrees with the events of any multiplexed answer, and reads each by its row', async () => {
    await fc.assert(
      fc.asyncProperty(answers, fc.array(fc.integer({ min: 1, max: 60 })), cutting, async (pieces, cuts, chunks) => {
        const steps = cutBy(multiplex(pieces, cuts), chunks).map((bytes, i) => chunk('multiplexed', bytes, i / 8));
        const between = steps.flatMap((step, i) => (i % 3 === 1 ? [step, note(`${i}`, i)] : [step]));
        await expectAgreement(record([...between, END]));
      }),
      { numRuns: 40 },
    );
  });

  it('agrees on plain channels, and on an answer that ends anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(answers, cutting, fc.nat(), async (pieces, chunks, lost) => {
        const steps = pieces.flatMap(({ stream, bytes }) =>
          cutBy(bytes, chunks).map((part) => chunk(stream === 1 ? 'stdout' : 'stderr', part, 1)),
        );
        await expectAgreement(record([...steps, END]));
        const path = record(steps);
        // Past its end the file is filled up with zeros, as a crash of the machine may leave it.
        truncateSync(path, HEAD + (lost % 300));
        await expectAgreement(path);
        const whole = multiplex(pieces, [50]);
        await expectAgreement(record([chunk('multiplexed', whole.subarray(0, lost % whole.length)), END]));
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ['junk after the terminal frame', [dockerFrame(1, valueFrame('return', 1)), dockerFrame(1, text('junk'))]],
    ['a raise that is none', [dockerFrame(1, concat(valueFrame('raise', { a: 1 }), valueFrame('return', 1)))]],
    ['an error of the daemon', [concat(dockerFrame(3, text('no space')), dockerFrame(1, valueFrame('return', 1)))]],
    [
      'a broken multiplexing inside a frame',
      [dockerFrame(1, stdoutFrame('half').subarray(0, 15)), dockerFrame(5, text('?'))],
    ],
    ['a value past its limit', [dockerFrame(1, stdoutFrame(new Uint8Array(1_000_001))), dockerFrame(2, text('late'))]],
    ['a frame over many records', [dockerFrame(1, stdoutFrame(new Uint8Array(200_000).fill(5), 7))]],
  ])('agrees on %s', async (_name, chunks) => {
    const steps = chunks.map((bytes, i) => chunk('multiplexed', bytes, i));
    await expectAgreement(record([...steps, END]));
    await expectAgreement(record([note('first'), ...steps]));
  });

  it('grows with the recording', async () => {
    const writer = RecordingWriter.spool(META);
    const reader = writer.reader();
    const index = reader.index();
    await index.extend();
    expect([index.length, index.complete]).toEqual([0, false]);
    const frame = valueFrame('yield', ['x']);
    write(writer, [note('1'), chunk('stdout', frame.subarray(0, 4))]);
    await index.extend();
    expect(index.length).toBe(1);
    writer.bytes('stdout', frame.subarray(4), 3);
    await Promise.all([index.extend(), index.extend()]);
    expect(index.length).toBe(2);
    expect(await index.frameAt(1)).toEqual({ seq: 1, t: 3, type: 'yield', value: ['x'] });

    const following = index.extend({ follow: true });
    await sleep(5);
    writer.lifecycle({ event: 'removed' }, 4);
    await expect.poll(() => index.length).toBe(3);
    expect(index.complete).toBe(false);
    writer.outcome(RETURNED, 5);
    await following;
    expect([index.length, index.complete, index.truncated]).toEqual([4, true, undefined]);
    expect(await Promise.all([0, 1, 2, 3].map((row) => index.frameAt(row)))).toEqual(await collect(reader.events()));
    writer.close();
  });

  it('goes on where it was when it was aborted', async () => {
    const path = record(Array.from({ length: 5000 }, (_, i) => note(`${i}`, i)));
    const reader = await RecordingReader.open(path);
    const index = reader.index();
    const aborting = new AbortController();
    const reason = new Error('enough');
    const extending = index.extend({ signal: aborting.signal });
    setImmediate(() => aborting.abort(reason));
    expect([undefined, reason]).toContain(await extending.catch((error: unknown) => error));
    await expect(index.extend({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await index.extend();
    expect(index.length).toBe(5000);
    expect(await index.frameAt(4321)).toMatchObject({ value: { text: '4321' } });
  });

  it('has no other rows, and notices a recording that has changed', async () => {
    const path = record([chunk('stdout', stdoutFrame('something')), chunk('stdout', valueFrame('return', 1)), END]);
    const { index } = await indexed(path);
    await expect(index.frameAt(3)).rejects.toThrow(RangeError);
    await expect(index.frameAt(-1)).rejects.toThrow(RangeError);
    await expect(index.frameAt(0.5)).rejects.toThrow(RangeError);
    truncateSync(path, HEAD + 12);
    await expect(index.frameAt(1)).rejects.toThrow(FormatError);
  });

  it('takes tens of bytes a row, whatever the frame holds, and is quick to read one of many', async () => {
    expect(ROW_BYTES).toBeLessThan(64);
    const steps: Step[] = [];
    for (let i = 0; i < 20_000; i += 1000) {
      const frames = Array.from({ length: 1000 }, (_, k) => dockerFrame(1, valueFrame('yield', [i + k], i + k)));
      steps.push(chunk('multiplexed', concat(...frames), i));
    }
    const { index } = await indexed(record(steps));
    expect(index.length).toBe(20_000);
    const work = await workOf(async () => {
      for (let i = 0; i < 200; i++) {
        const row = (i * 7919) % 20_000;
        expect(await index.frameAt(row)).toMatchObject({ seq: row, at: row / 1000, value: [row] });
      }
    });
    expect(work).toBeLessThan(2000);
  });
});

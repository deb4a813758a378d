import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { DispatchEvent } from '../../../src/recording/event.ts';
import { RecordingWriter } from '../../../src/recording/recordingWriter.ts';
import { stdoutFrame, valueFrame } from '../wire/streams.ts';
import { collect, freshPath, META, note, notesOf, RETURNED, write } from './recordings.ts';

describe('following a recording', () => {
  it('gives each event as it is recorded, and ends with the outcome', async () => {
    const writer = RecordingWriter.spool(META);
    const events = writer.reader().events({ follow: true });
    for (let i = 0; i < 5; i++) {
      const next = events.next();
      await nextTurn();
      writer.lifecycle({ event: 'note', text: `${i}` }, i);
      expect((await next).value).toEqual({ seq: i, t: i, type: 'lifecycle', value: { event: 'note', text: `${i}` } });
    }
    writer.outcome(RETURNED, 9);
    expect((await events.next()).value).toMatchObject({ type: 'outcome', seq: 5 });
    expect((await events.next()).done).toBe(true);
    writer.close();
  });

  it('shows a frame when its last byte has come, and what came before at once', async () => {
    const writer = RecordingWriter.spool(META);
    const frame = valueFrame('yield', ['whole']);
    const events = writer.reader().events({ follow: true });
    let seen: DispatchEvent | undefined;
    const next = events.next().then(({ value }) => (seen = value ?? undefined));
    for (const byte of frame.subarray(0, -1)) writer.bytes('stdout', Uint8Array.of(byte), 1);
    await sleep(5);
    expect(seen).toBeUndefined();
    writer.bytes('stdout', frame.subarray(-1), 2);
    await next;
    expect(seen).toMatchObject({ type: 'yield', t: 2 });
    await events.return();
    writer.close();
  });

  it('serves several readers at their own pace, each from the beginning', async () => {
    const writer = RecordingWriter.spool(META);
    const slow = (async () => {
      const events: DispatchEvent[] = [];
      for await (const event of writer.reader().events({ follow: true })) {
        events.push(event);
        if (events.length % 50 === 0) await sleep(1);
      }
      return events;
    })();
    const fast = collect(writer.reader().events({ follow: true }));
    for (let i = 0; i < 500; i++) {
      writer.bytes('stdout', stdoutFrame(`${i}`), i);
      if (i % 7 === 0) await nextTurn();
    }
    writer.outcome(RETURNED, 500);
    const late = collect(writer.reader().events({ follow: true }));
    const expected = await fast;
    expect(expected).toHaveLength(501);
    expect(await slow).toEqual(expected);
    expect(await late).toEqual(expected);
    writer.close();
  });

  it('lets the readers at work go on to the end when the writer is closed', async () => {
    const writer = RecordingWriter.spool(META);
    write(
      writer,
      Array.from({ length: 2000 }, (_, i) => note(`${i}`, i)),
    );
    const events = writer.reader().events({ follow: true });
    await events.next();
    writer.outcome(RETURNED, 3000);
    writer.close();
    expect(await collect(events)).toHaveLength(2000);
  });

  it('ends with the writer where there is no outcome, and says so', async () => {
    const writer = RecordingWriter.spool(META);
    const reader = writer.reader();
    const events = collect(reader.events({ follow: true }));
    writer.lifecycle({ event: 'started' }, 1);
    await nextTurn();
    expect(reader.truncated).toBeUndefined();
    writer.close();
    expect(await events).toHaveLength(1);
    expect(reader.truncated).toEqual({ offset: writer.size, reason: 'it ends without an outcome' });
  });

  it('is not what happens without being asked for', async () => {
    const writer = RecordingWriter.spool(META);
    writer.lifecycle({ event: 'started' }, 1);
    const reader = writer.reader();
    expect(await collect(reader.events())).toHaveLength(1);
    expect(reader.truncated).toBeUndefined();
    writer.close();
  });

  it('stops when its signal is aborted: before, while waiting, and between events', async () => {
    const writer = RecordingWriter.spool(META);
    const reason = new Error('enough');
    await expect(collect(writer.reader().events({ follow: true, signal: AbortSignal.abort(reason) }))).rejects.toBe(
      reason,
    );

    const waiting = new AbortController();
    const events = collect(writer.reader().events({ follow: true, signal: waiting.signal }));
    await sleep(5);
    waiting.abort(reason);
    await expect(events).rejects.toBe(reason);

    write(writer, [note('1'), note('2'), note('3')]);
    const between = new AbortController();
    const seen: string[] = [];
    const reading = (async () => {
      for await (const event of writer.reader().events({ signal: between.signal })) {
        seen.push(...notesOf([event]));
        between.abort(reason);
      }
    })();
    await expect(reading).rejects.toBe(reason);
    expect(seen).toEqual(['1']);
    writer.close();
  });

  it('can be left at any time, also while waiting', async () => {
    const writer = RecordingWriter.spool(META);
    write(writer, [note('1'), note('2')]);
    for await (const event of writer.reader().events({ follow: true })) {
      expect(event.seq).toBe(0);
      break;
    }
    const events = writer.reader().events({ follow: true });
    await events.next();
    await events.next();
    const pending = events.next();
    await sleep(5);
    await events.return();
    expect((await pending).done).toBe(true);
    expect((await writer.reader().events().return()).done).toBe(true);
    writer.close();
  });

  it('tells of growth until it is told to stop', () => {
    const writer = RecordingWriter.create(freshPath(), META);
    const sizes: number[] = [];
    const stop = writer.onGrowth(() => sizes.push(writer.size));
    writer.lifecycle({ event: 'start' }, 0);
    writer.bytes('stdout', new Uint8Array(0), 0);
    writer.bytes('stdout', new Uint8Array(10), 0);
    expect(sizes).toEqual([writer.size - 22, writer.size]);
    stop();
    writer.close();
    expect(sizes).toHaveLength(2);
  });
});

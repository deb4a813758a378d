import { describe, expect, it } from 'vitest';
import { RecordingReader } from '../../../src/recording/recordingReader.ts';
import { RecordingWriter } from '../../../src/recording/recordingWriter.ts';
import { dockerFrame, stdoutFrame } from '../wire/streams.ts';
import { freshPath, META, RETURNED } from './recordings.ts';
import { threadTime } from '../../support/threadTime.ts';
import { collectGarbage } from '../../support/collectGarbage.ts';

const MIB = 1024 * 1024;
const PAYLOAD = 60_000;
const CHUNKS = Math.ceil((256 * MIB) / PAYLOAD);

/** Memory above the start, sampled: the most of it. */
function watchMemory(): () => number {
  collectGarbage();
  const start = process.memoryUsage.rss();
  let most = 0;
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage.rss() - start)), 5);
  return () => {
    clearInterval(timer);
    return Math.max(most, process.memoryUsage.rss() - start);
  };
}

describe('256 MiB of output', () => {
  it('stream from a file, and into an index, in flat memory', async () => {
    const path = freshPath();
    const writer = RecordingWriter.create(path, { ...META, limits: {} });
    const piece = dockerFrame(1, stdoutFrame(new Uint8Array(PAYLOAD).fill(65), 5));
    for (let i = 0; i < CHUNKS; i++) writer.bytes('multiplexed', piece, i);
    writer.outcome(RETURNED, CHUNKS);
    writer.close();

    const memory = watchMemory();
    const reader = await RecordingReader.open(path);
    let bytes = 0;
    for await (const event of reader.events()) if (event.type === 'stdout') bytes += event.value.length;
    const index = reader.index();
    await index.extend();
    expect(bytes).toBe(CHUNKS * PAYLOAD);
    expect(index.length).toBe(CHUNKS + 1);
    expect(memory()).toBeLessThan(96 * MIB);
  });

  it('stream from the writer to a reader that is slower, in flat memory, with the event loop free', async () => {
    const writer = RecordingWriter.spool({ ...META, limits: {} });
    const piece = dockerFrame(1, stdoutFrame(new Uint8Array(PAYLOAD).fill(66)));
    const memory = watchMemory();
    let bytes = 0;
    let events = 0;
    const reading = (async () => {
      for await (const event of writer.reader().events({ follow: true })) {
        if (event.type === 'stdout') bytes += event.value.length;
        if (events++ % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
      }
    })();
    let stall = 0;
    let last = threadTime();
    for (let i = 0; i < CHUNKS; i++) {
      writer.bytes('multiplexed', piece, i);
      if (i % 8 === 0) {
        await new Promise((resolve) => setImmediate(resolve));
        stall = Math.max(stall, threadTime() - last);
        last = threadTime();
      }
    }
    writer.outcome(RETURNED, CHUNKS);
    await reading;
    writer.close();
    expect(bytes).toBe(CHUNKS * PAYLOAD);
    expect(memory()).toBeLessThan(96 * MIB);
    expect(stall).toBeLessThan(50);
  });

  it('as one frame a record of many tiny ones lets the event loop breathe', async () => {
    const writer = RecordingWriter.spool({ ...META, limits: {} });
    const tiny = new Uint8Array(Array.from({ length: 4000 }, () => [...stdoutFrame('x')]).flat());
    for (let i = 0; i < 50; i++) writer.bytes('stdout', tiny, i);
    writer.outcome(RETURNED, 50);
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    let events = 0;
    for await (const event of writer.reader().events()) events += event.type === 'stdout' ? 1 : 0;
    clearInterval(timer);
    writer.close();
    expect(events).toBe(200_000);
    expect(turns).toBeGreaterThan(5);
  });
});

import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { DispatchMeta } from '../../../src/recording/event.ts';
import { RecordingWriter } from '../../../src/recording/recordingWriter.ts';

const META: DispatchMeta = {
  method: 'm',
  args: null,
  startedAt: '2026-01-01T00:00:00.000Z',
  engine: 'process',
  endpoint: null,
  image: null,
  runtime: null,
  limits: {},
  isolation: 'none',
  inmateDir: null,
};

function recorded(bytes: number): RecordingWriter {
  const writer = RecordingWriter.spool(META);
  writer.bytes('stderr', new Uint8Array(bytes).fill(7), 1);
  writer.outcome({ outcome: 'returned' }, 2);
  writer.rest();
  return writer;
}

async function stderrBytes(writer: RecordingWriter): Promise<number> {
  let bytes = 0;
  for await (const event of writer.reader().events()) if (event.type === 'stderr') bytes += event.value.length;
  return bytes;
}

const openFiles = (): number => readdirSync('/proc/self/fd').length;

describe('a spool file at rest', () => {
  it.runIf(process.platform === 'linux')('holds no descriptor, and can be read again and again', async () => {
    const before = openFiles();
    const writers = Array.from({ length: 50 }, () => recorded(1000));
    expect(openFiles()).toBe(before);
    for (const writer of writers) {
      expect(await stderrBytes(writer)).toBe(1000);
      expect(await stderrBytes(writer)).toBe(1000);
    }
    expect(openFiles()).toBe(before);
    expect(readdirSync(tmpdir()).filter((name) => /^hoosegow-[0-9a-f-]{36}\.dispatch$/.test(name))).toEqual([]);
  });

  it('stays a file where it is large, and two readers at once do not disturb each other', async () => {
    const large = recorded(2 * 1024 * 1024);
    const small = recorded(10);
    const reading = [stderrBytes(large), stderrBytes(large), stderrBytes(small), stderrBytes(small)];
    expect(await Promise.all(reading)).toEqual([2 * 1024 * 1024, 2 * 1024 * 1024, 10, 10]);
  });

  it('is given back by a reader that leaves early', async () => {
    const writer = recorded(100);
    const events = writer.reader().events();
    await events.next();
    await events.return();
    expect(await stderrBytes(writer)).toBe(100);
  });
});

import { writeFileSync } from 'node:fs';
import type * as fileSystem from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FormatError } from '../../../src/recording/errors.ts';
import { RecordingReader } from '../../../src/recording/recordingReader.ts';
import { dockerFrame, stdoutFrame, text, valueFrame } from '../../unit/wire/streams.ts';
import { bytesOf, chunk, collect, eventsOf, freshPath, RETURNED } from '../../unit/recording/recordings.ts';

/** The file that is cut, to how many bytes, and during which of its reads. */
const cut = vi.hoisted(() => ({ path: '', to: 0, during: Infinity }));

/**
 * The real file system, at the worst moment: a read has begun, the file is cut, and the reader gets what Linux gives it
 * then: as many bytes as there were, with zeros from the cut to the end of its page.
 */
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof fileSystem>();
  const { promisify } = await import('node:util');
  const whole = promisify(fs.read);
  async function overtaken(fd: number, buffer: Uint8Array, offset: number, length: number, position: number) {
    const result = await whole(fd, buffer, offset, length, position);
    if (cut.during-- !== 0) return result;
    fs.truncateSync(cut.path, cut.to);
    buffer.fill(0, offset + Math.max(0, cut.to - position));
    return result;
  }
  const read = (...args: Parameters<typeof fs.read>) => fs.read(...args);
  return { ...fs, read: Object.assign(read, { [promisify.custom]: overtaken }) };
});

const WHOLE = bytesOf([
  chunk('multiplexed', dockerFrame(1, stdoutFrame('one', 10)), 1),
  chunk('multiplexed', dockerFrame(2, text('warn')), 2),
  chunk('multiplexed', dockerFrame(1, valueFrame('yield', [1, 'x'])), 3),
  // A frame that is in two records.
  chunk('multiplexed', dockerFrame(1, stdoutFrame('two').subarray(0, 5)), 4),
  chunk('multiplexed', dockerFrame(1, stdoutFrame('two').subarray(5)), 5),
  chunk('multiplexed', dockerFrame(1, valueFrame('return', null)), 6),
  { outcome: RETURNED, t: 7 },
]);

/** Where the records begin that follow the meta. */
const HEAD = bytesOf([]).length;

function file(bytes: Uint8Array): string {
  const path = freshPath();
  writeFileSync(path, bytes);
  return path;
}

afterEach(() => {
  cut.during = Infinity;
});

describe('a recording that is cut while it is read', () => {
  it('is what it is after the cut, wherever that is: nobody sees zeros', async () => {
    for (let to = HEAD; to < WHOLE.length; to++) {
      const expected = await eventsOf(file(WHOLE.subarray(0, to)));
      const path = file(WHOLE);
      Object.assign(cut, { path, to, during: 0 });
      const reader = await RecordingReader.open(path);
      expect(await collect(reader.events())).toEqual(expected);
      expect(reader.truncated?.reason).toBe('it was cut while it was read');
    }
  });

  it('gives each of its rows as it was, or says that it has changed', async () => {
    const rows = (await eventsOf(file(WHOLE))).map(({ type, value }) => ({ type, value }));
    const reads: { read: unknown; expected: unknown }[] = [];
    for (const [row, expected] of rows.entries()) {
      for (let to = HEAD; to < WHOLE.length; to += 3) {
        const path = file(WHOLE);
        const index = (await RecordingReader.open(path)).index();
        await index.extend();
        Object.assign(cut, { path, to, during: 0 });
        reads.push({ read: await index.frameAt(row).catch((error: unknown) => error), expected });
      }
    }
    const given = reads.filter(({ read }) => !(read instanceof FormatError));
    expect(given.map(({ read }) => read)).toMatchObject(given.map(({ expected }) => expected));
    expect(reads.length - given.length).toBeGreaterThan(rows.length);
    expect(given.length).toBeGreaterThan(rows.length);
  });
});

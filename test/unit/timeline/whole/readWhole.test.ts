import { describe, expect, it } from 'vitest';
import { MAX_WHOLE_TEXT, type Whole } from '../../../../src/protocol/value/whole.ts';
import type { EventIndex } from '../../../../src/recording/index/eventIndex.ts';
import { RecordingReader } from '../../../../src/recording/recordingReader.ts';
import { readWhole, type Purpose } from '../../../../src/timeline/whole/readWhole.ts';
import { textOf, TooLargeError } from '../../../../src/timeline/whole/wholeFile.ts';
import { dockerFrame, stdoutFrame, text, valueFrame } from '../../wire/streams.ts';
import { chunk, META, record, RETURNED, type Step } from '../../recording/recordings.ts';

async function indexOf(steps: readonly Step[]): Promise<EventIndex> {
  const index = (
    await RecordingReader.open(record([...steps, { outcome: RETURNED, t: 99 }], { ...META, limits: {} }))
  ).index();
  await index.extend();
  return index;
}

const frame = (bytes: Uint8Array): Step => chunk('multiplexed', dockerFrame(1, bytes));

async function taken(index: EventIndex, what: Whole, purpose: Purpose): Promise<readonly [string, string]> {
  const file = await readWhole(index, what, purpose);
  const content = await textOf(file);
  expect(file.size).toBe(Buffer.byteLength(content));
  return [file.suffix, content];
}

const value = (row: number, path: readonly number[] = []) => ({ kind: 'value', row, path, form: 'value' }) as const;

describe('all of a value', () => {
  it('is taken from the recording, however little of it a page has', async () => {
    const items = Array.from({ length: 10_000 }, (_, i) => ({ i, text: 'x'.repeat(200) }));
    const index = await indexOf([frame(valueFrame('yield', [items])), frame(valueFrame('yield', [1, 2]))]);
    const [name, json] = await taken(index, value(0), 'copy');
    expect(name).toBe('yield-1.json');
    expect(JSON.parse(json)).toEqual(items);
    expect(await taken(index, value(0, [9999, 0]), 'copy')).toEqual(['yield-1.9999.0.json', '9999']);
    expect(await taken(index, value(1), 'copy')).toEqual(['yield-2.json', '[\n  1,\n  2\n]']);
    await expect(readWhole(index, value(0, [10_000]), 'copy')).rejects.toThrow('there is no such place in this value');
    await expect(readWhole(index, value(7), 'copy')).rejects.toThrow('there is no frame 8');
  });

  it('has the ending of its language, and bytes are a file, or can be read', async () => {
    const bytes = Uint8Array.from({ length: 20 }, (_, i) => i);
    const index = await indexOf([
      frame(valueFrame('return', { page: '<h1>Hi</h1>', text: 'hi', bytes, utf8: text('# Title\n\n- one') })),
    ]);
    expect(await taken(index, value(0, [0]), 'open')).toEqual(['return-1.0.html', '<h1>Hi</h1>']);
    expect(await taken(index, value(0, [1]), 'save')).toEqual(['return-1.1.txt', 'hi']);
    expect((await readWhole(index, value(0, [2]), 'save')).suffix).toBe('return-1.2.bin');
    expect(await taken(index, value(0, [2]), 'copy')).toEqual([
      'return-1.2.json',
      '{\n  "base64": "AAECAwQFBgcICQoLDA0ODxAREhM="\n}',
    ]);
    expect(await taken(index, value(0, [2]), 'open')).toEqual([
      'return-1.2.hex.txt',
      '000000  00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f  ................\n' +
        '000010  10 11 12 13                                      ....',
    ]);
    expect(await taken(index, value(0, [3]), 'open')).toEqual(['return-1.3.md', '# Title\n\n- one']);
  });

  it('of a raise is all of its backtrace, as a text', async () => {
    const backtrace = Array.from({ length: 100 }, (_, i) => `at place ${i}`);
    const raise = { class: 'TypeError', message: 'x'.repeat(5000), backtrace };
    const index = await indexOf([frame(valueFrame('raise', raise))]);
    const [name, told] = await taken(index, { ...value(0), form: 'text' }, 'copy');
    expect(name).toBe('raise-1.txt');
    const [title, ...calls] = told.split('\n');
    expect(title).toBe(`TypeError: ${'x'.repeat(5000)}`);
    expect(calls).toEqual(backtrace.map((call) => `    ${call}`));
  });
});

describe('all of a stream', () => {
  it('is as it was printed, up to a frame, with its byte order mark', async () => {
    const lines = Array.from({ length: 10_000 }, (_, i) => `\ufeffline ${i} ${'x'.repeat(60)}\n`);
    const index = await indexOf([
      ...lines.map((line) => frame(stdoutFrame(line))),
      chunk('multiplexed', dockerFrame(2, text('warned'))),
    ]);
    expect(await taken(index, { kind: 'stream', row: 9999, stream: 'stdout' }, 'copy')).toEqual([
      'stdout-to-10000.txt',
      lines.join(''),
    ]);
    expect(await taken(index, { kind: 'stream', row: 1, stream: 'stdout' }, 'save')).toEqual([
      'stdout-to-2.txt',
      lines.slice(0, 2).join(''),
    ]);
    expect(await taken(index, { kind: 'stream', row: 5, stream: 'stderr' }, 'save')).toEqual(['stderr-to-6.txt', '']);
    expect(await taken(index, value(3), 'copy')).toEqual(['stdout-4.txt', lines[3]]);
  });

  it('is refused before it is read where it is too large for a text, and can be saved', async () => {
    const piece = stdoutFrame('x'.repeat(8 * 1024 * 1024));
    const index = await indexOf(Array.from({ length: 5 }, () => frame(piece)));
    const what = { kind: 'stream', row: 4, stream: 'stdout' } as const;
    for (const purpose of ['copy', 'open'] as const) {
      await expect(readWhole(index, what, purpose)).rejects.toThrow(TooLargeError);
    }
    const file = await readWhole(index, what, 'save');
    let size = 0;
    for await (const bytes of file.pieces()) size += bytes.length;
    expect(size).toBe(file.size);
    expect(size).toBeGreaterThan(MAX_WHOLE_TEXT);
  });
});

describe('the raw bytes of a frame', () => {
  it('are all of them, in hex, as a text, or as they are', async () => {
    const whole = dockerFrame(1, stdoutFrame('\ufeff'.repeat(200_000)));
    const index = await indexOf([chunk('multiplexed', whole)]);
    const hex = await readWhole(index, { kind: 'raw', row: 0, form: 'hex' }, 'copy');
    expect((await textOf(hex)).split('\n')).toHaveLength(Math.ceil(whole.length / 16));
    expect((await readWhole(index, { kind: 'raw', row: 0, form: 'hex' }, 'save')).size).toBe(whole.length);
    const read = await readWhole(index, { kind: 'raw', row: 0, form: 'text' }, 'copy');
    expect((await textOf(read)).match(/\ufeff/g)).toHaveLength(200_000);
  });
});

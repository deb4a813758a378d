import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FormatError, RecordingError } from '../../../src/recording/errors.ts';
import type { DispatchEvent } from '../../../src/recording/event.ts';
import { decodeRecordHeader, encodeRecordHeader } from '../../../src/recording/file/format.ts';
import { RecordingReader } from '../../../src/recording/recordingReader.ts';
import { concat, dockerFrame, stdoutFrame, text, valueFrame } from '../wire/streams.ts';
import {
  bytesOf,
  chunk,
  collect,
  eventsOf,
  freshPath,
  META,
  note,
  notesOf,
  record,
  RETURNED,
  type Step,
} from './recordings.ts';
import { collectGarbage } from '../../support/collectGarbage.ts';

const STEPS: readonly Step[] = [
  { lifecycle: { event: 'create', container: 'hoosegow-1' }, t: 0.5 },
  chunk('multiplexed', dockerFrame(1, stdoutFrame('one', 10)), 1),
  chunk('multiplexed', dockerFrame(2, text('warn')), 2),
  chunk('multiplexed', dockerFrame(1, valueFrame('yield', [1, 'x'])), 3),
  chunk('multiplexed', dockerFrame(1, valueFrame('return', null)), 4),
  { lifecycle: { event: 'exited', code: 0, signal: null, oomKilled: false }, t: 5 },
  { outcome: RETURNED, t: 6 },
];

const WHOLE = bytesOf(STEPS);

function file(bytes: Uint8Array): string {
  const path = freshPath();
  writeFileSync(path, bytes);
  return path;
}

/** Offsets at which records end, the file header included. */
function recordEnds(bytes: Uint8Array): number[] {
  const ends = [12];
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  for (let at = 12; at < bytes.length;) {
    const header = decodeRecordHeader(view, at);
    if (typeof header === 'string') throw new Error(header);
    at += 12 + header.length;
    ends.push(at);
  }
  return ends;
}

const ENDS = recordEnds(WHOLE);

async function readAll(path: string): Promise<{ events: DispatchEvent[]; reader: RecordingReader }> {
  const reader = await RecordingReader.open(path);
  return { events: await collect(reader.events()), reader };
}

describe('a recording cut at any byte', () => {
  it('opens up to its last whole record', async () => {
    const whole = await eventsOf(file(WHOLE));
    expect(whole).toHaveLength(STEPS.length);
    for (let length = ENDS[1] ?? 0; length < WHOLE.length; length++) {
      const { events, reader } = await readAll(file(WHOLE.subarray(0, length)));
      const records = ENDS.filter((end) => end <= length).length - 2;
      expect(events).toEqual(whole.slice(0, records));
      const atEnd = ENDS.includes(length);
      expect(reader.truncated).toEqual({
        offset: ENDS[records + 1],
        reason: atEnd ? 'it ends without an outcome' : 'it is cut inside a record',
      });
    }
    expect((await readAll(file(WHOLE))).reader.truncated).toBeUndefined();
  });

  it('is refused where not even its meta is whole', async () => {
    for (let length = 0; length < (ENDS[1] ?? 0); length++) {
      const error = await RecordingReader.open(file(WHOLE.subarray(0, length))).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(FormatError);
      expect(String(error)).toContain(length === 0 ? 'is empty' : 'is cut off');
    }
  });

  it('shows output that was on its way', async () => {
    const frame = dockerFrame(1, stdoutFrame('half of it')).subarray(0, -3);
    const { events } = await readAll(file(bytesOf([chunk('multiplexed', frame, 7)])));
    expect(events).toEqual([{ seq: 0, t: 7, type: 'stdout', value: text('half of') }]);
  });
});

describe('a damaged recording', () => {
  it('opens up to a damaged header, and says where and why', async () => {
    const at = ENDS[3] ?? 0;
    const damage: [number, number, string][] = [
      [0, 0, 'there is no record of kind 0'],
      [0, 77, 'there is no record of kind 77'],
      [1, 9, 'a chunk on channel 9'],
      [0, 3, 'a lifecycle on channel 1'],
      [11, 0x7f, 'a chunk of 2130706444 bytes'],
    ];
    for (const [place, byte, reason] of damage) {
      const bytes = WHOLE.slice();
      bytes[at + place] = byte;
      const { events, reader } = await readAll(file(bytes));
      expect(events).toHaveLength(2);
      expect(reader.truncated?.offset).toBe(at);
      expect(reader.truncated?.reason).toContain(reason);
    }
  });

  it('opens up to a record that holds something else', async () => {
    const whole = WHOLE.subarray(0, ENDS[2]);
    const json = (kind: 'meta' | 'lifecycle' | 'outcome', payload: string): Uint8Array =>
      concat(whole, encodeRecordHeader(kind, undefined, 9, text(payload).length), text(payload));
    const damage = {
      '{"event":"requested","bytes":"1"}': 'bytes is not a number',
      '[]': 'not an object',
      '{': 'JSON',
    };
    for (const [payload, reason] of Object.entries(damage)) {
      const { events, reader } = await readAll(file(json('lifecycle', payload)));
      expect(events).toHaveLength(1);
      expect(reader.truncated?.offset).toBe(ENDS[2]);
      expect(reader.truncated?.reason).toContain(reason);
    }
    expect((await readAll(file(json('outcome', '{"outcome":"fine"}')))).reader.truncated?.reason).toContain('"fine"');
    expect((await readAll(file(json('meta', '{}')))).reader.truncated?.reason).toContain('a second meta');
  });

  it('tells of a step of a newer version, and goes on behind it', async () => {
    const long = JSON.stringify({ event: 'thawed', why: 'x'.repeat(1000) });
    for (const [step, told] of [
      ['{"event":"thawed","after":5}', 'written by a newer version: {"event":"thawed","after":5}'],
      ['{"event":"__proto__"}', 'written by a newer version: {"event":"__proto__"}'],
      [long, `written by a newer version: ${long.slice(0, 500)}…`],
    ] as const) {
      const head = encodeRecordHeader('lifecycle', undefined, 9, text(step).length);
      const [before, behind] = [WHOLE.subarray(0, ENDS[1]), WHOLE.subarray(ENDS[1])];
      const { events, reader } = await readAll(file(concat(before, head, text(step), behind)));
      expect(reader.truncated).toBe(undefined);
      expect(events.filter(({ type }) => type === 'lifecycle').map(({ value }) => value)).toContainEqual({
        event: 'note',
        text: told,
      });
      expect(events.at(-1)?.type).toBe('outcome');
    }
  });

  it('raises nothing but FormatError and ends, whichever bits are flipped', async () => {
    const flips = fc.array(fc.tuple(fc.nat(WHOLE.length - 1), fc.nat(7)), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(flips, async (places) => {
        const bytes = WHOLE.slice();
        for (const [at, bit] of places) bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        const path = file(bytes);
        const finish = async (): Promise<boolean> => {
          const { reader } = await readAll(path);
          const index = reader.index();
          await index.extend();
          return index.complete;
        };
        const finished = await finish().catch((error: unknown) => error instanceof FormatError);
        expect(finished).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it('with random bytes after its meta ends as well', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (tail) => {
        const { reader } = await readAll(file(concat(WHOLE.subarray(0, ENDS[1]), tail)));
        expect(reader.truncated).toBeDefined();
      }),
    );
  });

  it('does not make the reader allocate what its headers claim', async () => {
    const header = encodeRecordHeader('lifecycle', undefined, 0, 200 * 1024 * 1024);
    collectGarbage();
    const before = process.memoryUsage().rss;
    const { reader } = await readAll(file(WHOLE.subarray(0, ENDS[1])));
    expect(reader.truncated?.reason).toBe('it ends without an outcome');
    const claimed = await readAll(file(concat(WHOLE.subarray(0, ENDS[1]), header, text('{}'))));
    expect(claimed.reader.truncated?.reason).toBe('it is cut inside a record');
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });

  it('does not make the reader decode as many items as its limits claim', async () => {
    const items = 12_000_000;
    const head = Uint8Array.of(0x92, 0xa6, ...text('return'), 0xdd, 0, 0xb7, 0x1b, 0);
    const path = record(
      [chunk('stdout', concat(head, new Uint8Array(items).fill(0x90))), { outcome: RETURNED, t: 1 }],
      { ...META, limits: { valueBytes: 2 ** 30, valueNodes: 1e9, valueDepth: 100 } },
    );
    collectGarbage();
    const before = process.memoryUsage().rss;
    const reader = await RecordingReader.open(path);
    const index = reader.index();
    await index.extend();
    expect(notesOf(await collect(reader.events()))[0]).toMatch(/passes the limit valueNodes \(10000000\)/);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
  });

  it.each([
    ['args', '{"args":1}', 'args is not a list'],
    ['a tag', '{"args":[{"date":"never"}]}', 'date'],
    ['nesting', `{"args":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, 'nested'],
    ['members', '{"args":[],"limits":{}}', 'meta.method'],
    [
      'limits',
      '{"args":[],"limits":{"a":"b"},"method":"m","startedAt":"","engine":"","endpoint":null,"image":null,"runtime":null}',
      'limits.a',
    ],
    [
      'versions',
      '{"args":[],"limits":{},"method":"m","startedAt":"","engine":"","endpoint":null,"image":null,"runtime":null,"isolation":"","inmateDir":null,"versions":{"node":1}}',
      'versions.node is not a string',
    ],
    [
      'reuse',
      '{"args":[],"limits":{},"method":"m","startedAt":"","engine":"","endpoint":null,"image":null,"runtime":null,"isolation":"","inmateDir":null,"reuse":1}',
      'reuse is not true or false',
    ],
    [
      'variables',
      '{"args":[],"limits":{},"method":"m","startedAt":"","engine":"","endpoint":null,"image":null,"runtime":null,"isolation":"","inmateDir":null,"env":[1]}',
      'env is not a list of strings',
    ],
    ['JSON', '{', 'JSON'],
  ])('is refused where its meta is wrong: %s', async (_name, meta, reason) => {
    const header = encodeRecordHeader('meta', undefined, 0, text(meta).length);
    const path = file(concat(WHOLE.subarray(0, 12), header, text(meta)));
    const error = await RecordingReader.open(path).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FormatError);
    expect(String(error)).toContain(reason);
    expect(String(error)).toContain(path);
  });

  it('is refused where its first record is no meta', async () => {
    const path = file(concat(WHOLE.subarray(0, 12), WHOLE.subarray(ENDS[1])));
    await expect(RecordingReader.open(path)).rejects.toThrow('its first record is no meta');
    const bytes = WHOLE.slice();
    bytes[12] = 200;
    await expect(RecordingReader.open(file(bytes))).rejects.toThrow('there is no record of kind 200');
  });
});

describe('a file that is not a recording', () => {
  const version = (number: number): Uint8Array => {
    const bytes = WHOLE.slice();
    new DataView(bytes.buffer).setUint32(8, number, true);
    return bytes;
  };

  it.each([
    ['empty', new Uint8Array(0), 'is empty'],
    ['text', text('hoosegow'), 'is not a Hoosegow recording'],
    ['taken for text on its way', text(Buffer.from(WHOLE).toString('latin1')), 'is not a Hoosegow recording'],
    ['of a newer format', version(2), 'is of format 2, this version reads up to 1: update the extension'],
    ['of no format', version(0), 'is damaged'],
  ])('%s gives a clear FormatError', async (_name, bytes, message) => {
    const path = file(bytes);
    const error = await RecordingReader.open(path).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FormatError);
    expect(String(error)).toContain(`${path} ${message}`);
  });

  it('missing, a folder or a pipe gives a clear RecordingError', async () => {
    const folder = freshPath();
    mkdirSync(folder);
    const expected: [string, string][] = [
      [freshPath(), 'there is no such file'],
      [folder, 'is a folder'],
      [`${file(WHOLE)}/x`, 'not a folder'],
    ];
    if (process.platform !== 'win32') {
      const pipe = freshPath();
      execFileSync('mkfifo', [pipe]);
      expected.push([pipe, 'is not an ordinary file']);
    }
    for (const [path, message] of expected) {
      const error = await RecordingReader.open(path).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(RecordingError);
      expect(String(error)).toContain(path);
      expect(String(error)).toContain(message);
    }
  });

  it('that took the place of one is noticed', async () => {
    const path = file(WHOLE);
    const reader = await RecordingReader.open(path);
    const other = file(WHOLE);
    renameSync(other, path);
    await expect(collect(reader.events())).rejects.toThrow('was replaced by another file');
  });

  it('that shrinks while it is read is a cut one', async () => {
    const path = file(
      bytesOf([...Array.from({ length: 40 }, () => chunk('stderr', new Uint8Array(60_000))), ...STEPS]),
    );
    const reader = await RecordingReader.open(path);
    let events = 0;
    for await (const event of reader.events()) {
      if (events++ === 0) truncateSync(path, 200_000);
      expect(event.type).toBe('stderr');
    }
    expect(reader.truncated?.reason).toBe('it was cut while it was read');
  });
});

describe('what is in no frame', () => {
  it('is told by notes: where the frames end and how much follows', async () => {
    const junk = dockerFrame(1, text('plain text'));
    const steps = [chunk('multiplexed', junk, 1), chunk('multiplexed', dockerFrame(2, text('e')), 2)];
    const events = await eventsOf(file(bytesOf([...steps, { outcome: RETURNED, t: 3 }])));
    expect(events.map((event) => event.type)).toEqual(['lifecycle', 'stderr', 'lifecycle', 'outcome']);
    expect(notesOf(events)).toEqual([
      expect.stringMatching(/^protocol violation at byte 0: expected a frame.*found the byte 0x70$/),
      '10 bytes of output are in the recording but in no frame',
    ]);
  });

  it('is told by notes: an answer that ends in the middle, and what the daemon says', async () => {
    const cut = dockerFrame(1, stdoutFrame('cut')).subarray(0, -1);
    const steps = [chunk('multiplexed', concat(dockerFrame(3, text('disk full\n')), cut)), note('after')];
    const events = await eventsOf(file(bytesOf([...steps, { outcome: RETURNED, t: 3 }])));
    expect(notesOf(events)).toEqual([
      'the container host reports: disk full',
      'after',
      expect.stringMatching(/^standard output ends at byte 15, before the rest of the frame that begins at byte 0$/),
      expect.stringMatching(/^the attach stream ends at byte \d+, inside the payload of a Docker frame$/),
    ]);
    expect(events.map((event) => event.type).slice(2)).toEqual(['stdout', 'lifecycle', 'lifecycle', 'outcome']);
  });
});

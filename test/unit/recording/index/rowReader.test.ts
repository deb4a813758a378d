import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventBody } from '../../../../src/recording/event.ts';
import type { EventIndex } from '../../../../src/recording/index/eventIndex.ts';
import { RecordingReader } from '../../../../src/recording/recordingReader.ts';
import type { RawBytes, RowReader } from '../../../../src/recording/index/rowReader.ts';
import { concat, cutBy, cutting, dockerFrame, stdoutFrame, text, valueFrame } from '../../wire/streams.ts';
import { answers, chunk, collect, multiplex, note, record, RETURNED, type Step } from '../recordings.ts';

const END: Step = { outcome: RETURNED, t: 99 };

async function withReader<T>(path: string, use: (reader: RowReader, index: EventIndex) => Promise<T>): Promise<T> {
  const index = (await RecordingReader.open(path)).index();
  await index.extend();
  const reader = index.reader();
  try {
    return await use(reader, index);
  } finally {
    reader.close();
  }
}

async function rawOf(path: string, limit = Infinity): Promise<RawBytes[]> {
  return withReader(path, async (reader, { length }) =>
    Promise.all(Array.from({ length }, async (_, row) => reader.rawAt(row, limit))),
  );
}

describe('the raw bytes of rows', () => {
  it('are whole where Docker sent each byte of a frame in a frame of its own', async () => {
    const frame = valueFrame('yield', ['x'.repeat(100)]);
    const sent = concat(...Array.from(frame, (byte) => dockerFrame(1, Uint8Array.of(byte))));
    const [raw] = await rawOf(record([chunk('multiplexed', sent), END]));
    expect(raw?.whole).toBe(true);
    expect(raw?.bytes).toEqual(sent);
  });

  it('are together all that the container host sent', async () => {
    await fc.assert(
      fc.asyncProperty(answers, fc.array(fc.integer({ min: 1, max: 60 })), fc.nat(40), async (pieces, cuts, limit) => {
        const sent = multiplex(pieces, cuts);
        const path = record([chunk('multiplexed', sent), END]);
        const raw = (await rawOf(path)).slice(0, -1);
        expect(concat(...raw.map(({ bytes }) => bytes))).toEqual(sent);
        expect(raw.every(({ whole }) => whole)).toBe(true);
        const cut = (await rawOf(path, limit + 8)).slice(0, -1);
        for (const [i, { bytes, whole, headed, dockerLeft }] of cut.entries()) {
          const full = raw[i]?.bytes ?? new Uint8Array();
          expect([headed, dockerLeft]).toEqual([raw[i]?.headed, raw[i]?.dockerLeft]);
          expect(bytes).toEqual(full.subarray(0, limit + 8));
          expect(whole).toBe(full.length <= limit + 8);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('say that they begin with a Docker header only where they do, however the stream was cut', async () => {
    await fc.assert(
      fc.asyncProperty(answers, fc.array(fc.integer({ min: 1, max: 60 })), cutting, async (pieces, cuts, chunks) => {
        const steps = cutBy(multiplex(pieces, cuts), chunks).map((bytes) => chunk('multiplexed', bytes));
        for (const { bytes, headed, dockerLeft } of await rawOf(record([...steps, END]))) {
          if (!headed) continue;
          expect([1, 2]).toContain(bytes[0]);
          expect(new DataView(bytes.buffer).getUint32(4)).toBe(dockerLeft);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('of plain channels, steps and notes are what the record holds', async () => {
    const frame = valueFrame('yield', ['x'], 5);
    const path = record([
      note('n'),
      chunk('stdout', frame.subarray(0, 4)),
      chunk('stderr', 'between'),
      chunk('stdout', frame.subarray(4)),
      chunk('stdout', stdoutFrame('cut off').subarray(0, -3)),
      END,
    ]);
    const [step, between, yielded, partial, madeNote, outcome] = await rawOf(path);
    expect(new TextDecoder().decode(step?.bytes)).toBe('{"event":"note","text":"n"}');
    const own = ({ length }: Uint8Array) => [{ kind: 'own', from: 0, to: length }];
    const plain = { headed: false, dockerLeft: 0, whole: true };
    expect(between).toEqual({ ...plain, bytes: text('between'), stretches: own(text('between')) });
    expect(yielded).toEqual({ ...plain, bytes: frame, stretches: own(frame) });
    expect(partial?.bytes).toEqual(stdoutFrame('cut off').subarray(0, -3));
    expect(madeNote?.bytes).toHaveLength(0);
    expect(new TextDecoder().decode(outcome?.bytes)).toBe('{"outcome":"returned"}');
  });

  it('end where a broken multiplexing breaks the frame', async () => {
    const half = dockerFrame(1, stdoutFrame('half').subarray(0, 15));
    const [raw] = await rawOf(record([chunk('multiplexed', concat(half, dockerFrame(9, text('?')))), END]));
    expect(raw?.bytes).toEqual(half);
  });
});

describe('a row that is read at once', () => {
  it('holds what it holds and the raw bytes that it has, and tells which of them are its own', async () => {
    await fc.assert(
      fc.asyncProperty(answers, fc.array(fc.integer({ min: 1, max: 60 })), cutting, async (pieces, cuts, chunks) => {
        const steps = cutBy(multiplex(pieces, cuts), chunks).map((bytes) => chunk('multiplexed', bytes));
        const path = record([note('n'), ...steps, END]);
        const events = await collect((await RecordingReader.open(path)).events());
        await withReader(path, async (reader) => {
          for (const { seq, type, value } of events) {
            const { body, raw } = await reader.contentAt(seq, { body: Infinity, raw: Infinity });
            expect(body).toEqual({ type, value });
            expect(raw).toEqual(await reader.rawAt(seq, Infinity));
            const { bytes, stretches, whole } = raw;
            expect(whole).toBe(true);
            expect(concat(...stretches.map(({ from, to }) => bytes.subarray(from, to)))).toEqual(bytes);
            const own = stretches.filter(({ kind }) => kind === 'own').map(({ from, to }) => bytes.subarray(from, to));
            const output = value instanceof Uint8Array && type !== 'return' ? value : new Uint8Array(0);
            expect(Buffer.from(concat(...own)).includes(Buffer.from(output))).toBe(true);
          }
        });
      }),
      { numRuns: 60 },
    );
  });

  it('has its output cut where its limit falls, however many records hold it', async () => {
    const frame = stdoutFrame('x'.repeat(1000));
    const cuts = [frame.subarray(0, 500), frame.subarray(500, 1000), frame.subarray(1000)];
    const path = record([...cuts.map((bytes) => chunk('stdout', bytes)), END]);
    await withReader(path, async (reader) => {
      for (const limit of [1, 499, 500, 990, 999, 1000, 1001]) {
        expect(await reader.bodyAt(0, limit)).toEqual({
          type: 'stdout',
          value: text('x'.repeat(Math.min(limit, 1000))),
        });
      }
    });
  });

  it('ends where its bytes go on over another way, which is not its own', async () => {
    const frame = stdoutFrame('half and half');
    const half = frame.subarray(0, 18);
    const inDocker = dockerFrame(1, half);
    const warned = chunk('multiplexed', dockerFrame(2, text('warned')));
    const more = chunk('stdout', 'more');
    const cases: [Uint8Array, Step[]][] = [
      [inDocker, [chunk('multiplexed', inDocker), chunk('stderr', 'x'), more, warned]],
      [half, [chunk('stdout', half), warned, chunk('multiplexed', dockerFrame(1, text('x'))), more]],
      [half, [chunk('stdout', half), warned, chunk('multiplexed', dockerFrame(9, text('x'))), more]],
    ];
    for (const [expected, steps] of cases) {
      await withReader(record([...steps, END]), async (reader, index) => {
        const row = Array.from({ length: index.length }, (_, i) => i).findIndex((i) => index.type(i) === 'stdout');
        const { body, raw } = await reader.contentAt(row, { body: Infinity, raw: Infinity });
        expect(body?.type).toBe('stdout');
        expect(raw.bytes).toEqual(expected);
        expect(await reader.bodyAt(row)).toEqual(body);
      });
    }
  });
});

describe('a row that is read in part', () => {
  it('has its output cut, and no value beyond the limit', async () => {
    const long = 'x'.repeat(200_000);
    const path = record([
      chunk('multiplexed', dockerFrame(1, stdoutFrame(long))),
      chunk('multiplexed', dockerFrame(2, text(long))),
      chunk('multiplexed', dockerFrame(1, valueFrame('yield', [long]))),
      chunk('multiplexed', dockerFrame(1, valueFrame('return', 1))),
      END,
    ]);
    const parts = await withReader(path, async (reader, { length }) =>
      Promise.all(
        Array.from({ length }, async (_, row) => [await reader.bodyAt(row), await reader.bodyAt(row, 1000)] as const),
      ),
    );
    const cut = (body: EventBody) => {
      if (body.type === 'yield') return undefined;
      return body.type === 'stdout' || body.type === 'stderr' ? { ...body, value: body.value.subarray(0, 1000) } : body;
    };
    expect(parts.map(([, part]) => part)).toEqual(parts.map(([whole]) => cut(whole)));
    expect(parts.map(([whole]) => whole.type)).toContain('yield');
  });
});

describe('a reader of rows', () => {
  it('says so where something else stands in the place of a row by now', async () => {
    const frame = valueFrame('yield', ['abc']);
    const path = record([chunk('stdout', frame), END]);
    const file = readFileSync(path);
    for (const other of [valueFrame('return', ['ab']), stdoutFrame('abcd'), new Uint8Array(frame.length)]) {
      await withReader(path, async (reader) => {
        file.set(other.subarray(0, frame.length), file.indexOf(frame));
        writeFileSync(path, file);
        await expect(reader.bodyAt(0)).rejects.toThrow(/has changed|was changed/);
        expect((await reader.rawAt(0, 10)).bytes.length).toBeLessThanOrEqual(10);
      });
      file.set(frame, file.indexOf(other.subarray(0, frame.length)));
      writeFileSync(path, file);
    }
  });

  it('can be closed twice, and disturbs no other reader by it', async () => {
    const path = record([note('n'), END]);
    await withReader(path, async (reader, index) => {
      const other = index.reader();
      other.close();
      other.close();
      expect((await reader.bodyAt(0)).type).toBe('lifecycle');
    });
  });
});

describe('events of some types', () => {
  it('come in batches as well, which say where they end', async () => {
    const reader = await RecordingReader.open(record([note('a'), chunk('stderr', 'b'), END]));
    const batches = await collect(reader.eventBatches());
    expect(batches.flatMap(({ events }) => events)).toEqual(await collect(reader.events()));
    expect(batches.at(-1)?.end).toBe(3);
  });

  it('are those of all types without the others, with the same numbers', async () => {
    await fc.assert(
      fc.asyncProperty(answers, cutting, async (pieces, chunks) => {
        const steps = cutBy(multiplex(pieces, [30]), chunks).map((bytes) => chunk('multiplexed', bytes));
        const reader = await RecordingReader.open(record([note('a'), ...steps, END]));
        const all = await collect(reader.events());
        for (const types of [new Set(['stderr', 'return'] as const), new Set(['yield', 'outcome'] as const)]) {
          const wanted = all.filter(({ type }) => (types as ReadonlySet<string>).has(type));
          expect(await collect(reader.events({ types }))).toEqual(wanted);
        }
      }),
      { numRuns: 30 },
    );
  });
});

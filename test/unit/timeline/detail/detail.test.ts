import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest';
import { FileBytes } from '../../../../src/recording/file/fileBytes.ts';
import { MAX_CHUNK_BYTES } from '../../../../src/recording/file/format.ts';
import { RecordCursor } from '../../../../src/recording/file/recordCursor.ts';
import type { EventIndex } from '../../../../src/recording/index/eventIndex.ts';
import { RecordingReader } from '../../../../src/recording/recordingReader.ts';
import { MAX_DETAIL_BYTES } from '../../../../src/protocol/protocol.ts';
import { readPreview } from '../../../../src/timeline/describe/preview.ts';
import { readDetail } from '../../../../src/timeline/detail/detail.ts';
import { Demultiplexer } from '../../../../src/wire/answer/demultiplexer.ts';
import { FrameScanner } from '../../../../src/wire/answer/frameScanner.ts';
import { StdoutDecoder } from '../../../../src/wire/answer/stdoutDecoder.ts';
import { ValueDecoder } from '../../../../src/wire/msgpack/valueDecoder.ts';
import { concat, dockerFrame, stdoutFrame, text, valueFrame } from '../../wire/streams.ts';
import { chunk, note, record, RETURNED, type Step } from '../../recording/recordings.ts';

interface Passes {
  readonly reads: MockInstance<FileBytes['read']>;
  readonly records: MockInstance<RecordCursor['read']>;
  readonly demultiplexed: MockInstance<Demultiplexer['push']>;
  readonly decoded: MockInstance<StdoutDecoder['push']>;
  readonly scanned: MockInstance<FrameScanner['push']>;
  readonly values: MockInstance<ValueDecoder['read']>;
}

async function indexOf(steps: readonly Step[]): Promise<EventIndex> {
  const index = (await RecordingReader.open(record([...steps, { outcome: RETURNED, t: 99 }]))).index();
  await index.extend();
  return index;
}

/** Counts from here on. */
function count(): Passes {
  return {
    reads: vi.spyOn(FileBytes.prototype, 'read'),
    records: vi.spyOn(RecordCursor.prototype, 'read'),
    demultiplexed: vi.spyOn(Demultiplexer.prototype, 'push'),
    decoded: vi.spyOn(StdoutDecoder.prototype, 'push'),
    scanned: vi.spyOn(FrameScanner.prototype, 'push'),
    values: vi.spyOn(ValueDecoder.prototype, 'read'),
  };
}

function timesOf(passes: Passes): Record<string, number> {
  return Object.fromEntries(
    Object.entries(passes).map(([name, spy]: [string, MockInstance]) => [name, spy.mock.calls.length]),
  );
}

/** Bytes of the answer that were taken apart. */
function bytesOf({ demultiplexed }: Passes): number {
  return demultiplexed.mock.calls.reduce((sum, [bytes]) => sum + bytes.length, 0);
}

const ONCE = { reads: 1, records: 0, demultiplexed: 1, decoded: 1, scanned: 0, values: 1 };

describe('a click on a row', () => {
  beforeEach(() => void vi.restoreAllMocks());
  afterEach(() => void vi.restoreAllMocks());

  it('reads its frame once, takes it apart once, and decodes it once', async () => {
    const frame = dockerFrame(1, valueFrame('yield', [1, { a: 'b' }], 900));
    const index = await indexOf([note('n'), chunk('multiplexed', concat(frame, frame))]);
    for (const row of [1, 2]) {
      const passes = count();
      const detail = await readDetail(index, row);
      expect(timesOf(passes)).toEqual(ONCE);
      expect(detail).toMatchObject({ type: 'yield', value: [1, { a: 'b' }], raw: frame, omitted: 0 });
      expect(detail.marks.slice(0, 2).map(({ kind }) => kind)).toEqual(['docker-header', 'frame-header']);
      vi.restoreAllMocks();
    }
  });

  it('does so as well where the frame came in pieces', async () => {
    const whole = valueFrame('return', 'abcdef');
    const pieces = concat(
      dockerFrame(1, whole.subarray(0, 9)),
      dockerFrame(2, text('noise')),
      dockerFrame(1, whole.subarray(9)),
    );
    const index = await indexOf([chunk('multiplexed', pieces)]);
    const passes = count();
    const detail = await readDetail(index, 1);
    expect([detail.value, detail.raw]).toEqual(['abcdef', pieces]);
    // Two pieces of stdout.
    expect(timesOf(passes)).toMatchObject({ reads: 1, records: 0, demultiplexed: 1, decoded: 2, scanned: 0 });
  });

  it('takes each byte of a large frame once, and of large output no more than it shows', async () => {
    const large = dockerFrame(1, valueFrame('yield', ['x'.repeat(200_000)]));
    const output = dockerFrame(1, stdoutFrame('x'.repeat(900_000)));
    const index = await indexOf([chunk('multiplexed', large), chunk('multiplexed', output)]);
    const passes = count();
    expect((await readDetail(index, 0)).raw).toEqual(large);
    expect([passes.reads.mock.calls.length, bytesOf(passes)]).toEqual([1, large.length]);
    vi.clearAllMocks();
    const { output: shown, raw, omitted } = await readDetail(index, 1);
    expect([shown?.length, raw.length, omitted]).toEqual([
      MAX_DETAIL_BYTES,
      MAX_DETAIL_BYTES,
      900_000 - MAX_DETAIL_BYTES,
    ]);
    expect(passes.reads).toHaveBeenCalledTimes(1);
    expect(bytesOf(passes)).toBeLessThan(MAX_DETAIL_BYTES + 2 * MAX_CHUNK_BYTES);
  });

  it('reads what is not a frame once', async () => {
    const index = await indexOf([note('n'), chunk('multiplexed', dockerFrame(2, text('warned')))]);
    const passes = count();
    expect((await readDetail(index, 0)).value).toEqual({ event: 'note', text: 'n' });
    expect((await readDetail(index, 1)).raw).toEqual(dockerFrame(2, text('warned')));
    expect(timesOf(passes)).toEqual({ reads: 2, records: 0, demultiplexed: 0, decoded: 0, scanned: 0, values: 0 });
  });
});

describe('the preview of a value too large for it', () => {
  afterEach(() => void vi.restoreAllMocks());

  it('reads the start of it alone', async () => {
    const frame = valueFrame('yield', ['x'.repeat(500_000)]);
    const index = await indexOf([chunk('multiplexed', dockerFrame(1, frame))]);
    const reader = index.reader();
    const passes = count();
    expect(await readPreview(reader, 0, 'yield', index.size(0))).toMatch(/^488.3 KiB: "xxx/);
    reader.close();
    expect(timesOf(passes)).toEqual({ ...ONCE, values: 0 });
    expect(passes.reads.mock.calls.map(([, length]) => length < 4096)).toEqual([true]);
  });
});

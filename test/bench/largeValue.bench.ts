import { encodeFrameParts } from '../../src/wire/frameEncoder.ts';
import { encodeValue } from '../../src/wire/msgpack/encodeValue.ts';
import { inChunks } from './chunks.ts';
import { decodeAnswer } from './decodeAnswer.ts';
import { dockerFrame } from './dockerFrame.ts';
import type { Bench, Result } from './figure.ts';
import { inTurns } from './measure.ts';

const MIB = 1024 ** 2;
const SIZES = [64, 128, 256];
const CHUNK_BYTES = 16 * 1024;
/** How much more than by its size the time may grow, on a machine that does other things. */
const MOST = 1.3;

export const bench: Bench = {
  name: 'one large value in many chunks',
  async run() {
    const seconds = await inTurns(
      5,
      SIZES.map((size) => {
        const chunks = chunksOf(size * MIB);
        return () => decodeAnswer(chunks, { collect: () => true, valueBytes: 1024 * MIB }, () => undefined);
      }),
    );
    const [first = NaN] = seconds;
    return SIZES.map((size, i): Result => {
      const taken = seconds[i] ?? NaN;
      const growth = taken / first / (size / (SIZES[0] ?? NaN));
      const figure = `one value of ${size} MiB in chunks of 16 KB`;
      if (i === 0) {
        const none = { against: null, ratio: null, target: null, met: null };
        return { figure, value: taken * 1000, unit: 'ms', ...none };
      }
      return {
        figure,
        value: taken * 1000,
        unit: 'ms',
        against: `the time of ${SIZES[0]} MiB, as many times as it is larger`,
        ratio: growth,
        target: `linear: ≤ ${MOST} ×`,
        met: growth <= MOST,
      };
    });
  },
};

function chunksOf(bytes: number): readonly Buffer[] {
  const value = encodeValue([Buffer.alloc(bytes, 'a large value ')]);
  const frame = encodeFrameParts('yield', value, 1);
  return inChunks(Buffer.concat(frame), CHUNK_BYTES).map((chunk) => dockerFrame(1, [chunk]));
}

import { decodeMulti } from '@msgpack/msgpack';
import { Unpackr } from 'msgpackr';
import { inChunks } from './chunks.ts';
import { decodeAnswer } from './decodeAnswer.ts';
import { dockerFrame } from './dockerFrame.ts';
import type { Bench } from './figure.ts';
import { inTurns } from './measure.ts';
import { yieldFrames } from './yieldFrames.ts';

const YIELDS = 500_000;
/** Docker reads an inmate's output by as much. */
const DOCKER_FRAME_BYTES = 32 * 1024;

export const bench: Bench = {
  name: 'yields, packed in big Docker frames',
  async run() {
    const stdout = Buffer.concat(yieldFrames(YIELDS));
    const dockerFrames = inChunks(stdout, DOCKER_FRAME_BYTES).map((piece) => dockerFrame(1, [piece]));
    const chunks = inChunks(Buffer.concat(dockerFrames));
    const unpackr = new Unpackr({ useRecords: false, mapsAsObjects: true });
    const [ours = NaN, msgpack = NaN, msgpackr = NaN] = await inTurns(7, [
      () => {
        let found = 0;
        decodeAnswer(chunks, { collect: () => true }, ({ content }) => (found += content ? 1 : 0));
        expectAll(found);
      },
      () => {
        let found = 0;
        for (const frame of decodeMulti(stdout)) found += Array.isArray(frame) ? 1 : 0;
        expectAll(found);
      },
      () => {
        let found = 0;
        unpackr.unpackMultiple(stdout, (frame) => {
          found += Array.isArray(frame) ? 1 : 0;
        });
        expectAll(found);
      },
    ]);
    const against = (name: string, theirs: number) => ({
      figure: `500,000 packed yields, beside ${name}`,
      value: YIELDS / ours,
      unit: 'yields/s',
      against: `${name} on the demultiplexed bytes: ${Math.round(YIELDS / theirs)} yields/s`,
      ratio: theirs / ours,
      target: '≥ 1 ×',
      met: theirs >= ours,
    });
    return [against('@msgpack/msgpack decodeMulti', msgpack), against('msgpackr', msgpackr)];
  },
};

function expectAll(found: number): void {
  if (found !== YIELDS) throw new Error(`${found} yields of ${YIELDS}`);
}

import { decodeMultiStream } from '@msgpack/msgpack';
import Modem from 'docker-modem';
import { PassThrough, Readable } from 'node:stream';
import { inChunks } from './chunks.ts';
import { decodeAnswer } from './decodeAnswer.ts';
import { dockerFrame } from './dockerFrame.ts';
import type { Bench } from './figure.ts';
import { inTurns } from './measure.ts';
import { yieldFrames } from './yieldFrames.ts';

const YIELDS = 200_000;
const LEAST = 40;

export const bench: Bench = {
  name: 'yields, each in a Docker frame of its own',
  async run() {
    const frames = yieldFrames(YIELDS).map((frame) => dockerFrame(1, [frame]));
    const chunks = inChunks(Buffer.concat(frames));
    const [ours = NaN, theirs = NaN] = await inTurns(3, [
      () => {
        let found = 0;
        decodeAnswer(chunks, { collect: () => true }, ({ content }) => (found += content ? 1 : 0));
        expectAll(found);
      },
      async () => expectAll(await countWithDockerModem(chunks)),
    ]);
    const ratio = theirs / ours;
    return [
      {
        figure: 'yields, each in a Docker frame of its own',
        value: YIELDS / ours,
        unit: 'yields/s',
        against: `docker-modem demuxStream + @msgpack/msgpack decodeMultiStream: ${Math.round(YIELDS / theirs)} yields/s`,
        ratio,
        target: `≥ ${LEAST} ×`,
        met: ratio >= LEAST,
      },
    ];
  },
};

async function countWithDockerModem(chunks: readonly Buffer[]): Promise<number> {
  const attach = Readable.from(chunks, { objectMode: false });
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  new Modem().demuxStream(attach, stdout, stderr);
  attach.once('end', () => stdout.end());
  let found = 0;
  for await (const frame of decodeMultiStream(stdout)) found += Array.isArray(frame) ? 1 : 0;
  return found;
}

function expectAll(found: number): void {
  if (found !== YIELDS) throw new Error(`${found} yields of ${YIELDS}`);
}

import { isTerminal } from '../../src/wire/frame.ts';
import { encodeStdoutParts } from '../../src/wire/frameEncoder.ts';
import { inChunks } from './chunks.ts';
import { decodeAnswer } from './decodeAnswer.ts';
import { dockerFrame } from './dockerFrame.ts';
import type { Bench } from './figure.ts';
import { inTurns } from './measure.ts';

const FRAMES = 4096;
const FRAME_BYTES = 64 * 1024;
const LEAST = 2;

export const bench: Bench = {
  name: 'output: demultiplex and scan',
  async run() {
    const payload = Buffer.alloc(FRAME_BYTES, 'output of an inmate, line by line\n');
    const frame = dockerFrame(1, encodeStdoutParts(payload, 123_456));
    const chunks = inChunks(Buffer.concat(Array.from({ length: FRAMES }, () => frame)));
    const bytes = FRAMES * frame.length;
    const copy = Buffer.alloc(bytes);
    const [ours = NaN, memcpy = NaN] = await inTurns(9, [
      () => {
        let found = 0;
        decodeAnswer(chunks, { collect: isTerminal }, () => found++);
        if (found !== FRAMES) throw new Error(`${found} frames`);
      },
      () => {
        let at = 0;
        for (const chunk of chunks) at += chunk.copy(copy, at);
      },
    ]);
    const speed = bytes / ours / 1e9;
    return [
      {
        figure: 'demultiplex and scan, stdout frames of 64 KB',
        value: speed,
        unit: 'GB/s',
        against: `memcpy of the same bytes: ${(bytes / memcpy / 1e9).toFixed(1)} GB/s`,
        ratio: memcpy / ours,
        target: `≥ ${LEAST} GB/s`,
        met: speed >= LEAST,
      },
    ];
  },
};

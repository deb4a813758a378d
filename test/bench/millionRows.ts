import { RecordingWriter } from '../../src/recording/recordingWriter.ts';
import { encodeValue } from '../../src/wire/msgpack/encodeValue.ts';
import { encodeFrameParts, encodeStdoutParts } from '../../src/wire/frameEncoder.ts';
import { dockerFrame } from './dockerFrame.ts';

export const ROWS = 1_000_000;
/** Milliseconds from one row to the next. */
export const ROW_INTERVAL = 0.01;
const CHUNK_BYTES = 60_000;

function frameOf(row: number, more: string): Buffer {
  if (row % 4 === 0)
    return dockerFrame(1, encodeFrameParts('yield', encodeValue([row, { n: `item ${row}${more}` }]), row * 10));
  if (row % 4 === 3) return dockerFrame(2, [Buffer.from(`warning ${row}${more}\n`)]);
  return dockerFrame(1, encodeStdoutParts(Buffer.from(`line ${row} of the output${more}\n`), row * 10));
}

/** Writes a recording of so many rows: output, yields and stderr by turns, each in a Docker frame of its own, with more text in each one. */
export function writeMillionRows(path: string, more = ''): void {
  const writer = RecordingWriter.create(path, {
    method: 'render',
    args: ['# Title'],
    startedAt: '2026-01-02T03:04:05.678Z',
    engine: 'docker',
    endpoint: null,
    image: null,
    runtime: null,
    limits: {},
    isolation: 'a container',
    inmateDir: null,
  });
  let chunk: Buffer[] = [];
  let bytes = 0;
  const flush = (row: number): void => {
    writer.bytes('multiplexed', Buffer.concat(chunk), row * ROW_INTERVAL);
    chunk = [];
    bytes = 0;
  };
  for (let row = 0; row < ROWS - 2; row++) {
    const frame = frameOf(row, more);
    chunk.push(frame);
    if ((bytes += frame.length) > CHUNK_BYTES) flush(row);
  }
  chunk.push(dockerFrame(1, encodeFrameParts('return', encodeValue({ ok: true }), ROWS * 10)));
  flush(ROWS);
  writer.outcome({ outcome: 'returned' }, ROWS * ROW_INTERVAL);
  writer.close();
}

import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RecordingReader } from '../../src/recording/recordingReader.ts';
import type { Bench, Result } from './figure.ts';
import { inTurns } from './measure.ts';
import { ROWS, writeMillionRows } from './millionRows.ts';

const BLOCK_BYTES = 512 * 1024;
const MOST = 3;

export const bench: Bench = {
  name: 'recording of 1,000,000 frames',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'hoosegow-bench-'));
    try {
      return [await measure(folder, 0), await measure(folder, 200)];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** @param more bytes of text in each frame beside the few that it has */
async function measure(folder: string, more: number): Promise<Result> {
  const path = join(folder, `${more}.dispatch`);
  writeMillionRows(path, 'x'.repeat(more));
  const [indexing = NaN, reading = NaN] = await inTurns(5, [async () => openAndIndex(path), async () => readAll(path)]);
  const ratio = indexing / reading;
  return {
    figure: `open and index a recording of 1,000,000 frames, ${(statSync(path).size / 1e6).toFixed(0)} MB`,
    value: indexing * 1000,
    unit: 'ms',
    against: `reading the file: ${(reading * 1000).toFixed(0)} ms`,
    ratio,
    target: `≤ ${MOST} ×`,
    met: ratio <= MOST,
  };
}

async function openAndIndex(path: string): Promise<void> {
  const index = (await RecordingReader.open(path)).index();
  await index.extend();
  if (index.length !== ROWS) throw new Error(`${index.length} rows of ${ROWS}`);
}

/** Reads the same file, which is in the page cache for both, into one buffer that is used again: the quickest of the ways that were tried. */
async function readAll(path: string): Promise<void> {
  const file = await open(path);
  const block = Buffer.alloc(BLOCK_BYTES);
  for (let read = -1; read !== 0;) ({ bytesRead: read } = await file.read(block, 0, BLOCK_BYTES, null));
  await file.close();
}

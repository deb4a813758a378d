import { transform } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { raiseTooOld, tooOld } from '../../../inmate-template/entrypoint/tooOld.ts';
import { decodeFrame } from '../../../src/wire/answer/decodeFrame.ts';
import { FrameScanner, type ScannedFrame } from '../../../src/wire/answer/frameScanner.ts';

afterEach(() => void vi.restoreAllMocks());

it.each(['12.22.12', '14.21.3', '18.20.8'])('says that Node %s is too old', (version) => {
  expect(tooOld(version)).toContain(`Node ${version}: inmates need Node 20 or newer`);
});

it.each(['20.0.0', '24.9.0', '100.0.0'])('says nothing against Node %s', (version) => {
  expect(tooOld(version)).toBeUndefined();
});

it('answers in the protocol', () => {
  const written: Uint8Array[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((bytes) => written.push(Buffer.from(bytes)) > 0);
  vi.spyOn(process.stdin, 'resume').mockReturnValue(process.stdin);
  vi.spyOn(process.stdin, 'on').mockReturnValue(process.stdin);
  const timer = vi.spyOn(globalThis, 'setTimeout').mockImplementation(() => {
    throw new Error('scheduled');
  });
  expect(() => raiseTooOld('é'.repeat(200))).toThrow('scheduled');
  timer.mockRestore();
  const frames: ScannedFrame[] = [];
  const scanner = new FrameScanner(
    { stdout: () => undefined, frame: (frame) => void frames.push(frame) },
    { valueBytes: 10_000, valueNodes: 100, valueDepth: 10 },
  );
  expect(scanner.push(Buffer.concat(written))).toBeUndefined();
  expect(frames.map((frame) => decodeFrame(frame))).toEqual([
    { type: 'raise', value: { class: 'InmateImportError', message: 'é'.repeat(200), backtrace: [] } },
  ]);
});

// Runs the built entrypoint: `npm run build` comes first.
it('can be read by Node 14, so that this is what it says', async () => {
  const built = await readFile(join(import.meta.dirname, '../../../dist/inmate-template/bin/entrypoint.cjs'), 'utf8');
  const target = 'node20';
  // What of its syntax came after Node 14.
  const later = ['logical-assignment', 'class-static-blocks', 'class-private-brand-check', 'top-level-await'];
  const supported = Object.fromEntries(later.map((feature) => [feature, false]));
  const asItIs = await transform(built, { target });
  expect((await transform(built, { target, supported })).code).toBe(asItIs.code);
});

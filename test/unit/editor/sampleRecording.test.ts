import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { RecordingReader } from '../../../src/recording/recordingReader.ts';

const SAMPLE = join(import.meta.dirname, '../../../media/sample.dispatch');

it('the sample recording is small, whole, has something in every lane, and no path of a machine', async () => {
  expect((await stat(SAMPLE)).size).toBeLessThan(8192);
  const reader = await RecordingReader.open(SAMPLE);
  expect(reader.meta).toMatchObject({ inmateDir: null, endpoint: 'unix:///var/run/docker.sock' });
  const types = new Set<string>();
  for await (const { type } of reader.events()) types.add(type);
  expect([...types].toSorted()).toEqual(['lifecycle', 'outcome', 'return', 'stderr', 'stdout', 'yield']);
  expect(await readFile(SAMPLE, 'latin1')).not.toMatch(/\/(?:tmp|home|Users|root|work)\//);
});

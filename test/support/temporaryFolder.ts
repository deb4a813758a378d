import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One folder for what the files of a layer write: files that share a process cannot tell which of them is its last. */
export default async function makeTemporaryFolder(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'hoosegow-tests-'));
  process.env['HOOSEGOW_TEST_FOLDER'] = folder;
  return async () => rm(folder, { recursive: true, force: true });
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One folder for all that a layer writes: test files that share a process do not know which of them is the last. */
export default async function makeTemporaryFolder(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'hoosegow-tests-'));
  process.env['HOOSEGOW_TEST_FOLDER'] = folder;
  return async () => rm(folder, { recursive: true, force: true });
}

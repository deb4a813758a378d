import { mkdtemp, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readBuildContext } from '../../../../../../../src/engine/hosts/docker/images/context/contextEntries.ts';
import { FileDigests } from '../../../../../../../src/engine/hosts/docker/images/files/fileDigests.ts';

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hoosegow-digests-'));
  file = join(folder, 'inmate.js');
  await writeFile(join(folder, 'Dockerfile'), 'FROM scratch\n');
});
afterAll(() => rm(folder, { recursive: true }));

/** Lets a file look as if nobody had touched it for an hour, but for its ctime. */
async function age(): Promise<void> {
  const { mtimeMs } = await stat(file);
  await utimes(file, new Date(), new Date(mtimeMs - 3_600_000));
}

async function digestOf(digests: FileDigests): Promise<string | undefined> {
  const { entries } = await readBuildContext(folder, { digests });
  const entry = entries.find(({ path }) => path === 'inmate.js');
  return entry?.type === 'file' ? entry.digest : undefined;
}

it('a change shows at once, also one of the same length that sets the time back', async () => {
  const digests = new FileDigests();
  const seen = new Set<string | undefined>();
  for (let n = 0; n < 100; n++) {
    await writeFile(file, `export const n = () => ${n + 100};\n`);
    if (n % 3 === 0) await age();
    seen.add(await digestOf(digests));
  }
  expect(seen.size).toBe(100);
});

it('what has rested is not read again, and is when it has changed', async () => {
  const digests = new FileDigests();
  let reads = 0;
  const content = { digest: 'x', size: 1, executable: false, isScript: false };
  const read = () => {
    reads++;
    return Promise.resolve(content);
  };
  const fresh = await stat(file, { bigint: true });
  const old = Object.assign(Object.create(fresh) as typeof fresh, {
    mtimeNs: fresh.mtimeNs - 5_000_000_000n,
    ctimeNs: fresh.ctimeNs - 5_000_000_000n,
  });
  for (let n = 0; n < 3; n++) await digests.get('rested', old, read);
  expect(reads).toBe(1);
  for (let n = 0; n < 3; n++) await digests.get('fresh', fresh, read);
  expect(reads).toBe(4);
  await digests.get('rested', Object.assign(Object.create(old) as typeof old, { ctimeNs: old.ctimeNs - 1n }), read);
  expect(reads).toBe(5);
});

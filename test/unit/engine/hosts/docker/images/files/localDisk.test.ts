import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { isOnLocalDisk } from '../../../../../../../src/engine/hosts/docker/images/files/localDisk.ts';

const onLinux = process.platform === 'linux';

it('knows the disks of this machine on Linux, and says of nothing else that it is one', async () => {
  expect(await isOnLocalDisk(tmpdir())).toBe(onLinux);
  expect(await isOnLocalDisk('/proc')).toBe(false);
  expect(await isOnLocalDisk('/no such folder')).toBe(false);
});

import { describe, expect, it } from 'vitest';
import { volumeHints, type Owner } from '../../../../../../src/engine/hosts/docker/container/volumeHints.ts';
import type { Raise } from '../../../../../../src/wire/frame.ts';

const CONFIG = {
  User: '65534:65534',
  HostConfig: {
    Mounts: [
      { Type: 'bind' as const, Source: '/srv/data', Target: '/data', ReadOnly: false },
      { Type: 'bind' as const, Source: '/srv/inner', Target: '/data/inner', ReadOnly: true },
      { Type: 'volume' as const, Source: 'named', Target: '/named' },
    ],
    Binds: ['/srv/old:/old:rw', 'name:/bound'],
  },
};

const OWNERS: Readonly<Record<string, Owner>> = {
  '/srv/data': { uid: 1000, gid: 100 },
  '/srv/inner': { uid: 0, gid: 0 },
  '/srv/old': { uid: 65534, gid: 65534 },
};

async function hints(message: string, cause?: Raise): Promise<readonly string[]> {
  const asked: string[] = [];
  const raise: Raise = { class: 'Error', message, backtrace: [], ...(cause ? { cause } : {}) };
  const found = await volumeHints(raise, CONFIG, async (folder) => {
    asked.push(folder);
    return OWNERS[folder];
  });
  // Only what the user has named is ever looked at.
  expect(asked.filter((folder) => !(folder in OWNERS))).toEqual([]);
  return found;
}

describe('what is said of a file in a volume that an inmate may not touch', () => {
  it.each([
    [
      "EACCES: permission denied, open '/data/a/b.txt'",
      'the volume /data belongs to 1000:100, and the inmate runs as 65534:65534: choose its owner (--user 1000:100), or chmod it',
    ],
    [
      "cannot save: Error: EPERM: operation not permitted, chmod '/data'",
      'the volume /data belongs to 1000:100, and the inmate runs as 65534:65534: choose its owner (--user 1000:100), or chmod it',
    ],
    [
      "EACCES: permission denied, open '/data/inner/x'",
      'the volume /data/inner belongs to root, and the inmate runs as 65534:65534: chown it to that user, or chmod it',
    ],
    [
      "EACCES: permission denied, open '/old/x'",
      /^what is in the volume \/old may belong to another user .* 65534:65534/,
    ],
    ["EACCES: permission denied, open '/named/x'", /^what is in the volume \/named may belong to another user/],
    ["EACCES: permission denied, open '/bound/x'", /^what is in the volume \/bound may belong to another user/],
    [
      "EROFS: read-only file system, open '/data/inner/x'",
      'the volume /data/inner is read-only: with :rw behind it the inmate can write there',
    ],
    ["EROFS: read-only file system, mkdir '/hoosegow/x'", /^the root of the container is read-only: .* \/tmp/],
  ])('%s', async (message, hint) => {
    const [found, ...others] = await hints(message);
    expect(found).toMatch(hint);
    expect(others).toEqual([]);
  });

  it('is said once of each volume, of causes too', async () => {
    const cause: Raise = { class: 'E', message: "EACCES: permission denied, open '/data/y'", backtrace: [] };
    expect(await hints("EACCES: permission denied, rename '/data/x' -> '/named/y'", cause)).toHaveLength(2);
    expect(await hints('wrapped', cause)).toHaveLength(1);
  });

  it.each([
    "EACCES: permission denied, open '/hoosegow/x'",
    "EACCES: permission denied, open '/database'",
    "EACCES: permission denied, open 'data/x'",
    "ENOENT: no such file or directory, open '/data/x'",
    'EACCES',
    '',
  ])('is nothing for %j', async (message) => {
    expect(await hints(message)).toEqual([]);
  });

  it('is found in any message in little time', async () => {
    const start = performance.now();
    await hints(`EACCES: ${"'/".repeat(5_000_000)}`);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

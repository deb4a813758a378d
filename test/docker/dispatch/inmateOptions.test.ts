import { chmod, chown, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dockerClient } from '../../support/docker.ts';
import { trialsUnderTest } from '../../support/trials.ts';

const trials = trialsUnderTest();

async function inFolder(test: (dir: string) => Promise<void>): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'hoosegow-test-options-'));
  try {
    await test(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

describe('the environment', () => {
  it('reaches the inmate, and its values nothing else', async () => {
    const env = { MODE: 'a=b c', SECRET: 'geheim-4711', NODE_OPTIONS: '--no-deprecation', NODE_DEBUG: 'net' };
    await inFolder(async (dir) => {
      const record = join(dir, 'a.dispatch');
      const dispatch = trials.with({ env }).dispatch('echo', ['x'], { record });
      expect(await dispatch).toEqual(['x']);
      expect(await dispatch.outcome).toEqual({ outcome: 'returned' });
      const recorded = await readFile(record, 'latin1');
      expect(recorded).toContain('"env":["MODE","SECRET","NODE_OPTIONS","NODE_DEBUG"]');
      expect(recorded).not.toContain('geheim');
    });
    expect(await trials.with({ env }).dispatch('environment')).toMatchObject(env);
  });

  it('does not keep the relay from its work', async () => {
    const env = { NODE_OPTIONS: '--require=/nope.cjs', NODE_V8_COVERAGE: '/nope', LD_PRELOAD: '/nope.so' };
    expect(await trials.with({ env }).dispatch('echo').outcome).toMatchObject({ outcome: 'exited', code: 1 });
  });
});

describe('the user', () => {
  it('is whom the inmate runs as, with a /tmp of its own', async () => {
    const dispatch = trials.with({ user: '1234:4321' }).dispatch('probe');
    expect(await dispatch).toMatchObject({ uid: 1234, capEff: '0000000000000000', tmpWritable: true });
    expect((await dispatch.reader()).meta.isolation).toContain('user 1234:4321');
  });

  it.runIf(process.getuid?.() === 0)('can be the one that owns a volume, which a raise asks for', async () => {
    await inFolder(async (dir) => {
      await writeFile(join(dir, 'in.txt'), 'theirs');
      await chmod(join(dir, 'in.txt'), 0o600);
      for (const path of [dir, join(dir, 'in.txt')]) await chown(path, 1000, 1000);
      await chmod(dir, 0o755);
      const volumes = { '/data': `${dir}:rw` };
      const note =
        'the volume /data belongs to 1000:1000, and the inmate runs as 65534:65534: choose its owner (--user 1000:1000), or chmod it';
      const closed = trials.with({ volumes });
      const refused = { outcome: 'raised', notes: [note] };
      expect(await closed.dispatch('writeVolume', ['/data/out.txt', 'x']).outcome).toMatchObject(refused);
      expect(await closed.dispatch('readVolume', ['/data/in.txt']).outcome).toMatchObject(refused);
      const owner = trials.with({ volumes, user: '1000' });
      expect(await owner.dispatch('readVolume', ['/data/in.txt'])).toBe('theirs');
      await owner.dispatch('writeVolume', ['/data/out.txt', 'from inside']);
      expect(await stat(join(dir, 'out.txt'))).toMatchObject({ uid: 1000, gid: 1000 });
    });
  });

  it('is told what is read-only', async () => {
    await inFolder(async (dir) => {
      await chmod(dir, 0o777);
      const readOnly = trials.with({ volumes: { '/data': dir } });
      expect(await readOnly.dispatch('writeVolume', ['/data/x', 'x']).outcome).toMatchObject({
        notes: ['the volume /data is read-only: with :rw behind it the inmate can write there'],
      });
      expect(await readOnly.dispatch('writeVolume', ['/hoosegow/x', 'x']).outcome).toMatchObject({
        notes: [expect.stringMatching(/^the root of the container is read-only/)],
      });
    });
  });
});

it('a network is the one that is named', async () => {
  const name = `hoosegow-test-${process.pid}`;
  const seen: unknown[] = [];
  const callbacks = {
    afterCreate: async (id: string) =>
      void seen.push((await dockerClient().getContainer(id).inspect()).HostConfig.NetworkMode),
  };
  // There is none of that name.
  const missing = await trials.with({ network: name, callbacks }).dispatch('probe').outcome;
  expect(missing).toMatchObject({ outcome: 'engine-failed', message: expect.stringContaining(name) as string });
  expect(seen).toEqual([name]);
  const none = trials.with({ network: 'none', callbacks }).dispatch('probe');
  expect(await none).toMatchObject({ interfaces: ['lo'] });
  expect(seen.at(-1)).toBe('none');
});

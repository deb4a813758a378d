import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/engine/index.ts';
import { dockerClient, needs } from '../../support/docker.ts';
import { trialsUnderTest } from '../../support/trials.ts';

const trials = trialsUnderTest();

const HARD = {
  capEff: '0000000000000000',
  noNewPrivs: '1',
  seccomp: '2',
  uid: 65534,
  interfaces: ['lo'],
  rootWritable: false,
  tmpWritable: true,
  shm: false,
};

describe('the jail', () => {
  it('holds: no capabilities, no new privileges, seccomp, no network, a read-only root', async () => {
    expect(await trials.call('probe')).toEqual(HARD);
  });

  it("holds: a user's option changes what it names and nothing else", async () => {
    const options = { Env: ['X=1'], HostConfig: { SecurityOpt: [], Tmpfs: { '/work': 'size=1m' }, PidsLimit: 64 } };
    expect(await trials.with({ containerOptions: options }).dispatch('probe')).toEqual(HARD);
    const loosened = { HostConfig: { ReadonlyRootfs: false }, User: '0:0' };
    expect(await trials.with({ containerOptions: loosened }).dispatch('probe')).toEqual({
      ...HARD,
      uid: 0,
      rootWritable: true,
    });
  });

  it.each([
    { HostConfig: { Privileged: true } },
    { HostConfig: { PidMode: 'host' } },
    { HostConfig: { NetworkMode: 'host' } },
    { HostConfig: { SecurityOpt: ['seccomp=unconfined'] } },
    { HostConfig: { Binds: ['/var/run/docker.sock:/x'] } },
    { HostConfig: { MaskedPaths: [] } },
    { HostConfig: { CapAdd: 'SYS_ADMIN' } },
    { HostConfig: { Nonsense: { a: 1 } } },
    { hostconfig: { privileged: true } },
    { Tty: true },
  ])('is never opened by %j', (containerOptions) => {
    expect(() => trials.with({ containerOptions })).toThrow(UsageError);
  });

  it('asks Docker for all defaults, by name, with labels', async (context) => {
    needs('same words', context);
    const seen: unknown[] = [];
    const callbacks = {
      afterCreate: async (id: string) => {
        seen.push(await dockerClient().getContainer(id).inspect());
      },
    };
    await trials.with({ callbacks }).dispatch('echo');
    expect(seen[0]).toMatchObject({
      Name: expect.stringMatching(/^\/hoosegow-/) as string,
      Config: {
        User: '65534:65534',
        Tty: false,
        OpenStdin: true,
        StdinOnce: true,
        Labels: {
          'dev.hoosegow.owner': expect.stringContaining(`/${process.pid}/`) as string,
          'dev.hoosegow.lifetime': '80000',
        },
      },
      HostConfig: {
        NetworkMode: 'none',
        IpcMode: 'none',
        CapDrop: ['ALL'],
        SecurityOpt: ['no-new-privileges:true'],
        Privileged: false,
        ReadonlyRootfs: true,
        Init: true,
        Memory: 256 * 1024 * 1024,
        MemorySwap: 256 * 1024 * 1024,
        PidsLimit: 128,
        NanoCpus: 1e9,
        OomScoreAdj: 500,
        LogConfig: { Type: 'none' },
        AutoRemove: false,
      },
    });
  });

  it('gives the inmate an empty standard input', async () => {
    expect(await trials.call('standardInput')).toBe('');
  });

  it('outlives no result: processes that the inmate left behind are gone with it', async () => {
    const dispatch = trials.call('leaveOrphan');
    expect(await dispatch).toBe('left');
    expect((await dispatch.outcome).outcome).toBe('returned');
  });

  it('calls back after creation, start and end, and a callback that fails ends the dispatch', async () => {
    const calls: string[] = [];
    const callbacks = {
      afterCreate: (id: string) => void calls.push(`created ${id.length}`),
      afterStart: (id: string) => void calls.push(`started ${id.length}`),
      afterStop: (id: string) => void calls.push(`stopped ${id.length}`),
    };
    const dispatch = trials.with({ callbacks }).dispatch('echo');
    await dispatch.outcome;
    expect(calls).toEqual(['created 64', 'started 64', 'stopped 64']);
    const failing = { afterStart: () => Promise.reject(new Error('no, thanks')) };
    expect(await trials.with({ callbacks: failing }).dispatch('never').outcome).toMatchObject({
      outcome: 'engine-failed',
      message: 'no, thanks',
    });
  });

  it('mounts volumes read-only', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'hoosegow-test-volume-'));
    await chmod(dir, 0o755);
    try {
      await writeFile(join(dir, 'in.txt'), 'from outside');
      const readOnly = trials.with({ volumes: { '/data': dir } });
      expect(await readOnly.dispatch('readVolume', ['/data/in.txt'])).toBe('from outside');
      const refused = await readOnly.dispatch('writeVolume', ['/data/out.txt', 'x']).outcome;
      expect(refused).toMatchObject({ outcome: 'raised', message: expect.stringContaining('EROFS') as string });
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });

  // Root without capabilities owns what this test's user made only where that user is root.
  it.runIf(process.getuid?.() === 0)('mounts a volume writable where it ends in :rw', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'hoosegow-test-volume-'));
    try {
      const writable = trials.with({ volumes: { '/data': `${dir}:rw` }, containerOptions: { User: '0:0' } });
      await writable.dispatch('writeVolume', ['/data/out.txt', 'from inside']);
      expect(await readFile(join(dir, 'out.txt'), 'utf8')).toBe('from inside');
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });

  it('runs under gVisor', async (context) => {
    needs('gvisor', context);
    const hoosegow = trials.with({ runtime: 'runsc' });
    expect(await hoosegow.dispatch('echo', [1])).toEqual([1]);
    expect(await hoosegow.dispatch('exit', [3]).outcome).toEqual({ outcome: 'exited', code: 3, signal: null });
    const killed = hoosegow.dispatch('printThenKill', ['SIGKILL']);
    expect(await killed.outcome).toMatchObject({ outcome: 'exited', signal: 'SIGKILL' });
    const timedOut = hoosegow.dispatch('never', [], { timeout: 3000 });
    expect((await timedOut.outcome).outcome).toBe('timed-out');
  });
});

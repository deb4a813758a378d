import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { dockerClient, listOurContainers } from '../../support/docker.ts';
import { inmateProject } from '../../support/inmateProject.ts';
import { lifecycleOf, names, poolsUnderTest, running } from './pooled.ts';

const { hoosegow, call } = poolsUnderTest('trials', { size: 2 });

describe('a container that waits', () => {
  it('takes one dispatch, is replaced, and its recording tells that it had waited', async () => {
    const pooled = hoosegow();
    await pooled.warm();
    const [waiting] = await names();
    await pause(300);
    const dispatch = call(pooled, 'bothStreams');
    expect(await dispatch).toBe('said');
    expect(await dispatch.stdout.text()).toBe('to stdout\n');
    expect(await dispatch.outcome).toEqual({ outcome: 'returned' });
    const steps = await lifecycleOf(dispatch);
    expect(steps.map(({ event }) => event)).toEqual(['started', 'requested', 'exited', 'remove', 'removed']);
    const [started] = steps;
    expect(started).toMatchObject({ container: waiting, waited: expect.any(Number) as number });
    expect(started?.event === 'started' && started.waited).toBeGreaterThanOrEqual(300);
    await expect.poll(running).toBe(1);
    expect(await names()).not.toContain(waiting);
  });

  it('has the same walls around it', async () => {
    const pooled = hoosegow();
    await pooled.warm();
    const [info] = await listOurContainers();
    const { HostConfig, Config } = await dockerClient()
      .getContainer(info?.Id ?? '')
      .inspect();
    expect(HostConfig).toMatchObject({ NetworkMode: 'none', CapDrop: ['ALL'], ReadonlyRootfs: true, PidsLimit: 128 });
    expect(Config.User).toBe('65534:65534');
    expect(await call(pooled, 'probe')).toMatchObject({ capEff: '0000000000000000', uid: 65534, rootWritable: false });
  });

  it('that died is replaced before it is handed out', async () => {
    const pooled = hoosegow();
    await pooled.warm();
    const [dead] = await names();
    await dockerClient()
      .getContainer(dead ?? '')
      .kill();
    expect(await call(pooled, 'echo', [1])).toEqual([1]);
    await pooled.warm();
    expect(await names()).not.toContain(dead);
  });

  it('can be cancelled, times out and is killed as any other', async () => {
    const pooled = hoosegow();
    await pooled.warm({ count: 2 });
    const cancelled = call(pooled, 'never');
    void cancelled.stdout[Symbol.asyncIterator]()
      .next()
      .then(() => cancelled.cancel('enough'));
    const late = call(pooled, 'spinForEver', [], { timeout: 300 });
    // Either may be over first.
    expect(await Promise.all([cancelled.outcome, late.outcome])).toEqual([
      { outcome: 'cancelled', message: 'enough' },
      { outcome: 'timed-out', limit: 300, setting: 'timeout' },
    ]);
    expect(await cancelled.stdout.text()).toBe('waiting\n');
    const exited = call(pooled, 'printThenExit', [100_000, 7]);
    expect(await exited.outcome).toEqual({ outcome: 'exited', code: 7, signal: null });
    expect(await exited.stdout.text()).toHaveLength(100_000);
  });

  it('is not taken by a dispatch that may outlive it', async () => {
    const pooled = hoosegow();
    await pooled.warm();
    const dispatch = call(pooled, 'echo', [], { timeout: 3_600_000 });
    expect((await lifecycleOf(dispatch)).map(({ event }) => event)).toContain('create');
  });

  it('goes after it has waited in vain', async () => {
    const pooled = hoosegow({ pool: { size: 2, idle: 400 } });
    await pooled.warm({ count: 2 });
    expect(pooled.counts.created).toBe(2);
    await expect.poll(names).toEqual([]);
  });

  it('calls back around its life, and not around the dispatch', async () => {
    const calls: string[] = [];
    const callbacks = {
      afterCreate: () => void calls.push('created'),
      afterStart: () => void calls.push('started'),
      afterStop: () => void calls.push('stopped'),
    };
    const pooled = hoosegow({ callbacks });
    await pooled.warm();
    expect(calls).toEqual(['created', 'started']);
    await call(pooled, 'echo').outcome;
    expect(calls).toContain('stopped');
    await pooled.warm();
    await pooled.close();
    expect(calls.filter((one) => one === 'stopped')).toHaveLength(calls.filter((one) => one === 'created').length);
  });
});

describe('a pool', () => {
  it('gives more dispatches at once than it has containers what each of them asked for', async () => {
    const pooled = hoosegow();
    await pooled.warm({ count: 2 });
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => call(pooled, 'echo', [n])));
    expect(answers).toEqual(Array.from({ length: 12 }, (_, n) => [n]));
    await expect.poll(running).toBe(2);
  });

  it('belongs to the dispatch: what an inmate prints when it is imported', async () => {
    const other = await inmateProject('trials');
    const pooled = hoosegow({ inmateDir: other.dir });
    await appendFile(join(other.dir, 'inmate.ts'), "\nconsole.log('imported'); console.error('loudly');\n");
    await pooled.warm();
    await pause(1000);
    const dispatch = call(pooled, 'bothStreams');
    expect(await dispatch).toBe('said');
    expect(await dispatch.stdout.text()).toBe('imported\nto stdout\n');
    expect(await dispatch.stderr.text()).toBe('loudly\nto stderr\n');
    await pooled.cleanup().catch(() => undefined);
    await other[Symbol.asyncDispose]();
  });

  it('drops what waits for an earlier content of the folder', async () => {
    const other = await inmateProject('trials');
    const pooled = hoosegow({ inmateDir: other.dir });
    await writeFile(join(other.dir, 'inmate.ts'), 'export const version = () => 1;\n');
    await pooled.warm({ count: 2 });
    const old = await names();
    expect(await call(pooled, 'version')).toBe(1);
    await writeFile(join(other.dir, 'inmate.ts'), 'export const version = () => 2;\n');
    await pooled.warm({ build: false });
    await expect.poll(names).toEqual([]);
    expect(await call(pooled, 'version')).toBe(2);
    await pooled.warm();
    expect(await call(pooled, 'version')).toBe(2);
    expect((await names()).filter((name) => old.includes(name))).toEqual([]);
    await other[Symbol.asyncDispose]();
  });

  it('does not go on for ever over an inmate that exits when it is imported', async () => {
    const other = await inmateProject('trials');
    await writeFile(join(other.dir, 'inmate.ts'), 'console.log("goodbye"); process.exit(3);\n');
    let created = 0;
    const pooled = hoosegow({ inmateDir: other.dir, callbacks: { afterCreate: () => void created++ } });
    await expect(pooled.warm({ count: 2 })).rejects.toMatchObject({ code: 'HOOSEGOW_LOADING_EXITED' });
    await pause(1500);
    expect(created).toBeLessThan(6);
    const dispatch = call(pooled, 'any');
    expect(await dispatch.outcome).toEqual({ outcome: 'exited', code: 3, signal: null });
    expect(await dispatch.stdout.text()).toBe('goodbye\n');
    await other[Symbol.asyncDispose]();
  });
});

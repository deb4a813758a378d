import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  InmateImportError,
  InmateRuntimeError,
  type Hoosegow,
  type HoosegowOptions,
} from '../../../src/engine/index.ts';
import { dockerClient } from '../../support/docker.ts';
import { inmateProject, type InmateProject } from '../../support/inmateProject.ts';
import { names, poolsUnderTest, running } from './pooled.ts';

const { hoosegow, call } = poolsUnderTest('trials', { size: 1 });

const projects: InmateProject[] = [];
afterEach(async () => {
  await Promise.all(projects.splice(0).map((project) => project[Symbol.asyncDispose]()));
});

/** On a project of its own, whose inmate is this source. */
async function inmate(source: string, pool: HoosegowOptions['pool'] & object = { size: 1 }): Promise<Hoosegow> {
  const project = await inmateProject('trials');
  projects.push(project);
  await writeFile(join(project.dir, 'inmate.ts'), source);
  return hoosegow({ inmateDir: project.dir, pool });
}

async function isPaused(): Promise<boolean> {
  const [name = ''] = await names();
  return (await dockerClient().getContainer(name).inspect()).State.Paused;
}

describe('warm', () => {
  it('is over when the module is loaded, and what was printed meanwhile is the dispatch’s', async () => {
    const pooled = await inmate(`
      console.log('first');
      await new Promise((resolve) => setTimeout(resolve, 2500));
      console.log('x'.repeat(100_000));
      const at = Date.now();
      export const loadedAt = (): number => at;
    `);
    await pooled.warm();
    const warm = Date.now();
    expect(pooled.counts).toMatchObject({ waiting: 1, loading: 0, containers: 1, created: 1 });
    const dispatch = call(pooled, 'loadedAt');
    expect(await dispatch).toBeLessThanOrEqual(warm);
    expect(await dispatch.stdout.text()).toBe(`first\n${'x'.repeat(100_000)}\n`);
    expect(await dispatch.outcome).toEqual({ outcome: 'returned' });
  });

  it('rejects with what the module has thrown, and where', async () => {
    const pooled = await inmate(`\nfunction connect(): never { throw new RangeError('no such key'); }\nconnect();\n`);
    const error: unknown = await pooled.warm().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InmateImportError);
    expect(error).toMatchObject({ message: expect.stringContaining('no such key') as string });
    const cause = error instanceof InmateImportError ? error.cause : undefined;
    expect(cause instanceof InmateRuntimeError && cause.backtrace.join('\n')).toMatch(/connect .*inmate\.ts:2/);
    await expect.poll(names).toEqual([]);
    await expect(Promise.resolve(call(pooled, 'any'))).rejects.toBeInstanceOf(InmateImportError);
  });

  it('rejects where loading takes longer than it may, and the container is removed', async () => {
    const pooled = await inmate('for (;;);', { size: 1, loading: 1500 });
    await expect(pooled.warm()).rejects.toMatchObject({
      code: 'HOOSEGOW_LOADING_TIMEOUT',
      message: expect.stringContaining('1.5 s (pool.loading)') as string,
    });
    await pooled.close();
  });

  it('is over soon for an entrypoint that knows nothing of it', async () => {
    const project = await inmateProject('trials');
    projects.push(project);
    // Any request has the same answer: ["return", 42].
    await writeFile(
      join(project.dir, 'bin/hoosegow'),
      `exec node -e 'process.stdin.once("data", () => { process.stdout.write(Buffer.from("92a672657475726e2a", "hex")); process.stdin.destroy(); });'\n`,
    );
    const pooled = hoosegow({ inmateDir: project.dir });
    await pooled.warm();
    const dispatch = call(pooled, 'any');
    expect(await dispatch).toBe(42);
    expect(await dispatch.outcome).toEqual({ outcome: 'returned' });
  });
});

describe('a container that waits', () => {
  it.each([
    ['spins', 'setInterval(() => { for (const end = Date.now() + 200; Date.now() < end;); }, 1);'],
    [
      'has threads and children that spin',
      `import { Worker } from 'node:worker_threads';
       import { spawn } from 'node:child_process';
       new Worker('for (;;);', { eval: true });
       spawn('/bin/sh', ['-c', 'while :; do :; done'], { detached: true, stdio: 'ignore' });`,
    ],
  ])('and %s is paused until it is called', async (_, source) => {
    const pooled = await inmate(`${source}\nexport const echo = (value: unknown): unknown => value;`);
    await pooled.warm();
    const [name] = await names();
    await expect.poll(isPaused).toBe(true);
    const dispatch = call(pooled, 'echo', [1]);
    expect(await dispatch).toBe(1);
    expect(await dispatch.outcome).toEqual({ outcome: 'returned' });
    expect(await names()).not.toContain(name);
    await pooled.warm();
    await expect.poll(isPaused).toBe(true);
    // Removed by the end of this test, paused as it is.
    await pooled.close();
    expect(await names()).toEqual([]);
  });

  it.each([
    ['throws', 'throw new Error("unasked")'],
    ['exits', 'process.exit(3)'],
  ])('and %s is dropped, and no dispatch is blamed', async (_, what) => {
    const pooled = await inmate(`
      let isCalled = false;
      setTimeout(() => { if (!isCalled) { ${what}; } }, 500);
      export const value = (): number => { isCalled = true; return 7; };
    `);
    await pooled.warm();
    const [name] = await names();
    await expect.poll(names).not.toContain(name);
    const dispatch = call(pooled, 'value');
    expect(await dispatch).toBe(7);
    expect(await dispatch.outcome).toEqual({ outcome: 'returned' });
  });

  it('fails to load half of the time, and each dispatch hears of its own container only', async () => {
    const pooled = await inmate(
      `if (process.hrtime.bigint() % 2n === 0n) throw new Error('unlucky');
       export const value = (): number => 7;`,
      { size: 2 },
    );
    for (let n = 0; n < 6; n++) {
      const failure: unknown = await pooled.warm({ count: 2 }).catch((error: unknown) => error);
      expect(failure === undefined || failure instanceof InmateImportError).toBe(true);
      const { outcome } = await call(pooled, 'value').outcome;
      // With one that waits it cannot be: that one is loaded.
      expect(['returned', 'raised']).toContain(outcome);
    }
    expect(await running()).toBeLessThanOrEqual(2);
  });
});

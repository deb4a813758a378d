import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { Hoosegow, UsageError, type Dispatch } from '../../../src/engine/index.ts';

const TRIALS = join(import.meta.dirname, '../../fixtures/inmates/trials');
// A folder for temporary files that no other test uses.
const TMP = mkdtempSync(join(tmpdir(), 'hoosegow-test-process-'));
vi.stubEnv('TMPDIR', TMP);

const hoosegow = new Hoosegow({ inmateDir: TRIALS, engine: 'process' });
const started: Dispatch[] = [];

function call(method: string, args: readonly unknown[] = [], timeout = 15_000): Dispatch {
  const dispatch = hoosegow.dispatch(method, args, { timeout });
  started.push(dispatch);
  return dispatch;
}

function nested(levels: number): unknown {
  return levels === 0 ? 'inmost' : [nested(levels - 1)];
}

function depthOf(value: unknown): number {
  return Array.isArray(value) ? 1 + depthOf(value[0]) : 0;
}

/** Ids of the processes on this machine that run these trials, or were started by them. */
function processesLeft(): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').filter((pid) => {
    try {
      const isOurs = readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`TMPDIR=${TMP}`);
      // The thread that reads sources runs from TypeScript here, and keeps what makes JavaScript of it.
      return isOurs && !readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('esbuild');
    } catch {
      // No process, another user's, or gone meanwhile.
      return false;
    }
  });
}

afterEach(async () => {
  await Promise.all(started.splice(0).map(({ outcome }) => outcome));
  expect(await readdir(TMP)).toEqual([]);
  await vi.waitFor(() => expect(processesLeft()).toEqual([]), { timeout: 60_000 });
});
afterAll(async () => {
  await hoosegow.close();
  vi.unstubAllEnvs();
  await rm(TMP, { recursive: true, force: true });
});

// Runs the built entrypoint: `npm run build` comes first.
describe.runIf(process.platform !== 'win32')('the process engine', () => {
  it('runs an inmate in TypeScript, on whatever Node this is', async () => {
    const dispatch = call('alternate', [20, 5]);
    expect(await dispatch).toBe(20);
    expect(await dispatch.yields.toArray()).toEqual(Array.from({ length: 20 }, (_, n) => [n]));
    const text = await dispatch.stdout.text();
    expect(text.startsWith('line 0\nchild 0\nline 1\n')).toBe(true);
    expect(text.endsWith('line 19\nlast line\n')).toBe(true);
  });

  it('tells how an inmate ended, signals included', async () => {
    expect(await call('exit', [3]).outcome).toEqual({ outcome: 'exited', code: 3, signal: null });
    const killed = call('printThenKill', ['SIGKILL']);
    expect(await killed.outcome).toEqual({ outcome: 'exited', code: null, signal: 'SIGKILL' });
    expect(await killed.stdout.text()).toBe('last words\n');
    expect(await call('raise').outcome).toMatchObject({ outcome: 'raised', class: 'TypeError' });
    expect(await call('never', [], 300).outcome).toMatchObject({ outcome: 'timed-out' });
  });

  it('kills the whole group, what the inmate left behind included', async () => {
    expect(await call('leaveOrphan')).toBe('left');
    const cancelled = call('never');
    for await (const frame of cancelled) if (frame.type === 'stdout') break;
    expect((await cancelled.outcome).outcome).toBe('cancelled');
  });

  it.each([0, 1, 5, 20, 50, 100])('leaves nothing when it is cancelled after %i ms', async (milliseconds) => {
    const dispatch = call('never');
    const { outcome } = dispatch;
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    dispatch.cancel();
    expect((await outcome).outcome).toBe('cancelled');
  });

  it('hands on no secrets of this process', async () => {
    process.env['HOOSEGOW_TEST_SECRET'] = 'secret';
    try {
      expect(await call('environment')).not.toHaveProperty('HOOSEGOW_TEST_SECRET');
    } finally {
      delete process.env['HOOSEGOW_TEST_SECRET'];
    }
  });

  it('says what to run where the dependencies of an inmate are not installed', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'hoosegow-test-missing-'));
    try {
      await writeFile(join(dir, 'inmate.ts'), "import 'marked';\nexport function reverse() {}\n");
      const bare = new Hoosegow({ inmateDir: dir, engine: 'process' });
      const dispatch = bare.dispatch('reverse', ['x'], { timeout: 15_000 });
      await expect(dispatch.then()).rejects.toMatchObject({
        name: 'InmateImportError',
        message: expect.stringMatching(/marked.*npm (ci|install)/s) as string,
      });
      await dispatch.outcome;
      await bare.close();
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });

  it.each([10, 100, 250, 1000])(
    'lets values have %i levels both ways where the limit is that, and no more',
    async (levels) => {
      const limited = new Hoosegow({ inmateDir: TRIALS, engine: 'process', limits: { valueDepth: levels } });
      const callDeep = (method: string, ...args: readonly unknown[]): Dispatch => {
        const dispatch = limited.dispatch(method, args, { timeout: 15_000 });
        started.push(dispatch);
        return dispatch;
      };
      const echoed = await callDeep('echo', nested(levels - 1));
      expect(depthOf(echoed)).toBe(levels);
      const deep = callDeep('nest', levels);
      expect(depthOf(await deep)).toBe(levels);
      expect((await deep.yields.toArray()).map(depthOf)).toEqual([levels]);
      expect(await callDeep('nest', levels + 1).outcome).toMatchObject({
        outcome: 'raised',
        message: expect.stringMatching(/^yield.* is nested deeper than \d+ levels/) as string,
      });
      const message = new RegExp(`^arguments.* is nested deeper than ${levels} levels`);
      await expect(limited.dispatch('echo', [nested(levels)])).rejects.toThrow(message);
      await limited.close();
    },
  );

  it('says that there is no place for temporary files', async () => {
    vi.stubEnv('TMPDIR', '/nope');
    try {
      expect(await call('echo').outcome).toMatchObject({
        outcome: 'engine-failed',
        phase: 'create',
        message: expect.stringMatching(
          /^cannot make a temporary file in \/nope: there is no such folder; .*TMPDIR/,
        ) as string,
      });
    } finally {
      vi.stubEnv('TMPDIR', TMP);
    }
  });

  it('gives an inmate the variables that it is given, and the relay none that would stop it', async () => {
    const env = {
      MODE: 'a b=c',
      NODE_OPTIONS: '--no-deprecation',
      NODE_DEBUG: 'net',
      LD_PRELOAD: '',
      PATH: process.env['PATH'] ?? '',
    };
    const given = new Hoosegow({ inmateDir: TRIALS, engine: 'process', env });
    const dispatch = given.dispatch('environment', [], { timeout: 15_000 });
    started.push(dispatch);
    expect(await dispatch).toMatchObject(env);
    const { meta } = await dispatch.reader();
    expect(meta.env).toEqual(Object.keys(env));
    // No limit is recorded that held nothing.
    expect(Object.keys(meta.limits)).toEqual(['valueBytes', 'valueNodes', 'valueDepth', 'timeout', 'outputBytes']);
    // What breaks the inmate's Node is told by that Node, and does not keep the relay from saying how it ended.
    const broken = new Hoosegow({ inmateDir: TRIALS, engine: 'process', env: { NODE_OPTIONS: '--require=/nope.cjs' } });
    const failed = broken.dispatch('echo', [], { timeout: 15_000 });
    started.push(failed);
    expect(await failed.outcome).toMatchObject({ outcome: 'exited', code: 1 });
    expect(await failed.stderr.text()).toContain('/nope.cjs');
  });

  it.each([
    [{ user: '1000' }, 'user'],
    [{ network: 'bridge' }, 'network'],
    [{ runtime: 'runsc' }, 'runtime'],
    [{ volumes: {} }, 'volumes'],
    [{ containerOptions: {} }, 'containerOptions'],
    [{ limits: { cpus: 1 } }, 'limits.cpus'],
    [{ limits: { pids: 1, memory: 2 ** 30 } }, 'limits.memory, limits.pids'],
    [{ limits: { tmpBytes: 2 ** 20 } }, 'limits.tmpBytes'],
    [{ docker: { host: 'unix:///x' } }, 'docker.host'],
    [{ env: { TMPDIR: '/x' } }, 'TMPDIR'],
    [{ env: { HOOSEGOW_INMATE: '/x' } }, 'HOOSEGOW_INMATE'],
  ])('refuses %j, which it cannot hold', (options, named) => {
    const making = () => new Hoosegow({ inmateDir: TRIALS, engine: 'process', ...options });
    expect(making).toThrow(UsageError);
    expect(making).toThrow(named);
  });

  it('refuses what a container would not run, until it is mended', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'hoosegow-test-refused-'));
    const here = new Hoosegow({ inmateDir: dir, engine: 'process' });
    const answer = async (source: string): Promise<unknown> => {
      await writeFile(join(dir, 'inmate.ts'), source);
      const dispatch = here.dispatch('f', [], { timeout: 15_000 });
      started.push(dispatch);
      return dispatch.then(
        (value) => value,
        (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : error),
      );
    };
    try {
      await writeFile(join(dir, 'package.json'), '{ "type": "module" }');
      expect(await answer('export const f = () => 1;')).toBe(1);
      expect(await answer('enum A { x }\nexport const f = () => 2;')).toMatch(/^InmateSourceError: .*inmate\.ts:1:1: /);
      expect(await answer('namespace N { export const x = 1 }\nexport const f = () => N.x;')).toMatch(
        /inmate\.ts:1:1: /,
      );
      expect(await answer('export const f = () => 3;')).toBe(3);
    } finally {
      await here.close();
      await rm(dir, { recursive: true, force: true });
    }
  });

  it('has no images, and is never chosen for one', async () => {
    await expect(hoosegow.buildImage()).rejects.toThrow(UsageError);
    expect(() => new Hoosegow({ image: 'x', engine: 'process' })).toThrow(UsageError);
    expect(await hoosegow.sweep()).toEqual([]);
  });
});

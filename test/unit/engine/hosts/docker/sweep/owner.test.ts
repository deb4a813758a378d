import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findMachineId, machineId } from '../../../../../../src/engine/hosts/docker/sweep/machineId.ts';
import {
  currentOwner,
  findPidSpace,
  formatOwner,
  parseOwner,
  pidSpace,
  stateOf,
} from '../../../../../../src/engine/hosts/docker/sweep/owner.ts';
import { processState } from '../../../../../../src/engine/hosts/docker/sweep/processState.ts';

describe('an owner', () => {
  it('comes back from its label', async () => {
    const owner = await currentOwner();
    expect(owner).toMatchObject({ pid: process.pid, space: await pidSpace() });
    expect(parseOwner(formatOwner(owner))).toEqual(owner);
    const odd = { ...owner, start: 'Mon Nov 23 19:00:00 2026 / x' };
    expect(parseOwner(formatOwner(odd))).toEqual(odd);
  });

  it.each([
    '',
    'x',
    '1/2/3',
    `${'0'.repeat(32)}/0/1`,
    `${'0'.repeat(32)}/-1/1`,
    `${'g'.repeat(32)}/1/1`,
    `${'0'.repeat(32)}/1`,
  ])('is not read from %j', (label) => expect(parseOwner(label)).toBeUndefined());

  it('is gone when its process has ended, or its id belongs to another one', async () => {
    const me = await currentOwner();
    const child = spawn('sleep', ['60']);
    const pid = child.pid ?? 0;
    const { start } = await processState(pid);
    const owner = { ...me, pid, start: start ?? '' };
    const knowsStarts = process.platform !== 'win32';
    expect(await stateOf(me)).toBe('alive');
    expect(await stateOf(owner)).toBe(knowsStarts ? 'alive' : 'unknown');
    expect(await stateOf({ ...owner, start: '' })).toBe('unknown');
    expect(await stateOf({ ...owner, start: 'another time' })).toBe(knowsStarts ? 'gone' : 'unknown');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await stateOf(owner)).toBe('gone');
    expect(await stateOf({ ...owner, start: '' })).toBe('gone');
  });

  it('on another machine, or in another pid namespace, is never taken for dead, nor for alive', async () => {
    const me = await currentOwner();
    for (const pid of [process.pid, 2 ** 22 + 1]) {
      expect(await stateOf({ ...me, space: 'f'.repeat(32), pid })).toBe('unknown');
    }
  });

  it.runIf(process.platform === 'linux')('is dead while it is a zombie', async () => {
    // The shell does not wait for its child, whose end so leaves a zombie.
    const parent = spawn('sh', ['-c', 'cat <&3 & echo $!; exec 3<&-; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
    });
    const { stdout } = parent;
    if (!stdout) throw new Error('the shell has no stdout');
    const [line] = (await once(stdout.setEncoding('utf8'), 'data')) as [string];
    const pid = Number(line);
    expect(await processState(pid)).toMatchObject({ alive: true });
    const comm = async (): Promise<string> => (await readFile(`/proc/${parent.pid}/comm`, 'utf8')).trim();
    // Until it is another program, the shell may clear its child away after all.
    await expect.poll(comm).toBe('sleep');
    parent.stdio[3]?.destroy();
    await expect.poll(async () => readFile(`/proc/${pid}/stat`, 'utf8')).toMatch(/\) Z /);
    expect(await processState(pid)).toMatchObject({ alive: false });
    parent.kill('SIGKILL');
  });
});

describe('the set of processes that a process id is one of', () => {
  const sources = {
    machine: async () => 'a'.repeat(32),
    boot: async () => 'boot',
    namespace: async () => 'pid:[1]',
    host: () => 'host',
  };

  it('is told by the machine, its start and the namespace', async () => {
    const space = await findPidSpace('linux', sources);
    expect(await findPidSpace('linux', { ...sources, host: () => 'other' })).toBe(space);
    for (const name of ['machine', 'boot', 'namespace'] as const) {
      expect(await findPidSpace('linux', { ...sources, [name]: async () => 'other' })).not.toBe(space);
    }
    const mac = await findPidSpace('darwin', sources);
    expect(await findPidSpace('darwin', { ...sources, boot: async () => 'other' })).toBe(mac);
    expect(await findPidSpace('darwin', { ...sources, host: () => 'other' })).not.toBe(mac);
  });

  it.each<[string, () => Promise<string>]>([
    ['empty', async () => '\n'],
    [
      'kept from this process',
      async () => {
        throw new Error('EACCES');
      },
    ],
  ])(
    'is nobody else’s where what tells it is %s: two machines of one id could take it for theirs',
    async (_how, from) => {
      for (const name of ['machine', 'boot', 'namespace'] as const) {
        const [one, two] = [1, 2].map(async () => findPidSpace('linux', { ...sources, [name]: from }));
        expect(await one).toMatch(/^[0-9a-f]{32}$/);
        expect(await one).not.toBe(await two);
      }
    },
  );
});

describe('the machine id', () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'machine-'));
  });
  afterEach(async () => {
    await rm(home, { recursive: true });
  });
  const find = (more = {}) => findMachineId({ env: {}, home, platform: 'linux', systemIds: [], ...more });

  it('is the system’s own, hashed', async () => {
    const path = join(home, 'machine-id');
    await writeFile(path, `${'ab'.repeat(16)}\n`);
    const id = await find({ systemIds: [join(home, 'none'), path] });
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(id).not.toBe('ab'.repeat(16));
    expect(await find({ systemIds: [path] })).toBe(id);
  });

  it.each(['', 'uninitialized\n'])('is kept in the data folder where the system’s is %j', async (text) => {
    const path = join(home, 'machine-id');
    await writeFile(path, text);
    const id = await find({ systemIds: [path] });
    expect(await readFile(join(home, '.local/share/hoosegow/machine-id'), 'utf8')).toBe(`${id}\n`);
    expect(await find()).toBe(id);
    expect(await find({ env: { XDG_DATA_HOME: join(home, 'other') } })).not.toBe(id);
  });

  it('is one, also for those who ask at the same time for the first time', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => find({ platform: 'darwin' })));
    expect(new Set(ids).size).toBe(1);
  });

  it('holds for the process where nothing can be kept', async () => {
    await writeFile(join(home, 'file'), '');
    expect(await find({ env: { XDG_DATA_HOME: join(home, 'file') } })).toMatch(/^[0-9a-f]{32}$/);
    expect(await machineId()).toBe(await machineId());
  });
});

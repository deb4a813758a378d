import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { needs } from '../../support/docker.ts';
import { inmateUnderTest } from '../../support/trials.ts';
import { provoke, reportStrain } from '../../support/provoke.ts';
import { expectOutcome, FORGERIES, GLUTTONY, SABOTAGE } from './threats.ts';

const villain = inmateUnderTest('villain');
reportStrain();

describe('an inmate that', () => {
  it.for([
    ...FORGERIES.map((threat) => ({ deed: 'forges', ...threat })),
    ...SABOTAGE.map((threat) => ({ deed: 'sabotages by', ...threat })),
    ...GLUTTONY.map((threat) => ({ deed: 'eats or floods:', ...threat })),
  ])('$deed $what', async ({ method, args, outcome, needs: needed, timeout = 60_000 }, context) => {
    if (needed !== undefined) needs(needed, context);
    const provoked = await provoke(() => villain.call(method, args, { timeout }));
    expectOutcome(provoked.outcome, outcome);
  });

  it('forges frames gets them back as what it printed, and its first result counts', async () => {
    const printed = villain.call('forgeOnDescriptors');
    expect(await printed).toBe('the true result');
    expect((await printed.stdout.bytes()).length).toBe(22);
    expect(await villain.call('forgeRecords', ['doubled'])).toBe(42);
  });

  it('tries every way out is told no', async () => {
    const { dispatch } = await provoke(() => villain.call('tryToEscape'));
    expect(await dispatch).toEqual({
      sysrq: expect.stringMatching(/ENOENT|EROFS|EACCES/) as string,
      corePattern: expect.stringMatching(/ENOENT|EROFS|EACCES/) as string,
      cgroup: expect.stringMatching(/ENOENT|EROFS|EACCES/) as string,
      ownOomScore: 'EACCES',
      root: 'EROFS',
      kmsg: expect.stringMatching(/ENOENT|EPERM|EACCES/) as string,
      mem: expect.stringMatching(/ENOENT|EPERM|EACCES/) as string,
      mknod: 'not permitted',
      mount: expect.stringMatching(/denied|not permitted/) as string,
      unshare: 'not permitted',
      chroot: 'not permitted',
      setuid: 'EPERM',
      execFromTmp: 'denied',
      daemonSocket: 'ENOENT',
    });
  });

  it('plants links to files of the machine changes none of them', async () => {
    const target = '/etc/hostname';
    const before = readFileSync(target);
    const { dispatch } = await provoke(() => villain.call('plantLinks', [target]));
    expect(await dispatch).toContain('result: planted');
    expect(readFileSync(target)).toEqual(before);
  });

  it('leaves daemons behind that heed no signal: they are gone with it', async () => {
    const tag = randomUUID();
    const { dispatch, outcome } = await provoke(() => villain.call('leaveDaemons', [tag]));
    expect(await dispatch).toBe(tag);
    expect(outcome).toEqual({ outcome: 'returned' });
    for (let wait = 0; wait < 10 && processesWith(tag).length > 0; wait++) await pause(100);
    expect(processesWith(tag)).toEqual([]);
  });
});

/** Processes of this machine whose command line holds a text; of another machine's none can be seen. */
function processesWith(text: string): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(text);
      } catch {
        return false;
      }
    });
}

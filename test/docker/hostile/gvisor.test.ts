import { beforeEach, describe, expect, it } from 'vitest';
import { needs } from '../../support/docker.ts';
import { provoke, reportStrain } from '../../support/provoke.ts';
import { inmateUnderTest } from '../../support/trials.ts';
import { expectOutcome, FORGERIES, GLUTTONY, SABOTAGE } from './threats.ts';

const villain = inmateUnderTest('villain', { runtime: 'runsc' });
reportStrain();

// Its limits on memory and processes do not hold where runsc has no cgroups: those bombs are left out.
describe('under gVisor an inmate', () => {
  beforeEach((context) => {
    needs('gvisor', context);
  });

  it.each([...FORGERIES, ...SABOTAGE, ...GLUTTONY].filter(({ gvisor }) => gvisor !== null))(
    'that tries $what',
    async ({ method, args, outcome, gvisor, timeout = 30_000 }) => {
      // It starts later there; and what raises here has all the time it needs for that.
      const patience = gvisor === undefined ? timeout + 1000 : 30_000;
      const provoked = await provoke(() => villain.call(method, args, { timeout: patience }));
      expectOutcome(provoked.outcome, gvisor ?? outcome);
    },
  );

  it('that tries every way out gains nothing', async () => {
    const { dispatch } = await provoke(() => villain.call('tryToEscape', [], { timeout: 30_000 }));
    expect(await dispatch).toMatchObject({
      root: expect.stringMatching(/EROFS|EACCES/) as string,
      mount: expect.stringMatching(/denied|not permitted/) as string,
      unshare: 'not permitted',
      setuid: 'EPERM',
      execFromTmp: 'denied',
      daemonSocket: 'ENOENT',
    });
  });
});

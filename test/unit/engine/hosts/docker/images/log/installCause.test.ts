import { describe, expect, it } from 'vitest';
import { BuildKitLog } from '../../../../../../../src/engine/hosts/docker/images/builders/buildKitLog.ts';
import { BuildLog } from '../../../../../../../src/engine/hosts/docker/images/log/buildLog.ts';
import { installCause } from '../../../../../../../src/engine/hosts/docker/images/log/installCause.ts';

const NPM = [
  'npm error code EUSAGE',
  'npm error',
  'npm error `npm ci` can only install packages when your package.json and package-lock.json are in sync.',
  'npm error',
  'npm error Usage:',
  'npm error A complete log of this run can be found in: /tmp/x.log',
];
const WHY = '`npm ci` can only install packages when your package.json and package-lock.json are in sync.';

describe('why an install failed', () => {
  it.each([
    ['npm', NPM.join('\n'), WHY],
    [
      'npm without its registry',
      'npm ERR! code ECONNREFUSED\nnpm ERR! syscall connect\nnpm ERR! errno ECONNREFUSED\nnpm ERR! FetchError: request to http://localhost:1/ms failed\n',
      'FetchError: request to http://localhost:1/ms failed',
    ],
    [
      'pnpm',
      'Lockfile is up to date\n\u2009ERR_PNPM_OUTDATED_LOCKFILE\u2009 Cannot install with "frozen-lockfile"\n\nNote\n',
      'ERR_PNPM_OUTDATED_LOCKFILE\u2009 Cannot install with "frozen-lockfile"',
    ],
    [
      'newer Yarn',
      '➤ YN0000: ┌ Resolution step\n➤ YN0002: │ a warning\n➤ YN0028: │ The lockfile would have been modified\n➤ YN0000: Failed with errors in 1s\n',
      'YN0028: │ The lockfile would have been modified',
    ],
    [
      'Yarn 1',
      'yarn install v1.22.22\r\n\u001b[91merror Your lockfile needs to be updated\r\n\u001b[0minfo Visit\r\n',
      'Your lockfile needs to be updated',
    ],
    ['no package manager', 'one\nan npm error of nobody\nerror running container: x\n', undefined],
  ])('is told by %s', (_who, output, cause) => {
    expect(installCause(output)).toBe(cause);
  });

  it('stands in the error of a build, of each builder', () => {
    const classic = new BuildLog();
    const detail = "The command '/bin/sh -c node install.cjs' returned a non-zero code: 1";
    classic.add({ kind: 'text', text: 'Step 2/2 : RUN node install.cjs\n' });
    classic.add({ kind: 'text', text: NPM.join('\n') });
    expect(classic.toError(detail).message).toBe(
      `Docker could not build the image: it failed at step 2/2 (RUN node install.cjs): ${detail}: ${WHY}`,
    );
    const buildKit = new BuildKitLog();
    for (const line of ['[1/2] RUN x', '0.1 npm error of another step']) buildKit.add(`#3 ${line}\n`);
    for (const line of ['[2/2] RUN node install.cjs', ...NPM.map((said) => `0.047 ${said}`)])
      buildKit.add(`#4 ${line}\n`);
    buildKit.add('#4 ERROR: process "node" did not complete successfully: exit code: 1\n------\n');
    expect(buildKit.toError('x').message).toBe(
      `Docker could not build the image: it failed at step 2/2 (RUN node install.cjs): process "node" did not complete successfully: exit code: 1: ${WHY}`,
    );
  });

  it('is not sought in a step that runs nothing', () => {
    const log = new BuildLog();
    log.add({ kind: 'text', text: 'Step 2/2 : COPY x y\n' });
    log.add({ kind: 'text', text: NPM.join('\n') });
    expect(log.toError('no such file').message).toMatch(/: no such file$/);
  });
});

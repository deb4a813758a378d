import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportLine } from '../../../../../../../src/cli/output/report.ts';
import { placeInLine } from '../../../../../../../src/editor/source/sourcePlace.ts';
import { ImageBuildError } from '../../../../../../../src/engine/errors/errors.ts';
import { refusalHint } from '../../../../../../../src/engine/hosts/docker/connection/refusalHint.ts';
import { isPullFailure, withHints } from '../../../../../../../src/engine/hosts/docker/images/log/failureHints.ts';
import { isOff } from '../../../../../../../src/engine/hosts/docker/images/context/git/gitCheckout.ts';
import { copiesOf } from '../../../../../../../src/engine/hosts/docker/images/dockerfile/copies.ts';
import { parseDockerfile } from '../../../../../../../src/engine/hosts/docker/images/dockerfile/parseDockerfile.ts';
import { installCause } from '../../../../../../../src/engine/hosts/docker/images/log/installCause.ts';
import { publicForm } from '../../../../../../../src/engine/hosts/docker/images/context/installSettings.ts';
import { localDependencies } from '../../../../../../../src/engine/hosts/docker/images/project/localDependencies.ts';
import { dockerfileFacts } from '../../../../../../../src/engine/methods/check/dockerfile.ts';

/** Milliseconds in which no text comes to an end that takes steps for each pair of its characters. */
const PATIENCE = 20_000;
const MANY = 300_000;

/** Runs something, and ends it where it takes for ever: a test's own limit could not. */
function inTime<T>(run: () => T, timeout = PATIENCE): T {
  let result: { readonly value: T } | undefined;
  runInNewContext('run()', { run: () => (result = { value: run() }) }, { timeout });
  if (!result) throw new Error('nothing was run');
  return result.value;
}

const hints = (detail: string): unknown =>
  withHints(new ImageBuildError('', detail, ''), { warnings: [], platform: undefined, isOldBuildKit: true });
const only = (wanted: string, text: string) => (name: string) => Promise.resolve(name === wanted ? text : undefined);
const lines = (text: string, count = MANY / 10): string => `${text}\n`.repeat(count);

/** What once took for ever, or a step for each pair of characters. */
const SLOW: readonly (readonly [name: string, run: () => unknown])[] = [
  [
    'a pattern of COPY with many stars',
    () => copiesOf(parseDockerfile(`COPY ${'*'.repeat(60)}x .`)).takes('npm-shrinkwrap.json'),
  ],
  ['stars and letters', () => copiesOf(parseDockerfile(`COPY ${'*a'.repeat(1000)}b .`)).takes('a'.repeat(1000))],
  ['slashes of COPY', () => copiesOf(parseDockerfile(`COPY a${'/'.repeat(MANY)}b .`))],
  ['spaces of a directive', () => parseDockerfile(`# syntax=a${' '.repeat(MANY)}b\u2028`)],
  ['ONBUILD of ONBUILD', () => parseDockerfile(`${'ONBUILD '.repeat(MANY)}RUN a`)],
  ['flags of an instruction', () => parseDockerfile(`RUN ${'--a '.repeat(MANY)}b`)],
  ['lines that go on', () => dockerfileFacts(lines('RUN a \\'), '', undefined)],
  ['lines that go on, to build', () => parseDockerfile(lines('RUN a \\'))],
  [
    'variables in variables',
    () => dockerfileFacts(`ARG A=${'x'.repeat(MANY)}\nFROM ${'$A'.repeat(MANY)}`, '', undefined),
  ],
  ['an address without a user', () => publicForm('.npmrc', `a=${'//b:'.repeat(MANY)}`)],
  ['an address behind a user', () => publicForm('.npmrc', `a=//b@${'//b:'.repeat(MANY)}`)],
  ['an address with many slashes', () => publicForm('.npmrc', `a=${'/'.repeat(MANY)}`)],
  ['a question behind addresses', () => publicForm('.npmrc', `a=?${'//b'.repeat(MANY)}`)],
  ['a scheme without an address', () => publicForm('.yarnrc.yml', `a: ${'a'.repeat(MANY)}`)],
  ['comments and other ends of lines', () => publicForm('.npmrc', `a=${'#\u2028'.repeat(MANY)}`)],
  ['patches of a lock', () => localDependencies(only('yarn.lock', '#.yarn/patches/a'.repeat(MANY)))],
  ['items of a workspace', () => localDependencies(only('pnpm-workspace.yaml', `packages:\n- a${' '.repeat(MANY)}"`))],
  [
    'thousands of folders',
    () => {
      const dependencies = Object.fromEntries(Array.from({ length: MANY / 10 }, (_, i) => [`a${i}`, `file:./${i}`]));
      return localDependencies(only('package.json', JSON.stringify({ dependencies })));
    },
  ],
  ['a setting of git', () => isOff([`filemode=${' '.repeat(MANY)}x\u2028`], 'filemode')],
  ['a line of a trace', () => placeInLine('/'.repeat(MANY))],
  ['a message of an engine', () => refusalHint('cgroup controller '.repeat(MANY))],
  ['an error of a build', () => [isPullFailure('manifest for '.repeat(MANY)), hints('pull access '.repeat(MANY))]],
  ['what pnpm says', () => installCause(`ERR_PNPM_${'A'.repeat(MANY)}\u2028`)],
  ['an error of many spaces', () => reportLine({ write: () => Promise.resolve() } as never, `a${' '.repeat(MANY)}b`)],
];

describe('a text of a stranger takes no more time than its length explains', () => {
  it.each(SLOW)('%s', async (_, run) => {
    await expect((async () => inTime(run))()).resolves.not.toThrow();
  });

  it('is ended where it does', () => {
    const stuck = (): boolean => /^(?:a+)+$/.test(`${'a'.repeat(60)}b`);
    expect(() => inTime(stuck, 100)).toThrow(/timed out/);
  });
});

describe('the settings of a package manager, without addresses that hold secrets', () => {
  /** As it was written before: right, and slow for some texts. */
  const byExpressions = (line: string): string =>
    line
      .replace(/((?:[a-z][a-z0-9+.-]*:)?\/\/)(?:[^/@\s"']*:(?!\d+\/)[^\s"']*|[^/\s"']*)@/gi, '$1')
      .replace(/^([^=]*=\s*["']?)[^\s"'/@:]+:[^\s"'/]+@/, '$1')
      .replace(/(\/\/[^\s"'?#]+)[?#][^\s"']*/g, '$1');

  it('are those that regular expressions leave', () => {
    const piece = fc.constantFrom('a', 'https:', '//', '/', ':', '@', '?', '#', '1', '"', "'", ' ', 'x=', '=');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const line = `k: ${pieces.join('').trim()}`;
        fc.pre(!/^\s*$/.test(line));
        const kept = publicForm('.yarnrc.yml', line);
        // A line that is a secret as a whole is kept out.
        expect([`${byExpressions(line).trimEnd()}\n`, '']).toContain(kept);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('items of a workspace of pnpm', () => {
  it.each([
    ['- lib', 'lib'],
    ['  -   "lib/a"  # why', 'lib/a'],
    ["- 'lib'", 'lib'],
    ['- lib # why', 'lib'],
    ['# - lib', undefined],
    ['- "lib', undefined],
    ['-', undefined],
  ])('%s', async (line, target) => {
    const found = await localDependencies(only('pnpm-workspace.yaml', `packages:\n${line}\n`));
    expect(found.map((dependency) => [dependency.target, dependency.line()])).toEqual(
      target === undefined ? [] : [[target, 2]],
    );
  });
});

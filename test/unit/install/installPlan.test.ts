import { describe, expect, it } from 'vitest';
import { planInstall } from '../../../inmate-template/install/plan.ts';

const plan = (files: Record<string, string>) => planInstall({ read: (name) => files[name] });
const WITH = '{"dependencies":{"a":"1"}}';
const BERRY = (version: number) => `# made by yarn\n\n__metadata:\n  version: ${version}\n  cacheKey: 8\n`;

describe('what is installed', () => {
  it.each<[string, Record<string, string>, unknown]>([
    ['nothing at all', {}, { manager: 'none' }],
    ['no dependencies', { 'package.json': '{"devDependencies":{"a":"1"}}' }, { manager: 'none' }],
    ['npm’s lock', { 'package.json': WITH, 'package-lock.json': '{}' }, { manager: 'npm' }],
    ['npm’s shrinkwrap', { 'package.json': WITH, 'npm-shrinkwrap.json': '{}' }, { manager: 'npm' }],
    ['pnpm’s lock 9', { 'package.json': WITH, 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n" }, { tool: 'pnpm@10.15.0' }],
    [
      'pnpm’s lock 6',
      { 'package.json': WITH, 'pnpm-lock.yaml': "lockfileVersion: '6.0'\r\n" },
      { tool: 'pnpm@8.15.9' },
    ],
    ['pnpm’s lock 5', { 'package.json': WITH, 'pnpm-lock.yaml': 'lockfileVersion: 5.4\n' }, { tool: 'pnpm@7.33.7' }],
    [
      'a newer lock of pnpm',
      { 'package.json': WITH, 'pnpm-lock.yaml': 'lockfileVersion: "12"' },
      { tool: 'pnpm@11.28.11' },
    ],
    [
      'Yarn 1’s lock',
      { 'package.json': WITH, 'yarn.lock': '# yarn lockfile v1\n' },
      { manager: 'yarn', tool: 'yarn@1.22.22' },
    ],
    [
      'Yarn 3’s lock',
      { 'package.json': WITH, 'yarn.lock': BERRY(6) },
      { manager: 'berry', tool: '@yarnpkg/cli-dist@3.8.6' },
    ],
    ['Yarn 4’s lock', { 'package.json': WITH, 'yarn.lock': BERRY(8) }, { tool: '@yarnpkg/cli-dist@4.18.1' }],
    [
      'a version by packageManager',
      { 'package.json': '{"packageManager": "pnpm@9.1.2+sha512.ab"}', 'pnpm-lock.yaml': '' },
      { tool: 'pnpm@9.1.2' },
    ],
    [
      'Yarn 1 by packageManager',
      { 'package.json': '{"packageManager":"yarn@1.22.0"}', 'yarn.lock': '' },
      { manager: 'yarn', tool: 'yarn@1.22.0' },
    ],
    [
      'several locks, one by packageManager',
      { 'package.json': '{"packageManager":"yarn@4.1.0"}', 'package-lock.json': '', 'yarn.lock': BERRY(8) },
      { tool: '@yarnpkg/cli-dist@4.1.0' },
    ],
    [
      'a packageManager whose lock is not there',
      { 'package.json': '{"packageManager":"pnpm@9.1.2"}', 'package-lock.json': '' },
      { manager: 'npm' },
    ],
    [
      'a lock alone',
      { 'yarn.lock': '' },
      { manager: 'unknown', why: expect.stringMatching(/no package\.json/) as unknown },
    ],
    ['no lock', { 'package.json': WITH }, { manager: 'unknown', why: expect.stringMatching(/npm install/) as unknown }],
    [
      'a lock of Bun',
      { 'package.json': WITH, 'bun.lock': '' },
      { manager: 'unknown', why: expect.stringMatching(/bun\.lock is a lock of Bun/) as unknown },
    ],
  ])('with %s', (_what, files, expected) => {
    expect(plan(files)).toMatchObject(expected as object);
  });
});

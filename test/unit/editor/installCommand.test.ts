import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBlankFolder } from '../../../src/editor/scaffold/blankFolder.ts';
import { installCommand, isPlainPackageName } from '../../../src/editor/source/installCommand.ts';

describe('what installs a package', () => {
  it.each([
    [[], 'npm install --ignore-scripts --save-exact zod', 'npm install --ignore-scripts'],
    [['package-lock.json'], 'npm install --ignore-scripts --save-exact zod', 'npm ci --ignore-scripts'],
    [['npm-shrinkwrap.json'], 'npm install --ignore-scripts --save-exact zod', 'npm ci --ignore-scripts'],
    [['pnpm-lock.yaml'], 'pnpm add --exact --ignore-scripts zod', 'pnpm install --ignore-scripts'],
    [['yarn.lock'], 'yarn add --exact --ignore-scripts zod', 'yarn install --ignore-scripts'],
    [['yarn.lock', '.yarnrc.yml'], 'yarn add --exact --mode=skip-build zod', 'yarn install --mode=skip-build'],
    [['bun.lock'], 'bun add --exact --ignore-scripts zod', 'bun install --ignore-scripts'],
  ])('is that of the lock file, and runs no script: %j', (files, adds, installs) => {
    expect(installCommand(new Set(files), ['zod'])).toBe(adds);
    expect(installCommand(new Set(files), [])).toBe(installs);
  });

  it.each([
    '',
    '-g',
    '--global',
    'a b',
    'a;b',
    '$(x)',
    '`x`',
    '~x',
    '@/x',
    '../x',
    'a/b',
    'a\nb',
    '@-a/b',
    'x'.repeat(215),
  ])('is never given %j, which a shell or npm takes for something else', (name) => {
    expect(isPlainPackageName(name)).toBe(false);
    expect(() => installCommand(new Set(), ['zod', name])).toThrow(RangeError);
  });

  it('is one command, whatever a source imports', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        fc.pre(!isPlainPackageName(name));
        expect(() => installCommand(new Set(), [name])).toThrow(RangeError);
      }),
    );
  });
});

describe('a folder in which nothing was begun', () => {
  it.each([[[]], [['.git']], [['.git', 'README.md', 'LICENSE', '.gitignore']], [['.DS_Store', '.vscode']]])(
    'is one with %j',
    (names) => {
      expect(isBlankFolder(names)).toBe(true);
    },
  );

  it.each(['src', 'package.json', 'main.ts', 'README', 'docs', 'inmate.ts', '.env'])('is none with %s', (name) => {
    expect(isBlankFolder(['.git', name])).toBe(name === 'README');
  });
});

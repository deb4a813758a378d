import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failingLine } from '../../../src/editor/builds/failingLine.ts';
import { dependencyFile, fileWithin, firstPlaceWithin, placeInLine } from '../../../src/editor/source/sourcePlace.ts';

describe('placeInLine', () => {
  it.each([
    ['render (/hoosegow/inmate.ts:12:7)', { file: '/hoosegow/inmate.ts', line: 12, column: 7 }],
    ['async Promise.all (index 0)', undefined],
    ['/hoosegow/lib/a b.mts:3', { file: '/hoosegow/lib/a b.mts', line: 3, column: null }],
    ['at C:\\inmates\\x\\inmate.ts:1:2', { file: 'C:\\inmates\\x\\inmate.ts', line: 1, column: 2 }],
    ['node:internal/process:1:2', undefined],
    ['/hoosegow/inmate.ts:0:0', { file: '/hoosegow/inmate.ts', line: 1, column: 1 }],
  ])('%s', (line, place) => {
    expect(placeInLine(line)).toEqual(place);
  });
});

describe('fileWithin', () => {
  it('maps what the image has of the folder, and what the process engine names', () => {
    expect(fileWithin('/inmates/a', '/hoosegow/lib/x.ts')).toBe('lib/x.ts');
    expect(fileWithin('/inmates/a', '/inmates/a/inmate.ts')).toBe('inmate.ts');
  });

  it.each([
    '/hoosegow/../etc/passwd',
    '/hoosegow/lib/../../x.ts',
    '/hoosegow/',
    '/hoosegow',
    '/etc/passwd',
    '/inmates/ab/inmate.ts',
    '/hoosegow/node_modules/marked/x.js',
    '/hoosegow/a\\..\\b.ts',
    '/hoosegow/C:/x.ts',
    '/hoosegow/a\0.ts',
    '',
  ])('has no file for %j', (file) => {
    expect(fileWithin('/inmates/a', file)).toBeUndefined();
  });

  it('never leaves the folder, whatever the name', () => {
    const part = fc.constantFrom('..', '.', '', 'a', 'hoosegow', 'node_modules', '\\', 'C:', '~');
    fc.assert(
      fc.property(fc.array(part), fc.boolean(), (parts, inside) => {
        const within = fileWithin('/inmates/a', `${inside ? '/hoosegow' : ''}/${parts.join('/')}`);
        if (within === undefined) return;
        expect(within.split('/')).not.toContain('..');
        expect(within).not.toMatch(/^[/\\]|:/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('dependencyFile', () => {
  it.each([
    ['/hoosegow/node_modules/marked/lib/x.js', 'marked'],
    ['/hoosegow/node_modules/@scope/pkg/x.js', '@scope/pkg'],
    ['/hoosegow/node_modules/.pnpm/marked@1.0.0/node_modules/marked/x.js', 'marked'],
    ['/inmates/a/node_modules/marked/x.js', 'marked'],
  ])('%s is of %s', (file, name) => {
    expect(dependencyFile('/inmates/a', file)).toMatchObject({ name });
    expect(dependencyFile('/inmates/a', file)?.within).toMatch(/^node_modules\//);
  });

  it.each([
    '/hoosegow/inmate.ts',
    '/hoosegow/node_modules',
    '/hoosegow/node_modules/../../x',
    '/usr/lib/node_modules/x/y.js',
  ])('%s is none of the inmate', (file) => {
    expect(dependencyFile('/inmates/a', file)).toBeUndefined();
  });
});

describe('firstPlaceWithin', () => {
  it('passes over Node, dependencies and the entrypoint', () => {
    const backtrace = [
      'JSON.parse (<anonymous>)',
      'x (node:fs:1:1)',
      'y (/hoosegow/node_modules/marked/lib.js:1:1)',
      'z (/hoosegow/bin/entrypoint.cjs:9:9)',
      'readSettings (/hoosegow/inmate.ts:71:17)',
      'w (/hoosegow/other.ts:1:1)',
    ];
    expect(firstPlaceWithin('/i', backtrace)).toEqual({
      file: '/hoosegow/inmate.ts',
      within: 'inmate.ts',
      line: 71,
      column: 17,
    });
    expect(firstPlaceWithin('/i', ['nothing'])).toBeUndefined();
  });
});

describe('failingLine', () => {
  const log = 'Step 1/2 : FROM base\nStep 2/2 : RUN false\n ---> Running in 1\nThe command failed: false\n\n';
  it('is the line of the error itself, else the last that says anything', () => {
    expect(failingLine(log, 'The command failed: false')).toBe(3);
    expect(failingLine('a\nb\n\n', 'unknown')).toBe(1);
    expect(failingLine('', '')).toBe(0);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPlaces } from '../../../../webview/model/value/sourcePlaces.ts';
import { workOf } from '../../../support/threadTime.ts';

const placesIn = (text: string) => findPlaces(text).flatMap(({ place }) => (place ? [place] : []));

describe('places of sources', () => {
  it.each([
    ['    at heading (file:///app/inmate.ts:12:5)', { file: '/app/inmate.ts', line: 12, column: 5 }],
    ['    at /app/inmate.ts:3:1', { file: '/app/inmate.ts', line: 3, column: 1 }],
    ['lib/a-b_c.test.mjs:7', { file: 'lib/a-b_c.test.mjs', line: 7, column: null }],
    ["/app/x.rb:12:in 'foo'", { file: '/app/x.rb', line: 12, column: null }],
    [String.raw`C:\work\a.ts:4:2`, { file: String.raw`C:\work\a.ts`, line: 4, column: 2 }],
    ['(./node_modules/@x/y/index.js:1:22)', { file: './node_modules/@x/y/index.js', line: 1, column: 22 }],
  ])('are found in %j', (text, place) => expect(placesIn(text)).toEqual([place]));

  it.each([
    'http://example.com:8080/x',
    'at node:internal/process/task_queues:105:5',
    '12:30:45',
    'a.ts:0',
    'version 1.2.3:4',
    'x.ts:1a',
  ])('are not seen in %j', (text) => expect(placesIn(text)).toEqual([]));

  it('leave the text as it was', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '.ts', ':', '1', '/', ' ', '(', 'file://', '\\') });
    fc.assert(
      fc.property(text, (all) => {
        const pieces = findPlaces(all).map((piece) => piece.text);
        expect(pieces.join('')).toBe(all);
      }),
    );
  });

  it('are looked for in linear time', async () => {
    const size = 256 * 1024;
    for (const unit of ['a', 'a.', 'a.b:', '/', 'C:', 'a.ts:1:', '-', '.']) {
      expect(await workOf(() => findPlaces(unit.repeat(size / unit.length)))).toBeLessThan(1500);
    }
  });
});

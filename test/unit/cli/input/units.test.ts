import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDuration, parseSize } from '../../../../src/cli/input/units.ts';
import { formatDuration, formatSize } from '../../../../src/text/words.ts';
import { UsageError } from '../../../../src/engine/errors/errors.ts';

describe('durations', () => {
  it.each([
    ['10s', 10_000],
    ['500ms', 500],
    ['2m', 120_000],
    ['1.5s', 1500],
    ['1h', 3_600_000],
    ['0.5ms', 1],
  ])('%s', (text, milliseconds) => {
    expect(parseDuration(text, '--timeout')).toBe(milliseconds);
  });

  it.each([
    '',
    '10',
    '10 s',
    's',
    '-1s',
    '0s',
    '0.1ms',
    '1e3s',
    '10S',
    '25h1',
    '600h',
    'constructor',
    '1,5s',
    '9'.repeat(400) + 's',
  ])('refuses %j by the name of the option', (text) => {
    expect(() => parseDuration(text, '--timeout')).toThrow(UsageError);
    expect(() => parseDuration(text, '--timeout')).toThrow(/^--timeout must be a duration such as 10s/);
  });
});

describe('sizes', () => {
  it.each([
    ['256m', 256 * 1024 ** 2],
    ['1g', 1024 ** 3],
    ['64k', 65_536],
    ['64K', 65_536],
    ['1.5GiB', 1.5 * 1024 ** 3],
    ['10mb', 10 * 1024 ** 2],
    ['4096', 4096],
    ['4096b', 4096],
    ['1t', 1024 ** 4],
  ])('%s', (text, bytes) => {
    expect(parseSize(text, '--memory')).toBe(bytes);
  });

  it.each(['', 'm', '-1m', '0', '0.4', '1 m', '1x', '1mm', '1e3', 'Infinity', '99999t'])('refuses %j', (text) => {
    expect(() => parseSize(text, '--memory')).toThrow(/^--memory must be a size such as 256m/);
  });

  it('reads what it writes, to the precision that it shows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 2 ** 45 }), (bytes) => {
        const shown = formatSize(bytes).replaceAll(',', '').replace(' bytes', '').replace(' ', '');
        expect(Math.abs(parseSize(shown, 'x') - bytes)).toBeLessThanOrEqual(bytes * 0.06);
      }),
    );
  });

  it.each([
    [1, '1 byte'],
    [1023, '1,023 bytes'],
    [1024, '1 KiB'],
    [256 * 1024 ** 2, '256 MiB'],
    [3 * 1024 ** 5, '3,072 TiB'],
  ])('shows %d as %s', (bytes, text) => {
    expect(formatSize(bytes)).toBe(text);
  });
});

it('shows durations', () => {
  const under = ['0 ms', '0.42 ms', '500 ms', '1 s', '1.5 s', '59.9 s'];
  expect([0, 0.42, 500, 999.6, 1500, 59_940].map(formatDuration)).toEqual(under);
  const minutes = ['1 min', '1 min', '1 min 15 s', '60 min'];
  expect([59_960, 60_000, 75_400, 3_600_000].map(formatDuration)).toEqual(minutes);
});

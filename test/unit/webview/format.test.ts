import { describe, expect, it } from 'vitest';
import { formatsFor } from '../../../webview/model/format.ts';

describe('numbers for people', () => {
  const { count, duration, milliseconds, size } = formatsFor('en');

  it.each([
    [0, '0 µs'],
    [0.0124, '12 µs'],
    [0.9994, '999 µs'],
    [0.9996, '1 ms'],
    [12.44, '12.4 ms'],
    [999.96, '1 s'],
    [3210, '3.2 s'],
    [125_000, '2 min 5 s'],
    [-2, '-2 ms'],
  ])('writes %d ms as %s', (time, text) => expect(duration(time)).toBe(text));

  it.each([
    [0, '0 B'],
    [1023, '1,023 B'],
    [1024, '1 KiB'],
    [4300, '4.2 KiB'],
    [1_048_570, '1 MiB'],
    [5 * 1024 ** 3, '5 GiB'],
  ])('writes %d bytes as %s', (bytes, text) => expect(size(bytes)).toBe(text));

  it('writes times of the list to the microsecond', () => expect(milliseconds(1234.5)).toBe('1,234.500'));

  it('writes in the language of the user, and in English where it knows none', () => {
    expect(formatsFor('de').count(1_234_567)).toBe('1.234.567');
    expect(formatsFor('not a language').count(1_234_567)).toBe(count(1_234_567));
  });
});

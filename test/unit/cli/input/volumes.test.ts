import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readVolumes } from '../../../../src/cli/input/volumes.ts';

describe('--volume', () => {
  it.each([
    ['./data:/data', { '/data': './data' }],
    ['./data:/data:rw', { '/data': './data:rw' }],
    ['/a=b:/data:ro', { '/data': '/a=b:ro' }],
    ['named:/data', { '/data': 'named' }],
    ['C:\\Users\\me:/data:rw', { '/data': 'C:\\Users\\me:rw' }],
    ['c:/Users/me:/data', { '/data': 'c:/Users/me' }],
  ])('is read as Docker’s -v: %s', (text, volumes) => {
    expect(readVolumes([text])).toEqual(volumes);
  });

  it.each([
    ['/data=./data', './data:/data'],
    ['/data=./data:rw', './data:/data:rw'],
    ['/data=C:\\Users:ro', 'C:\\Users:/data:ro'],
    ['/data:./data', './data:/data'],
    ['/data:named:rw', 'named:/data:rw'],
  ])('of which the sides are swapped, as in %s, is refused with the right spelling', (text, right) => {
    expect(() => readVolumes([text])).toThrow(`(is ${right} meant?)`);
  });

  it.each(['data', '', ':', '/data', './data:', ':/data', 'a:b', './a:/b:ro:rw'])('is refused: %j', (text) => {
    expect(() => readVolumes([text])).toThrow(/--volume must be HOST:CONTAINER/);
  });

  it('takes no access but ro and rw, and one volume for one path', () => {
    expect(() => readVolumes(['./a:/b:z'])).toThrow(/takes ro or rw, not "z"/);
    expect(() => readVolumes(['./a:/b', './c:/b'])).toThrow(/two of --volume are for \/b/);
  });

  it('of any two sides is these sides', () => {
    const side = fc.stringMatching(/^[^:\0]{1,20}$/).filter((text) => !/^[A-Za-z]$/.test(text));
    fc.assert(
      fc.property(side, side, fc.constantFrom('', ':ro', ':rw'), (host, container, mode) => {
        expect(readVolumes([`${host}:/${container}${mode}`])).toEqual({ [`/${container}`]: `${host}${mode}` });
      }),
    );
  });
});

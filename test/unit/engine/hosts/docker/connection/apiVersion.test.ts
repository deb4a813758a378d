import { describe, expect, it } from 'vitest';
import { chooseApiVersion, isNewerThanOurs } from '../../../../../../src/engine/hosts/docker/connection/apiVersion.ts';
import { EngineError } from '../../../../../../src/engine/errors/errors.ts';

describe('chooseApiVersion', () => {
  it.each([
    ['1.41', undefined, '1.41'],
    ['1.41', '1.12', '1.41'],
    ['1.44', '1.24', '1.44'],
    ['1.52', '1.44', '1.44'],
    ['1.52', undefined, '1.44'],
    ['1.60', '1.50', '1.50'],
  ])('between %s and %s is %s', (newest, oldest, version) => {
    expect(chooseApiVersion(newest, oldest)).toBe(version);
  });

  it('refuses a daemon that is too old, or no version', () => {
    expect(() => chooseApiVersion('1.39', '1.12')).toThrow(/too old.*1\.39.*Docker 19\.03/);
    for (const odd of ['', '2.0', '1.', '1.x', '1.41/../..', '01.41']) {
      expect(() => chooseApiVersion(odd, undefined)).toThrow(EngineError);
    }
  });

  it('asks for the oldest version only of a daemon that may have given ours up', () => {
    expect(['1.41', '1.44', '1.45', '1.9'].map(isNewerThanOurs)).toEqual([false, false, true, false]);
  });
});

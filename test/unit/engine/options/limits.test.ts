import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, resolveLimits } from '../../../../src/engine/options/limits.ts';

const MIB = 1024 * 1024;

describe('limits', () => {
  it('are the promised defaults', () => {
    expect(DEFAULT_LIMITS).toEqual({
      timeout: 60_000,
      outputBytes: 256 * MIB,
      valueBytes: 16 * MIB,
      valueNodes: 1_000_000,
      valueDepth: 100,
      memory: 256 * MIB,
      cpus: 1,
      pids: 128,
      tmpBytes: 64 * MIB,
    });
  });

  it('keep every default that is not named', () => {
    expect(resolveLimits({ timeout: 5 })).toEqual({ ...DEFAULT_LIMITS, timeout: 5 });
    expect(resolveLimits()).toEqual(DEFAULT_LIMITS);
  });

  it.each([
    [{ timeout: 0 }, 'timeout'],
    [{ timeout: 2 ** 31 }, 'timeout must be at most 2147483647'],
    [{ memory: 256 }, 'memory must be a whole number of at least 6291456 bytes (6 MiB), not 256 bytes'],
    [{ tmpBytes: 1 }, 'tmpBytes must be a whole number of at least 4096 bytes, not 1 bytes'],
    [{ cpus: Number.NaN }, 'cpus'],
    [{ pids: 1.5 }, 'pids must be a whole number, not 1.5'],
    [{ valueDepth: 0 }, 'valueDepth must be a whole number of at least 1'],
    [{ valueNodes: 10_000_001 }, 'valueNodes must be at most 10000000'],
    [{ valueBytes: 2 ** 30 + 1 }, 'valueBytes must be at most 1073741824 bytes (1024 MiB)'],
    [{ valueDepth: 1001 }, 'valueDepth must be at most 1000, not 1001'],
    [{ valueBytes: Number.POSITIVE_INFINITY }, 'valueBytes'],
  ])('refuse %j and name the limit', (given, name) => {
    expect(() => resolveLimits(given)).toThrow(name);
  });

  it('refuse an unknown name and tell the known ones', () => {
    expect(() => resolveLimits(JSON.parse('{"time":1}') as object)).toThrow(/no limit "time".*timeout/);
  });
});

it('shows a text as one, and names the most there may be', () => {
  const limits = (given: object) => (): unknown => resolveLimits(given);
  expect(limits({ timeout: '5' })).toThrow('the limit timeout must be a number of at least 1, not "5"');
  expect(limits({ memory: null })).toThrow('not null');
  expect(limits({ timeout: Infinity })).toThrow('the limit timeout must be at most 2147483647, not Infinity');
  expect(limits({ cpus: Infinity })).toThrow('the limit cpus must be finite, not Infinity');
});

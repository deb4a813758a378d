import { describe, expect, it } from 'vitest';
import { errorOf } from '../../../../src/engine/errors/dispatchError.ts';
import { InmateImportError, InmateRuntimeError } from '../../../../src/engine/errors/errors.ts';
import type { Outcome } from '../../../../src/recording/outcome.ts';

describe('what awaiting a dispatch throws', () => {
  it('is nothing for a result', () => {
    expect(errorOf({ outcome: 'returned' })).toBeUndefined();
  });

  it('is the exception of the inmate, with its causes', () => {
    const cause = { class: 'RangeError', message: 'inner', backtrace: ['x.ts:1'] };
    const error = errorOf({ outcome: 'raised', class: 'TypeError', message: 'outer', backtrace: ['y.ts:2'], cause });
    expect(error).toBeInstanceOf(InmateRuntimeError);
    expect(error).not.toBeInstanceOf(InmateImportError);
    expect(error).toMatchObject({
      name: 'InmateRuntimeError',
      message: 'TypeError: outer',
      inmateClass: 'TypeError',
      backtrace: ['y.ts:2'],
      cause: { message: 'RangeError: inner', backtrace: ['x.ts:1'] },
    });
  });

  it('has the errors that it stands for, and what it carries', () => {
    const plain = { class: 'Error', message: 'm', backtrace: [] };
    const details = { code: 'ERR_QUOTA', status: 429 };
    const error = errorOf({ outcome: 'raised', ...plain, errors: [{ ...plain, details }, plain], details });
    expect(error).toMatchObject({ details, errors: [{ message: 'Error: m', details }, { details: {} }] });
    expect(errorOf({ outcome: 'raised', ...plain })).toMatchObject({ errors: [], details: {} });
  });

  it.each(['InmateImportError', 'Hoosegow::InmateImportError'])('is an import error for the class %s', (name) => {
    expect(errorOf({ outcome: 'raised', class: name, message: '', backtrace: [] })).toBeInstanceOf(InmateImportError);
  });

  it.each<[Outcome, string, RegExp]>([
    [{ outcome: 'exited', code: 3, signal: null }, 'InmateExitError', /with code 3/],
    [{ outcome: 'exited', code: 137, signal: 'SIGKILL' }, 'InmateExitError', /by SIGKILL/],
    [
      { outcome: 'out-of-memory', limit: 9, setting: 'memory' },
      'InmateOutOfMemoryError',
      /it had 9 bytes \(limit memory\)/,
    ],
    [{ outcome: 'out-of-memory', limit: null, setting: 'memory' }, 'InmateOutOfMemoryError', /memory$/],
    [{ outcome: 'timed-out', limit: 5, setting: 'timeout' }, 'DispatchTimeoutError', /5 ms/],
    [{ outcome: 'cancelled', message: 'why' }, 'DispatchCancelledError', /why/],
    [
      { outcome: 'output-limit', limit: 4, setting: 'valueBytes' },
      'OutputLimitError',
      /larger than 4 bytes \(limit valueBytes\)/,
    ],
    [
      { outcome: 'protocol-violation', offset: 12, expected: 'a', found: 'b' },
      'ProtocolViolationError',
      /byte 12 of stdout: expected a, found b/,
    ],
    [{ outcome: 'engine-failed', message: 'no', phase: 'start' }, 'EngineError', /no/],
  ])('names the outcome %j', (outcome, name, message) => {
    const error = errorOf(outcome);
    expect(error?.name).toBe(name);
    expect(error?.message).toMatch(message);
  });
});

import { describe, expect, it } from 'vitest';
import { CallSite } from '../../../../src/engine/dispatch/callSite.ts';
import { leavingError } from '../../../../src/engine/dispatch/leavingError.ts';
import { abortedBy, cancelled } from '../../../../src/engine/dispatch/stopReason.ts';
import { errorOf, raisedError } from '../../../../src/engine/errors/dispatchError.ts';
import { DaemonError } from '../../../../src/engine/hosts/docker/connection/daemonError.ts';
import { EngineError, ImageBuildError, UsageError } from '../../../../src/engine/errors/errors.ts';

function site(inmateDir: string | undefined): CallSite {
  return new CallSite('render', inmateDir, site);
}

function linesOf(backtrace: readonly string[], inmateDir: string | undefined = '/home/me/inmate'): string[] {
  const error = site(inmateDir).mark(raisedError({ class: 'RangeError', message: 'no', backtrace }));
  const lines = (error.stack ?? '').split('\n');
  return lines.slice(1, lines.indexOf('    at Hoosegow.dispatch("render") called from'));
}

describe('the stack of what a dispatch throws', () => {
  it.each([
    ['f (/hoosegow/inmate.ts:1:2)', 'f (/home/me/inmate/inmate.ts:1:2)'],
    ['/hoosegow/lib/a b.ts:1:2', '/home/me/inmate/lib/a b.ts:1:2'],
    // What the folder does not have, or what lies outside of it.
    ['f (/hoosegow/node_modules/x/x.js:1:2)', 'f (/hoosegow/node_modules/x/x.js:1:2)'],
    ['f (/hoosegow/bin/entrypoint.cjs:1:2)', 'f (/hoosegow/bin/entrypoint.cjs:1:2)'],
    ['f (/hoosegow/../../etc/passwd:1:2)', 'f (/hoosegow/../../etc/passwd:1:2)'],
    ['f (node:fs:1:2)', 'f (node:fs:1:2)'],
    // Nothing looks like a line of somebody else's.
    ['f\n    at forged (/host.ts:1:1)', 'f\uFFFD    at forged (/host.ts:1:1)'],
    ['\u001b[31mred\u2028', '\uFFFD[31mred\uFFFD'],
  ])('names files of the inmate by its folder: %j', (line, shown) => {
    expect(linesOf([line])).toEqual([`    at ${shown}`]);
  });

  it('leaves the names of an image whose folder is not known', () => {
    const error = new CallSite('render', undefined, site).mark(
      raisedError({ class: 'E', message: '', backtrace: ['f (/hoosegow/inmate.ts:1:2)'] }),
    );
    expect(error.stack).toContain('    at f (/hoosegow/inmate.ts:1:2)');
  });

  it('tells who called also where the error has no stack', () => {
    const error = new EngineError('no', 'run');
    delete error.stack;
    expect(site(undefined).mark(error).stack).toMatch(
      /^EngineError: no\n {4}at Hoosegow\.dispatch\("render"\) called from\n/,
    );
  });

  it('tells each caller of one failure its own, and what else the error has', () => {
    const error = new ImageBuildError('no', 'detail', 'log', { cause: 'why' });
    const [one, two] = [site(undefined).mark(error), new CallSite('other', undefined, site).mark(error)];
    expect(one).toBe(error);
    expect(two).not.toBe(error);
    expect(two).toBeInstanceOf(ImageBuildError);
    expect(two).toMatchObject({
      name: 'ImageBuildError',
      code: 'HOOSEGOW_IMAGE_BUILD',
      detail: 'detail',
      cause: 'why',
    });
    expect(one.stack).toMatch(/^ImageBuildError: no\n[^]*dispatch\("render"\) called from/);
    expect(two.stack).toMatch(/^ImageBuildError: no\n[^]*dispatch\("other"\) called from/);
  });

  it('has no lines of the engine for what became of the inmate, and those of the engine for its own', () => {
    const exited = errorOf({ outcome: 'exited', code: 1, signal: null });
    expect(exited && site(undefined).mark(exited).stack).toMatch(/^InmateExitError: .*\n {4}at Hoosegow\.dispatch/);
    const engine = site(undefined).mark(new EngineError('down', 'connect'));
    expect(engine.stack).toMatch(/^EngineError: down\n {4}at (?!Hoosegow\.dispatch)/);
  });

  it('can be set, and may be missing', () => {
    const error = site(undefined).mark(new UsageError('x'));
    error.stack = 'mine';
    expect(error.stack).toBe('mine');
    const bare = new UsageError('x');
    Reflect.deleteProperty(bare, 'stack');
    expect(site(undefined).mark(bare).stack).toMatch(/^UsageError: x\n {4}at Hoosegow\.dispatch/);
  });
});

describe('what leaves the engine', () => {
  it('is an error of its own, with a phase and a cause', () => {
    const usage = new UsageError('x');
    expect(leavingError(usage, 'run')).toBe(usage);
    const refusal = new DaemonError('no such image', 404);
    expect(leavingError(refusal, 'create')).toMatchObject({
      code: 'HOOSEGOW_ENGINE',
      phase: 'create',
      message: 'the container engine refused (HTTP 404): no such image',
      cause: refusal,
    });
    expect(leavingError(new TypeError(''), 'run').message).toBe('TypeError, without a message');
    expect(leavingError('text', 'run')).toMatchObject({ message: 'text', phase: 'run', cause: 'text' });
  });
});

describe('why a dispatch is stopped', () => {
  it('is in words, whatever was given', () => {
    expect(cancelled(new TypeError(''))).toMatchObject({ action: { message: 'TypeError' } });
    expect(cancelled('')).toMatchObject({ action: { message: 'by the caller' } });
    expect(abortedBy(new DOMException('late', 'TimeoutError'), 5.4)).toMatchObject({
      action: { kind: 'timeout', limit: 5, setting: 'signal' },
    });
  });
});

it('tells who called, and nothing of the engine, where the call itself is wrong', () => {
  const error = new UsageError('no such option');
  expect(error.stack).toMatch(/\n {4}at /);
  expect(site(undefined).mark(error).stack).toMatch(/^UsageError: no such option\n {4}at Hoosegow\.dispatch/);
});

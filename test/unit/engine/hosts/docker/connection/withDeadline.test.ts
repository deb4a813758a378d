import { describe, expect, it } from 'vitest';
import { withDeadline } from '../../../../../../src/engine/hosts/docker/connection/withDeadline.ts';
import { EngineError } from '../../../../../../src/engine/errors/errors.ts';

const never = () => new Promise<never>(() => undefined);
const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

describe('withDeadline', () => {
  it('gives what the work gives, and leaves no timer', async () => {
    const before = timers();
    expect(await withDeadline(60_000, 'create', undefined, () => Promise.resolve(1))).toBe(1);
    await expect(withDeadline(60_000, 'create', undefined, () => Promise.reject(new Error('no')))).rejects.toThrow(
      'no',
    );
    expect(timers()).toBe(before);
  });

  it('ends work that takes too long, heedless work too, with the step as the phase', async () => {
    let given: AbortSignal | undefined;
    const failure = withDeadline(20, 'create', undefined, (signal) => {
      given = signal;
      return never();
    });
    await expect(failure).rejects.toThrow(EngineError);
    await expect(failure).rejects.toMatchObject({
      phase: 'create',
      message: 'the container engine gave no answer within 20 ms (create)',
    });
    expect(given?.aborted).toBe(true);
  });

  it('says the deadline, not what the aborted work says', async () => {
    const failure = withDeadline(
      20,
      'create',
      undefined,
      (signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')))),
    );
    await expect(failure).rejects.toThrow(/no answer/);
  });

  it('ends with the reason of the caller’s signal', async () => {
    const controller = new AbortController();
    const failure = withDeadline(60_000, 'create', controller.signal, never);
    controller.abort(new Error('enough'));
    await expect(failure).rejects.toThrow('enough');
    let called = false;
    const late = withDeadline(1, 'create', controller.signal, () => {
      called = true;
      return never();
    });
    await expect(late).rejects.toThrow('enough');
    expect(called).toBe(false);
  });
});

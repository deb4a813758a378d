import { describe, expect, it } from 'vitest';
import { IdleDeadline } from '../../../src/engine/images/idleDeadline.ts';

describe('IdleDeadline', () => {
  it('aborts after a silence, and not before', async () => {
    const idle = new IdleDeadline(120, 'build', new AbortController().signal);
    for (let i = 0; i < 4; i++) {
      await new Promise((done) => setTimeout(done, 60));
      idle.touch();
    }
    expect(idle.signal.aborted).toBe(false);
    await new Promise((done) => setTimeout(done, 250));
    expect(idle.signal.reason).toMatchObject({
      phase: 'build',
      message: 'the container engine has said nothing for 0.12 s',
    });
    idle.close();
    const aborted = new IdleDeadline(1000, 'build', AbortSignal.abort(new Error('before')));
    expect(aborted.signal.reason).toMatchObject({ message: 'before' });
    aborted.close();
  });
});

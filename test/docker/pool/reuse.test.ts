import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Dispatch } from '../../../src/engine/index.ts';
import { inmateProject } from '../../support/inmateProject.ts';
import { lifecycleOf, names, poolsUnderTest, running, untilAsked } from './pooled.ts';

const { hoosegow, call } = poolsUnderTest('bulk', { size: 2, reuse: 1000 });

async function stepsOf(dispatch: Dispatch): Promise<string[]> {
  return (await lifecycleOf(dispatch)).map(({ event }) => event);
}

/** Its frames as short texts, output between two others joined. */
async function storyOf(dispatch: Dispatch): Promise<string[]> {
  const story: string[] = [];
  let printed = '';
  for await (const frame of dispatch) {
    if (frame.type === 'stdout') printed += Buffer.from(frame.value).toString();
    else if (frame.type !== 'stderr') {
      story.push(printed, `${frame.type} ${JSON.stringify(frame.value)}`);
      printed = '';
    }
  }
  return story;
}

describe('a container that is used again', () => {
  it('serves a hundred dispatches in a row, each with its own answer, in order', async () => {
    const pooled = hoosegow();
    for (let n = 1; n <= 100; n++) {
      const name = `call ${n}`;
      const dispatch = call(pooled, 'talk', [name, 3]);
      // The state of the module shows that it is the same process.
      expect(await dispatch).toBe(n);
      if (n % 10 !== 0) continue;
      expect(await storyOf(dispatch)).toEqual([
        `${name} line 0\n`,
        `yield ["${name} 0"]`,
        `${name} child 0\n${name} line 1\n`,
        `yield ["${name} 1"]`,
        `${name} line 2\n`,
        `yield ["${name} 2"]`,
        `${name} last`,
        `return ${n}`,
      ]);
    }
    expect(await running()).toBe(1);
  });

  it('is told of in the recording, with whom it was shared', async () => {
    const pooled = hoosegow();
    const first = call(pooled, 'count');
    await first;
    const next = call(pooled, 'count');
    expect(await next).toBe(2);
    expect(await stepsOf(first)).toEqual(['create', 'created', 'attached', 'start', 'started', 'requested', 'kept']);
    const steps = await lifecycleOf(next);
    expect(steps.map(({ event }) => event)).toEqual(['started', 'requested', 'kept']);
    const [started, , kept] = steps;
    expect(started).toMatchObject({ shared: 1 });
    expect(kept).toMatchObject({ served: 2, container: started?.event === 'started' ? started.container : '' });
    expect((await next.reader()).meta.reuse).toBe(true);
    expect(await next.outcome).toEqual({ outcome: 'returned' });
  });

  it('shares what the option says it shares', async () => {
    const pooled = hoosegow();
    expect(await call(pooled, 'touch', ['/tmp/been-here'])).toBe(false);
    expect(await call(pooled, 'touch', ['/tmp/been-here'])).toBe(true);
  });

  it('is used again after an exception of the method', async () => {
    const pooled = hoosegow();
    await call(pooled, 'count');
    await expect(Promise.resolve(call(pooled, 'complain', ['no']))).rejects.toThrow('no');
    await expect(Promise.resolve(call(pooled, 'nothing of this name'))).rejects.toThrow('has no method');
    expect(await call(pooled, 'count')).toBe(2);
  });

  it('serves so many as it may, and is replaced', async () => {
    const pooled = hoosegow({ pool: { size: 1, reuse: 3 } });
    const counts: unknown[] = [];
    for (let n = 0; n < 7; n++) counts.push(await call(pooled, 'count'));
    expect(counts).toEqual([1, 2, 3, 1, 2, 3, 1]);
  });

  it('takes arguments and gives results of a megabyte', async () => {
    const pooled = hoosegow();
    const text = 'x'.repeat(1_000_000);
    for (let n = 0; n < 5; n++) expect(await call(pooled, 'echo', [text, n])).toEqual([text, n]);
    expect(await running()).toBe(1);
  });

  it('is no more than there are callers', async () => {
    const pooled = hoosegow({ pool: { size: 4, reuse: 1000 }, concurrency: 4 });
    const callers = Array.from({ length: 4 }, async (_, caller) => {
      for (let n = 0; n < 20; n++) expect(await call(pooled, 'echo', [caller, n])).toEqual([caller, n]);
    });
    await Promise.all(callers);
    expect(await running()).toBeLessThanOrEqual(4);
  });

  it('is not made anew for each of more callers than containers', async () => {
    const pooled = hoosegow({ pool: { size: 4, reuse: 1000 }, concurrency: 32 });
    await pooled.warm({ count: 4 });
    const callers = Array.from({ length: 32 }, async (_, caller) => {
      for (let n = 0; n < 10; n++) expect(await call(pooled, 'echo', [caller, n])).toEqual([caller, n]);
    });
    await Promise.all(callers);
    // Making one for whoever finds none would come to most of 320.
    expect(pooled.counts.created).toBeLessThan(40);
  });

  it('goes after it has waited in vain', async () => {
    const pooled = hoosegow({ pool: { size: 2, idle: 400, reuse: 1000 } });
    await call(pooled, 'count');
    await expect.poll(names).toEqual([]);
  });
});

describe('a container is not used again', () => {
  it.each(['leaveTimer', 'leaveChild', 'leaveDaemon'])('after %s', async (method) => {
    const pooled = hoosegow();
    await call(pooled, 'count');
    const leaving = call(pooled, method);
    expect(await leaving).toBe(2);
    expect(await call(pooled, 'count')).toBe(1);
    expect(await leaving.outcome).toEqual({ outcome: 'returned' });
    expect((await stepsOf(leaving)).slice(-3)).toEqual(['exited', 'remove', 'removed']);
  });

  it('that exits, times out or is cancelled, and the next one works', async () => {
    const pooled = hoosegow();
    await call(pooled, 'count');
    expect(await call(pooled, 'exit', [7]).outcome).toEqual({ outcome: 'exited', code: 7, signal: null });
    expect(await call(pooled, 'count')).toBe(1);
    // It is to time out in a container, and not in the line for one.
    await expect.poll(() => pooled.counts.waiting).toBe(1);
    const late = call(pooled, 'never', [], { timeout: 300 });
    expect(await late.outcome).toEqual({ outcome: 'timed-out', limit: 300, setting: 'timeout' });
    expect(await call(pooled, 'count')).toBe(1);
    const cancelled = call(pooled, 'never');
    await untilAsked(cancelled);
    cancelled.cancel('enough');
    expect(await cancelled.outcome).toEqual({ outcome: 'cancelled', message: 'enough' });
    expect(await call(pooled, 'count')).toBe(1);
  });

  it('that ended between two calls', async () => {
    const pooled = hoosegow();
    const first = call(pooled, 'leaveExit', [500]);
    await first;
    const kept = (await lifecycleOf(first)).find(({ event }) => event === 'kept');
    const name = kept?.event === 'kept' ? kept.container : '';
    expect(name).not.toBe('');
    await expect.poll(names).not.toContain(name);
    expect(await call(pooled, 'count')).toBe(1);
  });

  it('when the folder has other contents, or when nobody wants it any more', async () => {
    const other = await inmateProject('bulk');
    const pooled = hoosegow({ inmateDir: other.dir });
    expect(await call(pooled, 'count')).toBe(1);
    const slow = call(pooled, 'wait', [500]);
    await untilAsked(slow);
    await writeFile(join(other.dir, 'inmate.ts'), 'export const count = () => -1;\n');
    expect(await call(pooled, 'count')).toBe(-1);
    expect(await slow).toBe(2);
    expect((await stepsOf(slow)).at(-1)).toBe('removed');
    await pooled.cleanup().catch(() => undefined);
    await other[Symbol.asyncDispose]();
  });
});

it('whenever dispatches are cancelled, each has one outcome and the others their own results', async () => {
  const pooled = hoosegow({ pool: { size: 4, reuse: 20 }, concurrency: 4 });
  const ran = await Promise.all(
    Array.from({ length: 80 }, async (_, n) => {
      const dispatch = call(pooled, 'echo', [n]);
      if (n % 3 === 0) setTimeout(() => dispatch.cancel('enough'), 20 * n);
      const result = await dispatch.catch(() => 'none');
      const { outcome } = await dispatch.outcome;
      return { n, result, outcome };
    }),
  );
  for (const { n, result, outcome } of ran) {
    const expected = outcome === 'returned' ? [n] : 'none';
    expect([result, n % 3 === 0 ? '' : outcome]).toEqual([expected, n % 3 === 0 ? '' : 'returned']);
  }
  expect((await names()).length).toBeLessThanOrEqual(4);
});

describe('an entrypoint that knows nothing of reuse', () => {
  it.each([
    ['ends by itself after its result', ''],
    ['waits for the host after its result', 'process.stdin.once("end", () => process.exit(0));'],
  ])('and %s is asked as always', async (_, afterwards) => {
    const other = await inmateProject('bulk');
    // Any request has the same answer: ["return", 42].
    await writeFile(
      join(other.dir, 'bin/hoosegow'),
      `exec node -e 'process.stdin.once("data", () => { process.stdout.write(Buffer.from("92a672657475726e2a", "hex")); ${afterwards || 'process.stdin.destroy();'} });'\n`,
    );
    const pooled = hoosegow({ inmateDir: other.dir });
    const waits: number[] = [];
    for (let n = 0; n < 5; n++) {
      const dispatch = call(pooled, 'any');
      expect(await dispatch).toBe(42);
      const answered = performance.now();
      expect(await dispatch.outcome).toEqual({ outcome: 'returned' });
      waits.push(performance.now() - answered);
      expect((await stepsOf(dispatch)).slice(-3)).toEqual(['exited', 'remove', 'removed']);
    }
    // Only the first two were given a second for a word that does not come.
    expect(Math.min(...waits.slice(2))).toBeLessThan(900);
    await pooled.cleanup().catch(() => undefined);
    await other[Symbol.asyncDispose]();
  });
});

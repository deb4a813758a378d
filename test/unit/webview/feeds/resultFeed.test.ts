import { describe, expect, it, vi } from 'vitest';
import type { Extent, Header } from '../../../../src/protocol/protocol.ts';
import type { Result } from '../../../../src/protocol/result.ts';
import { ResultFeed } from '../../../../webview/feeds/resultFeed.ts';

const header = (outcomeKind: Header['outcomeKind']): Header => ({
  title: '',
  method: '',
  args: '',
  outcome: '',
  outcomeKind,
  details: [],
  facts: [],
  startedAt: '',
});
const extent = (complete: boolean): Extent => ({
  rows: 1,
  shown: 1,
  end: 1,
  inmateEnd: 1,
  spans: [],
  call: null,
  now: null,
  complete,
  live: !complete,
});
const RETURNED: Result = { state: 'returned', value: { row: 3, size: 1, content: { kind: 'large' }, image: null } };
const RUNNING: Result = { state: 'running', phase: 'run', elapsed: 1, limit: null, newest: null };
const NONE: Result = { state: 'none', why: 'cancelled', limit: null, newest: null };

/** A feed of these answers, and how often it asked. */
function feedOf(...answers: (Result | Error)[]) {
  const ask = vi.fn(async () => {
    const next = answers.shift();
    if (next === undefined || next instanceof Error) throw next ?? new Error('asked too often');
    return next;
  });
  return { ask, feed: new ResultFeed(ask, () => undefined) };
}

const settled = async () => new Promise((resolve) => setImmediate(resolve));

describe('the feed of a result', () => {
  it('forgets what was heard of another recording, and asks of the next', async () => {
    const { ask, feed } = feedOf(RETURNED, NONE);
    feed.grown(header('returned'), extent(true));
    await settled();
    feed.forget();
    expect(feed.heard).toBeUndefined();
    feed.grown(header('failed'), extent(true));
    await settled();
    expect(ask).toHaveBeenCalledTimes(2);
    expect(feed.heard?.result).toBe(NONE);
  });

  it('asks as the dispatch grows, until it has returned', async () => {
    const { ask, feed } = feedOf(RUNNING, RETURNED);
    for (let i = 0; i < 4; i++) {
      feed.grown(header('running'), extent(false));
      await settled();
    }
    feed.grown(header('returned'), extent(true));
    await settled();
    expect(ask).toHaveBeenCalledTimes(2);
    expect(feed.heard?.result).toBe(RETURNED);
  });

  it('asks again at an end that makes the return void, and after a failure', async () => {
    const { ask, feed } = feedOf(RETURNED, new Error('lost'), NONE);
    feed.grown(header('running'), extent(false));
    await settled();
    for (let i = 0; i < 3; i++) {
      feed.grown(header('failed'), extent(true));
      await settled();
    }
    expect(ask).toHaveBeenCalledTimes(3);
    expect(feed.heard?.result).toBe(NONE);
  });

  it('asks anew after another start', async () => {
    const { ask, feed } = feedOf(RETURNED, RETURNED);
    feed.grown(header('returned'), extent(true));
    await settled();
    feed.restart();
    feed.grown(header('returned'), extent(true));
    await settled();
    expect(ask).toHaveBeenCalledTimes(2);
  });
});

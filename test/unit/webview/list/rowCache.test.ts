import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { FrameRow } from '../../../../webview/model/list/frameRow.ts';
import { BLOCK_ROWS, RowCache } from '../../../../webview/model/list/rowCache.ts';
import { frameRow } from './rows.ts';

/** A host that answers when it is told to, with every row that there is. */
class SlowHost {
  readonly asked: (readonly [from: number, to: number])[] = [];
  readonly #answers: (() => void)[] = [];
  rows = 0;
  /** Added to the number of each row: rows of another filter are others. */
  base = 0;

  readonly fetch = (from: number, to: number): Promise<FrameRow[]> => {
    this.asked.push([from, to]);
    const { base, rows } = this;
    return new Promise((resolve) => {
      this.#answers.push(() =>
        resolve(Array.from({ length: Math.max(0, Math.min(to, rows) - from) }, (_, i) => frameRow(base + from + i))),
      );
    });
  };

  get waiting(): number {
    return this.#answers.length;
  }

  async answer(): Promise<void> {
    this.#answers.shift()?.();
    await sleep(0);
  }

  async answerAll(): Promise<void> {
    while (this.#answers.length > 0) await this.answer();
  }
}

function cacheOf(rows: number): { host: SlowHost; cache: RowCache; changes: () => number } {
  const host = new SlowHost();
  host.rows = rows;
  let changes = 0;
  const cache = new RowCache(host.fetch, () => changes++);
  cache.reset(rows);
  return { host, cache, changes: () => changes };
}

describe('the rows in view', () => {
  it('are fetched by blocks, and known afterwards, the one before for its delta too', async () => {
    const { host, cache, changes } = cacheOf(1000);
    cache.want(390, 420);
    expect(cache.get(400)).toBeUndefined();
    await host.answerAll();
    expect(cache.get(400)?.row).toBe(400);
    expect(cache.before(400)?.row).toBe(399);
    expect(cache.before(399)?.row).toBe(398);
    expect(cache.before(0)).toBeUndefined();
    expect(changes()).toBe(2);
  });

  it('are all that is fetched of a long drag: where it passed is not', async () => {
    const { host, cache } = cacheOf(1_000_000);
    for (let place = 0; place < 1_000_000; place += 1000) cache.want(place, place + 30);
    expect(host.waiting).toBeLessThanOrEqual(2);
    await host.answerAll();
    expect(cache.get(999_010)?.row).toBe(999_010);
    expect(host.asked.length).toBeLessThanOrEqual(4);
  });

  it('are joined by those beside them once they are there, so that scrolling on finds them', async () => {
    const { host, cache, changes } = cacheOf(1000);
    cache.want(BLOCK_ROWS - 30, BLOCK_ROWS);
    await host.answerAll();
    expect(cache.get(BLOCK_ROWS)?.row).toBe(BLOCK_ROWS);
    expect(cache.get(BLOCK_ROWS * 3)).toBeUndefined();
    // Only the rows in view are to be shown again.
    expect(changes()).toBe(1);
  });

  it('never become more than a bounded number, of which those seen last stay', async () => {
    const { host, cache } = cacheOf(1_000_000);
    for (let place = 0; place < 1_000_000; place += 5000) {
      cache.want(place, place + 30);
      await host.answerAll();
      expect(cache.get(0)).toBeDefined();
    }
    expect(cache.size).toBeLessThanOrEqual(48);
    expect(cache.get(500_000)).toBeUndefined();
  });

  it('are never those of another filter, however late they come', async () => {
    const { host, cache } = cacheOf(1000);
    cache.want(0, 20);
    host.base = 5000;
    host.rows = 300;
    cache.reset(300);
    await host.answerAll();
    expect(cache.get(0)?.row).toBe(5000);
    cache.want(250, 300);
    await host.answerAll();
    expect(cache.get(299)?.row).toBe(5299);
    expect(cache.get(300)).toBeUndefined();
  });

  it('grow at the end, while what is known stays', async () => {
    const { host, cache } = cacheOf(10);
    cache.want(0, 30);
    await host.answerAll();
    host.rows = 15;
    cache.grow(15);
    expect(cache.get(9)?.row).toBe(9);
    await host.answerAll();
    expect(cache.get(14)?.row).toBe(14);
    expect(cache.get(15)).toBeUndefined();
  });

  it('are asked for once where they cannot be had, and again when the view moves', async () => {
    let asked = 0;
    const cache = new RowCache(
      () => {
        asked++;
        return Promise.reject(new Error('gone'));
      },
      () => undefined,
    );
    cache.reset(BLOCK_ROWS * 10);
    cache.want(0, 30);
    await sleep(5);
    expect(asked).toBe(1);
    cache.want(1, 31);
    await sleep(5);
    expect(asked).toBe(2);
  });
});

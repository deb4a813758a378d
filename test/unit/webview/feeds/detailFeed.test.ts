import { describe, expect, it } from 'vitest';
import type { Detail } from '../../../../src/protocol/protocol.ts';
import { DetailFeed } from '../../../../webview/feeds/detailFeed.ts';

const detailOf = (row: number): Detail => ({
  row,
  type: 'stdout',
  t: 1,
  at: null,
  size: 1,
  value: null,
  yielded: null,
  valueOmitted: 0,
  output: new Uint8Array(1),
  raw: new Uint8Array(1),
  marks: [],
  omitted: 0,
});
const settled = async () => new Promise((resolve) => setImmediate(resolve));

describe('the feed of details', () => {
  it('leaves a frame as it is shown when it is selected again, and asks of another, and of another recording', async () => {
    const asked: number[] = [];
    let selected = 1;
    const feed = new DetailFeed(
      async (row) => {
        asked.push(row);
        return detailOf(row);
      },
      () => selected,
      () => undefined,
    );
    const load = async (row: number): Promise<Detail | undefined> => {
      selected = row;
      feed.load(row);
      await settled();
      return feed.last;
    };
    const first = await load(1);
    expect(await load(1)).toBe(first);
    expect((await load(2))?.row).toBe(2);
    feed.forget();
    await load(2);
    expect(asked).toEqual([1, 2, 2]);
  });
});

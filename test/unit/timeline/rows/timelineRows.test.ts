import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DispatchEvent } from '../../../../src/recording/event.ts';
import { ROW_TYPES } from '../../../../src/recording/index/eventTable.ts';
import { RecordingReader } from '../../../../src/recording/recordingReader.ts';
import { EVENT_TYPES, LANES, laneOf, type Lane } from '../../../../src/protocol/lane.ts';
import { EVERYTHING, type Filter } from '../../../../src/protocol/protocol.ts';
import { searchTextOf } from '../../../../src/timeline/search/searchText.ts';
import { chunk, collect, note, record, RETURNED, type Step } from '../../recording/recordings.ts';
import { stdoutFrame, text, valueFrame } from '../../wire/streams.ts';
import { float64s, TestView, uint32s } from '../view.ts';

const words = fc.constantFrom('alpha', 'Beta', 'gamma ray', 'a\nb', '<b>', '', 'ΑΛΦΑ');
const steps = fc
  .array(
    fc.tuple(
      fc.constantFrom('stdout', 'stderr', 'yield', 'lifecycle'),
      words,
      fc.nat(50),
      fc.option(fc.nat(9000), { nil: undefined }),
    ),
    { maxLength: 40 },
  )
  .map((rows): Step[] => {
    let t = 0;
    const made = rows.map(([type, word, wait, at]): Step => {
      t += wait / 4;
      if (type === 'lifecycle') return note(word, t);
      if (type === 'stderr') return chunk('stderr', text(`${word}!`), t);
      return chunk('stdout', type === 'stdout' ? stdoutFrame(word, at) : valueFrame('yield', [word, { n: 1 }], at), t);
    });
    return [...made, chunk('stdout', valueFrame('return', 'the end'), t + 1), { outcome: RETURNED, t: t + 2 }];
  });

const filters = fc.record({
  lanes: fc.subarray([...LANES]),
  text: fc.constantFrom('', '', 'a', 'ALPHA', 'ray', 'nothing has it', '\\n'),
  regex: fc.constant(false),
  caseSensitive: fc.constant(false),
  wholeWord: fc.constant(false),
  minSize: fc.option(fc.nat(12), { nil: null }),
  maxSize: fc.option(fc.nat(30), { nil: null }),
});

/** What a filter shows, by looking at every event. */
function shownBy(filter: Filter, events: readonly DispatchEvent[], sizes: readonly number[]): number[] {
  return events.flatMap((event) => {
    const size = sizes[event.seq] ?? 0;
    const wanted =
      filter.lanes.includes(laneOf(event.type)) &&
      size >= (filter.minSize ?? 0) &&
      size <= (filter.maxSize ?? Infinity) &&
      searchTextOf(event).toLowerCase().includes(filter.text.toLowerCase());
    return wanted ? [event.seq] : [];
  });
}

async function opened(path: string) {
  const reader = await RecordingReader.open(path);
  const events = await collect(reader.events());
  const view = new TestView(reader);
  await view.open();
  const window = await view.ask({ type: 'rows', from: 0, to: 2000 });
  return { view, events, window, sizes: uint32s(window.sizes) };
}

const nextOf = (rows: readonly number[], row: number) => rows.find((one) => one > row) ?? null;
const previousOf = (rows: readonly number[], row: number) => rows.findLast((one) => one < row) ?? null;

it('has a number for every type of a recording, and for no other', () => {
  expect(EVENT_TYPES.toSorted()).toEqual(ROW_TYPES.toSorted());
});

describe('the rows of a recording', () => {
  it('are those of its events', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (made) => {
        const { events, window } = await opened(record(made));
        expect(uint32s(window.rows)).toEqual(events.map(({ seq }) => seq));
        expect([...window.types].map((type) => EVENT_TYPES[type])).toEqual(events.map(({ type }) => type));
        expect(float64s(window.t)).toEqual(events.map(({ t }) => t));
        expect(float64s(window.at)).toEqual(events.map(({ at = NaN }) => at));
      }),
      { numRuns: 30 },
    );
  });

  it('are shown and found through any filter as a look at every one of them tells', async () => {
    await fc.assert(
      fc.asyncProperty(steps, filters, fc.nat(45), async (made, filter, probe) => {
        const { view, events, sizes } = await opened(record(made));
        const shown = shownBy(filter, events, sizes);
        expect(await view.ask({ type: 'filter', filter })).toEqual({ shown: shown.length });
        expect(await view.shownRows()).toEqual(shown);

        const row = probe % events.length;
        const place = shown.findIndex((one) => one >= row);
        expect(await view.ask({ type: 'place', row })).toEqual({ place: place < 0 ? shown.length : place });

        const lane = laneOf(events[row]?.type ?? 'lifecycle');
        const ofLane = shown.filter((one) => laneOf(events[one]?.type ?? 'lifecycle') === lane);
        expect(await view.ask({ type: 'neighbour', row, step: 1 })).toEqual({ row: nextOf(ofLane, row) });
        expect(await view.ask({ type: 'neighbour', row, step: -1 })).toEqual({ row: previousOf(ofLane, row) });

        const hits = shown.filter((one) => shownBy({ ...EVERYTHING, text: 'a' }, events, sizes).includes(one));
        const find = {
          type: 'find',
          query: { text: 'A', regex: false, caseSensitive: false, wholeWord: false },
          row,
        } as const;
        expect(await view.ask({ ...find, step: 1 })).toEqual({ row: nextOf(hits, row) ?? hits[0] ?? null });
        expect(await view.ask({ ...find, step: -1 })).toEqual({ row: previousOf(hits, row) ?? hits.at(-1) ?? null });
      }),
      { numRuns: 60 },
    );
  });

  it('are counted into columns of time, and found by it', async () => {
    const clocks = fc.constantFrom('arrival' as const, 'inmate' as const);
    const stretch = fc.tuple(fc.integer({ min: -5, max: 300 }), fc.integer({ min: 1, max: 400 }));
    await fc.assert(
      fc.asyncProperty(steps, filters, clocks, stretch, fc.integer({ min: 1, max: 30 }), async (...given) => {
        const [made, filter, clock, [from, length], columns] = given;
        const { view, events, sizes } = await opened(record(made));
        await view.ask({ type: 'filter', filter });
        const to = from + length;
        const timeOf = ({ t, at }: DispatchEvent) => (clock === 'inmate' ? (at ?? t) : t);
        const expected = new Map<Lane, { counts: number[]; bytes: number[] }>(
          LANES.map((lane) => [lane, { counts: Array(columns).fill(0), bytes: Array(columns).fill(0) }]),
        );
        const shown = shownBy(filter, events, sizes).flatMap((row) => events[row] ?? []);
        for (const event of shown) {
          const time = timeOf(event);
          const lane = expected.get(laneOf(event.type));
          if (time < from || time > to || !lane) continue;
          const column = Math.min(Math.floor((time - from) * (columns / length)), columns - 1);
          lane.counts[column] = (lane.counts[column] ?? 0) + 1;
          lane.bytes[column] = (lane.bytes[column] ?? 0) + (sizes[event.seq] ?? 0);
        }
        const density = await view.ask({ type: 'density', from, to, columns, clock });
        for (const { lane, counts, bytes } of density.lanes) {
          expect({ counts: uint32s(counts), bytes: uint32s(bytes) }).toEqual(expected.get(lane));
        }
        expect(density.lanes.map(({ lane }) => lane)).toEqual(LANES);

        const { row } = await view.ask({ type: 'at', time: from, clock });
        const distances = shown.map((event) => Math.abs(timeOf(event) - from));
        const nearest = shown[distances.indexOf(Math.min(...distances))];
        expect(row).toBe(nearest?.seq ?? null);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a regular expression', () => {
  it('filters and finds, case ignored, line by line', async () => {
    const lines = ['one', 'Two', 'three\nfour', 'five'];
    const { view } = await opened(record(lines.map((line) => chunk('stdout', stdoutFrame(line)))));
    await view.ask({ type: 'filter', filter: { ...EVERYTHING, text: '^(t|f)\\w+$', regex: true } });
    expect(await view.shownRows()).toEqual([1, 2, 3]);
    expect(
      await view.ask({
        type: 'find',
        query: { text: '\\p{Lu}WO', regex: true, caseSensitive: false, wholeWord: false },
        row: 0,
        step: 1,
      }),
    ).toEqual({ row: 1 });
  });

  it('that is none, or takes for ever, fails with a word to the user, and the filter before it stays', async () => {
    const lines = ['quick', `${'a'.repeat(60)}!`];
    const { view } = await opened(record(lines.map((line) => chunk('stdout', stdoutFrame(line)))));
    await view.ask({ type: 'filter', filter: { ...EVERYTHING, text: 'quick' } });
    const broken = view.ask({ type: 'filter', filter: { ...EVERYTHING, text: '(', regex: true } });
    await expect(broken).rejects.toThrow('this is not a regular expression');
    let turns = 0;
    const turning = setInterval(() => turns++, 5);
    const slow = view.ask({ type: 'filter', filter: { ...EVERYTHING, text: '^(a+)+$', regex: true } });
    await expect(slow).rejects.toThrow('the regular expression takes too long');
    clearInterval(turning);
    // The host went on meanwhile.
    expect(turns).toBeGreaterThan(50);
    expect(await view.shownRows()).toEqual([0]);
    await expect(
      view.ask({
        type: 'find',
        query: { text: '^(a+)+$', regex: true, caseSensitive: false, wholeWord: false },
        row: 0,
        step: 1,
      }),
    ).rejects.toThrow('too long');
    expect(
      await view.ask({
        type: 'find',
        query: { text: 'q.i', regex: true, caseSensitive: false, wholeWord: false },
        row: 0,
        step: 1,
      }),
    ).toEqual({ row: 0 });
  });
});

describe('a filter', () => {
  it('that another one follows fails, and the last one holds', async () => {
    const many = Array.from({ length: 20_000 }, (_, i) => stdoutFrame(`line ${i}`));
    const { view } = await opened(record([chunk('stdout', new Uint8Array(Buffer.concat(many)))]));
    const first = view.ask({ type: 'filter', filter: { ...EVERYTHING, text: 'line 1' } });
    const second = view.ask({ type: 'filter', filter: { ...EVERYTHING, text: 'line 19999' } });
    await expect(first).rejects.toThrow(/another filter|given up/);
    expect(await second).toEqual({ shown: 1 });
    const { rows, previews } = await view.ask({ type: 'rows', from: 0, to: 10 });
    expect([uint32s(rows), previews]).toEqual([[19_999], ['line 19999']]);
  });
});

describe('a search', () => {
  const query = { text: 'needle', regex: false, caseSensitive: false, wholeWord: false };
  const lines = ['a needle', 'hay', 'Needles', 'hay', 'needle'];
  const searched = async () => (await opened(record(lines.map((line) => chunk('stdout', stdoutFrame(line)))))).view;

  it('while it is typed goes to the row itself or the next one, and around the end', async () => {
    const view = await searched();
    expect(await view.ask({ type: 'seek', query, row: 0 })).toEqual({ row: 0 });
    expect(await view.ask({ type: 'seek', query, row: 1 })).toEqual({ row: 2 });
    expect(await view.ask({ type: 'seek', query: { ...query, text: 'a n' }, row: 3 })).toEqual({ row: 0 });
    expect(await view.ask({ type: 'seek', query: { ...query, text: 'none' }, row: 0 })).toEqual({ row: null });
  });

  it('that another key follows is given up, and only the last one is made', async () => {
    const view = await searched();
    const typed = ['n', 'ne', 'nee'].map(async (typing) =>
      view.ask({ type: 'seek', query: { ...query, text: typing }, row: 0 }),
    );
    const settled = await Promise.allSettled(typed);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  });

  it('tells an invalid expression at once, also where another key follows', async () => {
    const view = await searched();
    const broken = view.ask({ type: 'seek', query: { ...query, text: '(', regex: true }, row: 0 });
    const next = view.ask({ type: 'seek', query, row: 0 });
    await expect(broken).rejects.toThrow('this is not a regular expression');
    expect(await next).toEqual({ row: 0 });
  });

  it('is counted among the shown rows, and tells which of them a row is', async () => {
    const view = await searched();
    await view.ask({ type: 'seek', query, row: 0 });
    const count = async (row: number, of = query) => view.ask({ type: 'count', query: of, row });
    await expect.poll(async () => (await count(0)).complete).toBe(true);
    expect(await count(0)).toEqual({ place: 1, total: 3, complete: true });
    expect(await count(2)).toEqual({ place: 2, total: 3, complete: true });
    expect(await count(3)).toEqual({ place: 0, total: 3, complete: true });
    await view.ask({ type: 'filter', filter: { ...EVERYTHING, text: 'a' } });
    await expect.poll(async () => count(0)).toEqual({ place: 1, total: 1, complete: true });
  });

  it.each([
    [{ ...query, caseSensitive: true }, [0, 4]],
    [{ ...query, wholeWord: true }, [0, 4]],
    [{ ...query, text: 'NEEDLE', wholeWord: true }, [0, 4]],
    [{ ...query, text: 'N\\w+s', regex: true, caseSensitive: true }, [2]],
    [{ ...query, text: 'n\\w+e', regex: true, wholeWord: true }, [0, 4]],
  ])('keeps to case and whole words, as a filter does: %j', async (asked, rows) => {
    const view = await searched();
    await view.ask({ type: 'filter', filter: { ...EVERYTHING, ...asked } });
    expect((await view.shownRows()).filter((row) => row < lines.length)).toEqual(rows);
  });

  it('tells where it matches in texts that are shown', async () => {
    const view = await searched();
    const mark = async (asked: typeof query, ...texts: string[]) =>
      (await view.ask({ type: 'mark', query: asked, texts })).ranges;
    expect(await mark(query, 'needle, Needle', 'hay')).toEqual([[0, 6, 8, 14], []]);
    expect(await mark({ ...query, text: 'e+|x*', regex: true }, 'needle')).toEqual([[1, 3, 5, 6]]);
    await expect(mark({ ...query, text: '^(a+)+$', regex: true }, `${'a'.repeat(60)}!`)).rejects.toThrow('too long');
  });
});

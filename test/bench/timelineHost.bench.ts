import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RecordingReader } from '../../src/recording/recordingReader.ts';
import { MAX_OUTPUT_BYTES } from '../../src/protocol/output.ts';
import { EVERYTHING, type Filter } from '../../src/protocol/protocol.ts';
import type { Bench, Result } from './figure.ts';
import { ROW_INTERVAL, ROWS, writeMillionRows } from './millionRows.ts';
import { median, reported } from './measure.ts';
import { TimelineView } from './timelineView.ts';

/** What the timeline asks for, and how often that is measured. */
type Question = readonly [figure: string, times: number, ask: (view: TimelineView) => Promise<unknown>];

const rows = (from: number, to: number) => async (view: TimelineView) => view.ask({ type: 'rows', from, to });
const filter = (change: Partial<Filter>) => async (view: TimelineView) =>
  view.ask({ type: 'filter', filter: { ...EVERYTHING, ...change } });
const density = async (view: TimelineView) =>
  view.ask({ type: 'density', from: 0, to: ROWS * ROW_INTERVAL, columns: 1200, clock: 'arrival' });

const QUESTIONS: readonly Question[] = [
  ['open, up to the start and its first rows', 1, openFirst],
  ['… up to the last row', 1, async (view) => view.next((it) => it.kind === 'growth' && it.extent.complete)],
  ['60 rows with previews', 20, rows(500_000, 500_060)],
  ['2,000 rows with previews', 20, rows(600_000, 602_000)],
  ['density of everything, 1,200 columns', 20, density],
  ['row at a time', 20, async (view) => view.ask({ type: 'at', time: 5000.5, clock: 'inmate' })],
  ['filter by lane', 1, filter({ lanes: ['yield', 'stderr'] })],
  ['density of half of it, filtered', 20, density],
  ['filter by text', 1, filter({ text: '99999' })],
  ['filter by regular expression', 1, filter({ text: 'line \\d*77 ', regex: true })],
  ['no filter', 1, filter({})],
  [
    'find row 800,000',
    1,
    async (view) =>
      view.ask({
        type: 'find',
        query: { text: 'item 800000', regex: false, caseSensitive: false, wholeWord: false },
        row: 0,
        step: 1,
      }),
  ],
  ['detail of a row', 20, async (view) => view.ask({ type: 'detail', row: 500_000 })],
  [
    'a page of the output',
    5,
    async (view) => view.ask({ type: 'output', from: 5_000_000, to: 5_000_000 + MAX_OUTPUT_BYTES }),
  ],
];

export const bench: Bench = {
  name: 'timeline, engine side, 1,000,000 rows',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'hoosegow-bench-'));
    try {
      const path = join(folder, 'million.dispatch');
      writeMillionRows(path);
      const view = new TimelineView(RecordingReader.open(path));
      const results: Result[] = [];
      for (const [figure, times, ask] of QUESTIONS) {
        results.push(reported(figure, await medianTime(times, async () => ask(view)), 'ms'));
      }
      results.push(reported('resident memory afterwards', process.memoryUsage().rss / 1024 ** 2, 'MiB'));
      view.session.dispose();
      return results;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function openFirst(view: TimelineView): Promise<void> {
  const started = view.next(({ kind }) => kind === 'start');
  view.session.receive({ kind: 'ready' });
  await started;
  await view.ask({ type: 'rows', from: 0, to: 60 });
}

/** Milliseconds. */
async function medianTime(times: number, work: () => Promise<unknown>): Promise<number> {
  const taken: number[] = [];
  for (let i = 0; i < times; i++) {
    const before = performance.now();
    await work();
    taken.push(performance.now() - before);
  }
  return median(taken);
}

/**
 * Measures the timeline's host side on a recording of a million rows: `node test/bench/run.mjs timeline`. The figures are
 * for people; nothing fails by them.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RecordingReader } from '../../src/recording/recordingReader.ts';
import { RecordingWriter } from '../../src/recording/recordingWriter.ts';
import { LANES } from '../../src/shared/lane.ts';
import type { Filter, HostMessage, ViewRequest } from '../../src/shared/protocol.ts';
import { TimelineSession } from '../../src/timeline/timelineSession.ts';
import { encodeValue } from '../../src/wire/encodeValue.ts';
import { encodeFrameParts, encodeStdoutParts } from '../../src/wire/frameEncoder.ts';

const ROWS = 1_000_000;
const CHUNK_BYTES = 60_000;

function dockerFrame(stream: 1 | 2, parts: readonly Uint8Array[]): Buffer {
  const payload = Buffer.concat(parts);
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}

function frameOf(row: number): Buffer {
  if (row % 4 === 0)
    return dockerFrame(1, encodeFrameParts('yield', encodeValue([row, { n: `item ${row}` }]), row * 10));
  if (row % 4 === 3) return dockerFrame(2, [Buffer.from(`warning ${row}\n`)]);
  return dockerFrame(1, encodeStdoutParts(Buffer.from(`line ${row} of the output\n`), row * 10));
}

function makeRecording(path: string): void {
  const writer = RecordingWriter.create(path, {
    method: 'render',
    args: ['# Title'],
    startedAt: '2026-01-02T03:04:05.678Z',
    engine: 'docker',
    endpoint: null,
    image: null,
    runtime: null,
    limits: {},
    isolation: 'a container',
    inmateDir: null,
  });
  let chunk: Buffer[] = [];
  let bytes = 0;
  const flush = (row: number): void => {
    writer.bytes('multiplexed', Buffer.concat(chunk), row / 100);
    chunk = [];
    bytes = 0;
  };
  for (let row = 0; row < ROWS - 2; row++) {
    const frame = frameOf(row);
    chunk.push(frame);
    if ((bytes += frame.length) > CHUNK_BYTES) flush(row);
  }
  chunk.push(dockerFrame(1, encodeFrameParts('return', encodeValue({ ok: true }), ROWS * 10)));
  flush(ROWS);
  writer.outcome({ outcome: 'returned' }, ROWS / 100);
  writer.close();
}

/** A view that hears everything and shows nothing. */
class Listener {
  readonly session: TimelineSession;
  readonly #waiting: { wanted: (message: HostMessage) => boolean; resolve: (message: HostMessage) => void }[] = [];
  #lastId = 0;

  constructor(recording: Promise<RecordingReader>) {
    const nothing = (): void => undefined;
    this.session = new TimelineSession(recording, {
      abilities: { stop: false, export: false, openSource: false, saveValue: false, texts: {} },
      send: (message) => {
        const i = this.#waiting.findIndex(({ wanted }) => wanted(message));
        if (i >= 0) this.#waiting.splice(i, 1)[0]?.resolve(message);
      },
      export: nothing,
      saveValue: nothing,
      copy: nothing,
      openSource: nothing,
      stop: nothing,
      report: (message) => console.error(message),
    });
  }

  async next(wanted: (message: HostMessage) => boolean): Promise<HostMessage> {
    return new Promise((resolve) => this.#waiting.push({ wanted, resolve }));
  }

  async ask(request: ViewRequest): Promise<HostMessage> {
    const id = ++this.#lastId;
    const answer = this.next(
      (message) => (message.kind === 'reply' || message.kind === 'failure') && message.id === id,
    );
    this.session.receive({ kind: 'request', id, request });
    return answer;
  }
}

async function measure(name: string, times: number, work: () => Promise<unknown>): Promise<void> {
  const taken: number[] = [];
  for (let i = 0; i < times; i++) {
    const before = performance.now();
    await work();
    taken.push(performance.now() - before);
  }
  const sorted = taken.toSorted((a, b) => a - b);
  const shown = times === 1 ? [sorted[0]] : [sorted[Math.floor(times / 2)], sorted.at(-1)];
  console.log(`${name.padEnd(44)} ${shown.map((one) => `${(one ?? 0).toFixed(1)} ms`).join(', at most ')}`);
}

const folder = mkdtempSync(join(tmpdir(), 'hoosegow-bench-'));
try {
  const path = join(folder, 'million.dispatch');
  makeRecording(path);
  const view = new Listener(RecordingReader.open(path));
  await measure('open, up to the start and its first rows', 1, async () => {
    const started = view.next(({ kind }) => kind === 'start');
    view.session.receive({ kind: 'ready' });
    await started;
    await view.ask({ type: 'rows', from: 0, to: 60 });
  });
  await measure('… up to the last of a million rows', 1, async () =>
    view.next((message) => message.kind === 'growth' && message.extent.complete),
  );
  const end = ROWS / 100;
  const all: Filter = { lanes: LANES, text: '', regex: false, minSize: null, maxSize: null };
  const rowsAt = (from: number, to: number) => async () => view.ask({ type: 'rows', from, to });
  const density = async () => view.ask({ type: 'density', from: 0, to: end, columns: 1200, clock: 'arrival' });
  const filter = (change: Partial<Filter>) => async () => view.ask({ type: 'filter', filter: { ...all, ...change } });
  await measure('60 rows with previews', 20, rowsAt(500_000, 500_060));
  await measure('2,000 rows with previews', 20, rowsAt(600_000, 602_000));
  await measure('density of everything, 1,200 columns', 20, density);
  await measure('row at a time', 20, async () => view.ask({ type: 'at', time: 5000.5, clock: 'inmate' }));
  await measure('filter by lane', 1, filter({ lanes: ['yield', 'stderr'] }));
  await measure('density of half of it, filtered', 20, density);
  await measure('filter by text', 1, filter({ text: '99999' }));
  await measure('filter by regular expression', 1, filter({ text: 'line \\d*77 ', regex: true }));
  await measure('no filter', 1, filter({}));
  await measure('find row 800,000', 1, async () =>
    view.ask({ type: 'find', text: 'item 800000', regex: false, row: 0, step: 1 }),
  );
  await measure('detail of a row', 20, async () => view.ask({ type: 'detail', row: 500_000 }));
  await measure('text up to a row', 5, async () => view.ask({ type: 'text', stream: 'stdout', row: 900_000 }));
  console.log(`${'resident memory'.padEnd(44)} ${(process.memoryUsage().rss / 1024 ** 2).toFixed(0)} MiB`);
  view.session.dispose();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

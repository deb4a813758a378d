import type { DispatchMeta, Lifecycle } from '../../../src/recording/event.ts';
import type { RecordingReader } from '../../../src/recording/recordingReader.ts';
import { RecordingWriter } from '../../../src/recording/recordingWriter.ts';
import type { Outcome } from '../../../src/recording/outcome.ts';
import { concat, dockerFrame, stdoutFrame, text, valueFrame } from '../../unit/wire/streams.ts';

export const META: DispatchMeta = {
  method: 'render_markdown',
  args: ['# Title\n\nSome *text*', { theme: 'plain', depth: 3 }],
  startedAt: '2026-01-02T03:04:05.678Z',
  engine: 'docker 29.1 (API 1.52)',
  endpoint: 'unix:///var/run/docker.sock',
  image: 'hoosegow:8f2c1d',
  runtime: 'runc',
  limits: { timeout: 60_000, memory: 268_435_456, cpus: 1, pids: 128, outputBytes: 268_435_456 },
  isolation: 'container, no network, read-only root, no capabilities',
  inmateDir: '/home/user/inmates/markdown',
};

type Frame = readonly [t: number, stream: 1 | 2, frame: Uint8Array];
type Step = readonly [t: number, lifecycle: Lifecycle];

const CONTAINER = 'hoosegow-4f1d';

const BEFORE: readonly Step[] = [
  [0, { event: 'build', image: 'hoosegow:8f2c1d' }],
  [31, { event: 'built', image: 'hoosegow:8f2c1d' }],
  [32, { event: 'create', container: CONTAINER }],
  [41, { event: 'created', container: CONTAINER }],
  [42, { event: 'attached' }],
  [42.5, { event: 'start' }],
  [104, { event: 'started' }],
  [104.5, { event: 'requested', bytes: 84 }],
];

const AFTER: readonly Step[] = [
  [233, { event: 'exited', code: 0, signal: null, oomKilled: false }],
  [234, { event: 'remove' }],
  [240, { event: 'removed' }],
];

const RAISED = {
  class: 'ArgumentError',
  message: 'depth must be at most 2',
  backtrace: [
    '    at heading (file:///app/inmate.ts:12:5)',
    '    at render_markdown (/app/inmate.ts:31:11)',
    '    at node:internal/process/task_queues:105:5',
  ],
};

/** Frames of everything that a timeline shows: colours, places, values of every type, several on one chunk. */
function frames(): Frame[] {
  const made: Frame[] = [
    [112.25, 1, stdoutFrame('Reading the document\n', 6000)],
    [113.5, 2, text('\u001b[33mwarn\u001b[0m  unknown option \u001b[1mtheme\u001b[22m at /app/inmate.ts:8:3\n')],
    [
      118,
      1,
      valueFrame(
        'yield',
        [
          {
            heading: 'Title',
            level: 1,
            bytes: new Uint8Array([0, 1, 2, 250, 251, 252]),
            at: new Date('2026-01-02T03:04:05.678Z'),
            big: 2n ** 60n,
            ratio: 0.25,
            nothing: null,
            ok: true,
            words: ['some', 'text', 'with ünïcödé', '<b>not markup</b>'],
          },
        ],
        11_500,
      ),
    ],
  ];
  for (let i = 0; i < 24; i++) {
    made.push([
      120 + i * 4.3,
      1,
      stdoutFrame(`\u001b[3${i % 8}mline ${i}\u001b[0m of the rendered document\n`, 13_000 + i * 4300),
    ]);
    if (i % 3 === 0)
      made.push([121 + i * 4.3, 1, valueFrame('yield', [{ block: i, html: '<p>'.repeat(i) }], 13_500 + i * 4300)]);
    if (i % 7 === 3) made.push([122 + i * 4.3, 2, text(`debug: block ${i} took ${i}.2 ms\n`)]);
  }
  return made;
}

/** Writes a dispatch that returned, or raised. */
export function writeSample(path: string, ending: 'returned' | 'raised' = 'returned'): void {
  const writer = RecordingWriter.create(path, META);
  for (const [t, step] of BEFORE) writer.lifecycle(step, t);
  for (const [t, stream, frame] of frames()) writer.bytes('multiplexed', dockerFrame(stream, frame), t);
  const last =
    ending === 'returned'
      ? valueFrame('return', { html: '<h1>Title</h1>\n<p>Some <em>text</em></p>', headings: 1 }, 121_000)
      : valueFrame('raise', RAISED, 121_000);
  writer.bytes('multiplexed', dockerFrame(1, last), 229);
  for (const [t, step] of AFTER) writer.lifecycle(step, t);
  const outcome: Outcome = ending === 'returned' ? { outcome: 'returned' } : { outcome: 'raised', ...RAISED };
  writer.outcome(outcome, 241);
  writer.close();
}

/** Writes a dispatch of many frames: three of stdout and one yield in each chunk. */
export function writeLarge(path: string, rows: number): void {
  const writer = RecordingWriter.create(path, { ...META, method: 'flood', args: [rows] });
  for (const [t, step] of BEFORE) writer.lifecycle(step, t);
  const batch = 1000;
  for (let from = 0; from < rows; from += batch) {
    const parts: Uint8Array[] = [];
    for (let i = from; i < Math.min(rows, from + batch); i++) {
      const at = 10_000 + i * 10;
      parts.push(i % 4 === 3 ? valueFrame('yield', [{ i }], at) : stdoutFrame(`line ${i}\n`, at));
    }
    writer.bytes('multiplexed', dockerFrame(1, concat(...parts)), 110 + from * 0.01);
  }
  writer.bytes('multiplexed', dockerFrame(1, valueFrame('return', rows)), 120 + rows * 0.01);
  for (const [t, step] of AFTER) writer.lifecycle(step, t + rows * 0.01);
  writer.outcome({ outcome: 'returned' }, 241 + rows * 0.01);
  writer.close();
}

/** A dispatch that is still running: it grows by what is written into it. */
export class LiveSample {
  readonly #writer: RecordingWriter;
  #t = 110;

  constructor(path: string) {
    this.#writer = RecordingWriter.create(path, {
      ...META,
      method: 'count_slowly',
      startedAt: new Date().toISOString(),
    });
    for (const [t, step] of BEFORE) this.#writer.lifecycle(step, t);
  }

  /** A reader that sees it grow. */
  reader(): RecordingReader {
    return this.#writer.reader();
  }

  say(line: string): void {
    this.#t += 10;
    this.#writer.bytes('multiplexed', dockerFrame(1, stdoutFrame(`${line}\n`, this.#t * 1000)), this.#t);
  }

  end(): void {
    this.#writer.bytes('multiplexed', dockerFrame(1, valueFrame('return', 'done')), this.#t + 1);
    for (const [t, step] of AFTER) this.#writer.lifecycle(step, this.#t + t);
    this.#writer.outcome({ outcome: 'returned' }, this.#t + 300);
    this.#writer.close();
  }
}

import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { DispatchEvent, DispatchMeta, Lifecycle } from '../../../src/recording/event.ts';
import type { Channel } from '../../../src/wire/channel.ts';
import { RecordingReader } from '../../../src/recording/recordingReader.ts';
import { RecordingWriter } from '../../../src/recording/recordingWriter.ts';
import type { Outcome } from '../../../src/recording/outcome.ts';
import { dockerFrame, stdoutFrame, text, valueFrame } from '../wire/streams.ts';

export const META: DispatchMeta = {
  method: 'render',
  args: ['# Title', 2, { deep: [null, true] }],
  startedAt: '2026-01-02T03:04:05.678Z',
  engine: 'docker',
  endpoint: 'unix:///var/run/docker.sock',
  image: 'hoosegow:abc',
  runtime: null,
  limits: { timeout: 60_000, valueBytes: 1_000_000, valueNodes: 1000, valueDepth: 50 },
  isolation: 'a container',
  inmateDir: '/inmates/markdown',
};

export const RETURNED: Outcome = { outcome: 'returned' };

/** One record as it goes into the writer. */
export type Step =
  | { readonly channel: Channel; readonly bytes: Uint8Array; readonly t: number }
  | { readonly lifecycle: Lifecycle; readonly t: number }
  | { readonly outcome: Outcome; readonly t: number };

export function chunk(channel: Channel, bytes: Uint8Array | string, t = 0): Step {
  return { channel, bytes: typeof bytes === 'string' ? text(bytes) : bytes, t };
}

export function note(words: string, t = 0): Step {
  return { lifecycle: { event: 'note', text: words }, t };
}

export function write(writer: RecordingWriter, steps: readonly Step[]): void {
  for (const step of steps) {
    if ('channel' in step) writer.bytes(step.channel, step.bytes, step.t);
    else if ('lifecycle' in step) writer.lifecycle(step.lifecycle, step.t);
    else writer.outcome(step.outcome, step.t);
  }
}

const folder = mkdtempSync(join(process.env['HOOSEGOW_TEST_FOLDER'] ?? tmpdir(), 'recordings-'));
let files = 0;

/** A path that is not taken, in a folder that goes with the test file. */
export function freshPath(): string {
  return join(folder, `${files++}.dispatch`);
}

/** @returns the path of a recording made of these steps */
export function record(steps: readonly Step[], meta = META): string {
  const path = freshPath();
  const writer = RecordingWriter.create(path, meta);
  write(writer, steps);
  writer.close();
  return path;
}

export function bytesOf(steps: readonly Step[]): Uint8Array {
  return new Uint8Array(readFileSync(record(steps)));
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

export async function eventsOf(path: string): Promise<DispatchEvent[]> {
  return collect((await RecordingReader.open(path)).events());
}

/** The notes that a reader made, for what is in no frame. */
export function notesOf(events: readonly DispatchEvent[]): string[] {
  return events.flatMap((event) =>
    event.type === 'lifecycle' && event.value.event === 'note' ? [event.value.text] : [],
  );
}

/** What an event says, without when. */
export type Said = Pick<DispatchEvent, 'type' | 'value' | 'at'>;

export function said(event: DispatchEvent): Said {
  const { type, value, at } = event;
  return at === undefined ? { type, value } : { type, value, at };
}

/** A piece of an answer: its bytes, on which stream, and what a reader must make of it. */
export interface Piece {
  readonly stream: 1 | 2;
  readonly bytes: Uint8Array;
  readonly said: Said;
}

const microseconds = fc.option(fc.nat(2 ** 40), { nil: undefined });
const value = fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant(null), fc.uint8Array({ maxLength: 40 }));
const values = fc.oneof(value, fc.array(value, { maxLength: 4 }), fc.dictionary(fc.string(), value, { maxKeys: 3 }));

function saidAt(type: 'stdout' | 'yield' | 'return', content: unknown, at: number | undefined): Said {
  return at === undefined ? { type, value: content } : { type, value: content, at: at / 1000 };
}

const stdoutPiece = fc.tuple(fc.uint8Array({ maxLength: 200 }), microseconds).map(([bytes, at]): Piece => {
  return { stream: 1, bytes: stdoutFrame(bytes, at), said: saidAt('stdout', bytes, at) };
});
const yieldPiece = fc.tuple(fc.array(values, { maxLength: 3 }), microseconds).map(([yielded, at]): Piece => {
  return { stream: 1, bytes: valueFrame('yield', yielded, at), said: saidAt('yield', yielded, at) };
});
const stderrPiece = fc.uint8Array({ minLength: 1, maxLength: 50 }).map((bytes): Piece => {
  return { stream: 2, bytes, said: { type: 'stderr', value: bytes } };
});
const returnPiece = fc.tuple(values, microseconds).map(([result, at]): Piece => {
  return { stream: 1, bytes: valueFrame('return', result, at), said: saidAt('return', result, at) };
});

/** A whole answer, its terminal frame last. */
export const answers = fc
  .tuple(fc.array(fc.oneof(stdoutPiece, yieldPiece, stderrPiece), { maxLength: 12 }), returnPiece)
  .map(([pieces, last]): readonly Piece[] => [...pieces, last]);

/** The answer as Docker sends it: stdout cut into Docker frames of any size, stderr between them. */
export function multiplex(pieces: readonly Piece[], cuts: readonly number[]): Uint8Array {
  const frames: Uint8Array[] = [];
  let cut = 0;
  for (const piece of pieces) {
    if (piece.stream === 2) frames.push(dockerFrame(2, piece.bytes));
    for (let from = 0; piece.stream === 1 && from < piece.bytes.length;) {
      const size = Math.max(1, cuts[cut++ % Math.max(1, cuts.length)] ?? piece.bytes.length);
      frames.push(dockerFrame(1, piece.bytes.subarray(from, from + size)));
      from += size;
    }
  }
  return new Uint8Array(Buffer.concat(frames));
}

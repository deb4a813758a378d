import { createHash } from 'node:crypto';
import type { Outcome } from '../../../recording/event.ts';
import type { RecordingReader } from '../../../recording/recordingReader.ts';
import { EndingTracker } from '../../../timeline/ending.ts';
import { plural } from '../../../text/words.ts';
import { sortedJson } from './sortedJson.ts';

/** Lines of a dispatch that are compared; lines after them are only counted. */
const MAX_LINES = 20_000;
const MAX_LINE = 2000;
/** Characters of a yield that is shown in one line. */
const MAX_YIELD = 100;

/** The comparable part of a dispatch: without how output was split into frames. */
export interface ComparedDispatch {
  /** stdout and yields, whose order is the same in every run: each line starts with its lane. */
  readonly ordered: readonly string[];
  /** stderr, whose order relative to the others varies. */
  readonly stderr: readonly string[];
  readonly yields: number;
  /** What was returned or raised; `undefined` where nothing was. */
  readonly result: ComparedResult | undefined;
  readonly outcome: Outcome | undefined;
  /** Milliseconds; `undefined` if it did not end. */
  readonly took: number | undefined;
  /** Lines that were left out. */
  readonly omitted: number;
}

export interface ComparedResult {
  readonly type: 'return' | 'raise';
  readonly value: unknown;
}

/** Reads the comparable part of a dispatch. */
export async function readCompared(reader: RecordingReader): Promise<ComparedDispatch> {
  const ordered = new LaneLines();
  const stderr = new LaneLines();
  const tracker = new EndingTracker();
  let result: ComparedResult | undefined;
  let yields = 0;
  for await (const event of reader.events()) {
    switch (event.type) {
      case 'stdout':
        ordered.output('stdout', event.value);
        break;
      case 'stderr':
        stderr.output('stderr', event.value);
        break;
      case 'yield':
        yields++;
        ordered.value('yield', event.value.length === 1 ? event.value[0] : event.value);
        break;
      case 'return':
      case 'raise':
        tracker.terminal(event.t);
        result = { type: event.type, value: event.value };
        break;
      case 'outcome':
      case 'lifecycle':
        tracker.take(event, event.t);
    }
  }
  const lines = [ordered.end(), stderr.end()] as const;
  const { ending } = tracker;
  const omitted = ordered.omitted + stderr.omitted;
  return {
    ordered: lines[0],
    stderr: lines[1],
    yields,
    result,
    outcome: ending?.outcome,
    took: ending?.took,
    omitted,
  };
}

/** A value as lines. */
export function linesOf(value: unknown): readonly string[] {
  return sortedJson(value, 2).split('\n').slice(0, MAX_LINES).map(fit);
}

/** @returns the lane that a compared line begins with */
export function laneOf(line: string): string {
  return line.slice(0, line.indexOf(' '));
}

/** Cuts a line, and says of the rest what tells it from another. */
function fit(text: string): string {
  if (text.length <= MAX_LINE) return text;
  const rest = text.slice(MAX_LINE);
  const hash = createHash('sha256').update(rest).digest('hex').slice(0, 12);
  return `${text.slice(0, MAX_LINE)}… +${plural(rest.length, 'character')}, SHA-256 ${hash}`;
}

/** Collects lines; output is split at its own line ends, not at those of frames. */
class LaneLines {
  readonly #lines: string[] = [];
  readonly #decoder = new TextDecoder();
  #partial = '';
  #lane = '';
  omitted = 0;

  output(lane: string, bytes: Uint8Array): void {
    this.#lane = lane;
    const lines = (this.#partial + this.#decoder.decode(bytes, { stream: true })).split('\n');
    this.#partial = lines.pop() ?? '';
    for (const line of lines) this.#push(lane, line);
    // A line that does not end must not grow without limit.
    if (this.#partial.length > 16 * MAX_LINE) this.#flush();
  }

  value(lane: string, value: unknown): void {
    this.#flush();
    const line = sortedJson(value, 0);
    for (const each of line.length <= MAX_YIELD ? [line] : linesOf(value)) this.#push(lane, each);
  }

  end(): readonly string[] {
    this.#flush();
    return this.#lines;
  }

  #flush(): void {
    const rest = this.#partial + this.#decoder.decode();
    this.#partial = '';
    if (rest !== '') this.#push(this.#lane, rest);
  }

  #push(lane: string, text: string): void {
    if (this.#lines.length >= MAX_LINES) this.omitted++;
    else this.#lines.push(`${lane.padEnd(8)}${fit(text)}`);
  }
}

import type { RecordingReader } from '../../../recording/recordingReader.ts';
import { toTagged } from '../../../wire/json/taggedJson.ts';
import { clip } from '../../../text/words.ts';

/** Lines of a dispatch that are compared; lines after them are only counted. */
const MAX_LINES = 20_000;
const MAX_LINE = 500;

/** The comparable part of a dispatch: without times, and without how output was split into frames. */
export interface ComparedDispatch {
  /** stdout, yields and result, whose order is the same in every run: one line each, starting with the lane. */
  readonly ordered: readonly string[];
  /** stderr, whose order relative to the others varies. */
  readonly stderr: readonly string[];
  /** The result or the raise as JSON of several lines; `undefined` where there is none. */
  readonly result: string | undefined;
  /** Lines that were left out. */
  readonly omitted: number;
}

/** Reads the comparable part of a dispatch. */
export async function readCompared(reader: RecordingReader): Promise<ComparedDispatch> {
  const ordered = new LaneLines();
  const stderr = new LaneLines();
  let result: string | undefined;
  for await (const event of reader.events()) {
    switch (event.type) {
      case 'stdout':
        ordered.output('stdout', event.value);
        break;
      case 'stderr':
        stderr.output('stderr', event.value);
        break;
      case 'yield':
      case 'return':
      case 'raise':
        ordered.value(event.type, event.type === 'yield' && event.value.length === 1 ? event.value[0] : event.value);
        if (event.type !== 'yield') result = JSON.stringify(toTagged(event.value), null, 2);
        break;
      case 'outcome':
        ordered.text('outcome', event.value.outcome);
        break;
      case 'lifecycle':
    }
  }
  const lines = [ordered.end(), stderr.end()] as const;
  return { ordered: lines[0], stderr: lines[1], result, omitted: ordered.omitted + stderr.omitted };
}

/** @returns the lane that a compared line begins with */
export function laneOf(line: string): string {
  return line.slice(0, line.indexOf(' '));
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
    if (this.#partial.length > 64 * MAX_LINE) this.#flush();
  }

  value(lane: string, value: unknown): void {
    this.#flush();
    this.#push(lane, JSON.stringify(toTagged(value)));
  }

  text(lane: string, text: string): void {
    this.#flush();
    this.#push(lane, text);
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
    else this.#lines.push(`${lane.padEnd(8)}${clip(text, MAX_LINE)}`);
  }
}

import { int32At } from '../../wire/msgpack/bytes.ts';
import { DOCKER_HEADER_BYTES } from '../../wire/answer/demultiplexer.ts';
import { isTerminal } from '../../wire/frame.ts';
import type { ValueLimits } from '../../wire/msgpack/limits.ts';
import { WholeFrame } from '../../wire/answer/wholeFrame.ts';
import type { RecordSkimmer } from './entryDecoder.ts';
import { rowCode, type EventTable } from './eventTable.ts';
import type { StoredRecord } from '../file/recordCursor.ts';

const STDOUT_ROW = rowCode('stdout', 'frame', false, true);
const YIELD_ROW = rowCode('yield', 'frame', false, true);
const STDERR_ROW = rowCode('stderr', 'stderr', false, true);

/** The first four bytes of a Docker header. */
const STDOUT_HEADER = 0x01000000;
const STDERR_HEADER = 0x02000000;

/** Writes the rows of most frames: for one in a Docker frame of its own nothing but the row is needed. */
export class RowSkimmer implements RecordSkimmer {
  stdoutBytes = 0;
  readonly #rows: EventTable;
  readonly #whole: WholeFrame;
  #offset = 0;
  #t = 0;

  constructor(rows: EventTable, limits: ValueLimits) {
    this.#rows = rows;
    this.#whole = new WholeFrame(limits);
  }

  begin({ channel, offset, payload, t }: StoredRecord): void {
    this.#offset = offset;
    this.#t = t;
    if (channel) this.#rows.beginRecord(offset + payload.length);
  }

  skim(chunk: Uint8Array, from: number): number {
    this.stdoutBytes = 0;
    let position = from;
    for (;;) {
      const start = position + DOCKER_HEADER_BYTES;
      if (start > chunk.length) return position;
      const header = int32At(chunk, position);
      const size = int32At(chunk, position + 4);
      const end = start + size;
      if (end > chunk.length || size <= 0) return position;
      if (header === STDERR_HEADER) this.#rows.add(STDERR_ROW, this.#t, NaN, size, this.#offset + start, 0);
      else if (header !== STDOUT_HEADER || !this.#takeFrame(chunk, start, end)) return position;
      position = end;
    }
  }

  #takeFrame(chunk: Uint8Array, start: number, end: number): boolean {
    const whole = this.#whole;
    if (!whole.read(chunk, start, end) || whole.end !== end || isTerminal(whole.type)) return false;
    const code = whole.type === 'stdout' ? STDOUT_ROW : YIELD_ROW;
    this.#rows.add(
      code,
      this.#t,
      whole.at / 1000,
      whole.payloadEnd - whole.payloadStart,
      this.#offset + start,
      end - start,
    );
    this.stdoutBytes += end - start;
    return true;
  }
}

import { decodeFrame, type ValueContent } from '../../../src/wire/answer/decodeFrame.ts';
import { Demultiplexer, type Cut } from '../../../src/wire/answer/demultiplexer.ts';
import type { Fault } from '../../../src/wire/msgpack/fault.ts';
import { FrameScanner } from '../../../src/wire/answer/frameScanner.ts';
import { DEFAULT_VALUE_LIMITS } from '../../../src/wire/msgpack/limits.ts';

export interface Answer {
  /** Frames in their order, output whole. */
  readonly frames: ({ readonly type: 'stdout'; readonly value: Uint8Array } | ValueContent)[];
  stderr: string;
  readonly faults: Fault[];
  cut: Cut | undefined;
}

/** An attach stream through demultiplexer, scanner and decoder, as the chunks come. */
export function decodeAttach(chunks: Iterable<Uint8Array>): Answer {
  const answer: Answer = { frames: [], stderr: '', faults: [], cut: undefined };
  let parts: Uint8Array[] = [];
  const scanner = new FrameScanner(
    {
      stdout: (part) => parts.push(part),
      frame: (frame) => {
        if (frame.type === 'stdout') {
          answer.frames.push({ type: 'stdout', value: Buffer.concat(parts) });
          parts = [];
          return;
        }
        const content = decodeFrame(frame);
        if ('kind' in content) answer.faults.push(content);
        else answer.frames.push(content);
      },
    },
    DEFAULT_VALUE_LIMITS,
  );
  const note = (fault: Fault | undefined): void => {
    if (fault) answer.faults.push(fault);
  };
  const demultiplexer = new Demultiplexer({
    payload(stream, bytes) {
      if (stream === 1) note(scanner.push(bytes));
      else answer.stderr += Buffer.from(bytes).toString('latin1');
    },
  });
  for (const chunk of chunks) note(demultiplexer.push(chunk));
  answer.cut = demultiplexer.end();
  note(scanner.end());
  return answer;
}

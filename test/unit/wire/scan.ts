import fc from 'fast-check';
import type { Fault, Violation } from '../../../src/wire/msgpack/fault.ts';
import type { FrameType } from '../../../src/wire/frame.ts';
import { FrameScanner, type FrameScannerOptions, type ScannedFrame } from '../../../src/wire/answer/frameScanner.ts';
import { DEFAULT_VALUE_LIMITS, type ValueLimits } from '../../../src/wire/msgpack/limits.ts';
import { BINARY_FORMS, encoded, header, STRING_FORMS, uint } from './encodings.ts';
import { concat, text } from './streams.ts';

export interface Scan {
  /** The frames, each with the output handed on before it. */
  readonly frames: (ScannedFrame & { readonly stdout: string })[];
  readonly starts: number[];
  readonly faults: Fault[];
  /** Output handed on behind the last whole frame. */
  readonly rest: string;
  readonly end: Violation | undefined;
}

/** Scans the chunks, each from memory that is used for something else afterwards. Output is hexadecimal. */
export function scan(
  chunks: Iterable<Uint8Array>,
  options: FrameScannerOptions = {},
  limits: Partial<ValueLimits> = {},
): Scan {
  const frames: Scan['frames'] = [];
  const starts: number[] = [];
  const faults: Fault[] = [];
  let rest = '';
  const scanner = new FrameScanner(
    {
      frameStart: (offset) => starts.push(offset),
      stdout: (part) => (rest += Buffer.from(part).toString('hex')),
      frame: (frame) => {
        frames.push({ ...frame, value: frame.value && new Uint8Array(frame.value), stdout: rest });
        rest = '';
      },
    },
    { ...DEFAULT_VALUE_LIMITS, ...limits },
    options,
  );
  for (const chunk of chunks) {
    const block = new Uint8Array(chunk);
    const fault = scanner.push(block);
    block.fill(0xc1);
    if (fault) faults.push(fault);
  }
  return { frames, starts, faults, rest, end: scanner.end() };
}

export interface MadeFrame {
  readonly type: FrameType;
  readonly bytes: Uint8Array;
  /** The output, or the encoded value. */
  readonly payload: Uint8Array;
  readonly at: number | undefined;
}

const AT_WIDTHS = [1, 2, 4, 8] as const;

function encodeAt(at: number | undefined, choice: number): Uint8Array {
  if (at === undefined) return new Uint8Array(0);
  const able = AT_WIDTHS.filter((width) => at < 256 ** width);
  const form = choice % (able.length + 1);
  const width = able[form];
  if (width === undefined) return at < 0x80 ? Uint8Array.of(at) : concat(Uint8Array.of(0xcf), uint(8, at));
  return concat(Uint8Array.of(0xcc + AT_WIDTHS.indexOf(width)), uint(width, at));
}

function frameOf(type: FrameType, payloads: fc.Arbitrary<[head: Uint8Array, payload: Uint8Array]>) {
  const at = fc.option(fc.oneof(fc.nat({ max: 300 }), fc.nat(), fc.maxSafeNat()), { nil: undefined });
  return fc.tuple(payloads, at, fc.nat({ max: 11 })).map(([[head, payload], time, choice]): MadeFrame => {
    const lead = Uint8Array.of(time === undefined ? 0x92 : 0x93, 0xa0 + type.length);
    return { type, bytes: concat(lead, text(type), head, payload, encodeAt(time, choice)), payload, at: time };
  });
}

const bare = ({ bytes }: { bytes: Uint8Array }): [Uint8Array, Uint8Array] => [new Uint8Array(0), bytes];

const output = fc
  .tuple(fc.uint8Array({ maxLength: 50 }), fc.constantFrom(STRING_FORMS, BINARY_FORMS), fc.nat({ max: 11 }))
  .map(([payload, forms, choice]): [Uint8Array, Uint8Array] => [header(forms, payload.length, choice), payload]);

/** Any frame of the gem's (without a time) or ours, in every form that msgpack has for its parts. */
export const anyFrame = fc.oneof(
  frameOf('stdout', output),
  frameOf('yield', encoded.array.map(bare)),
  frameOf('return', encoded.any.map(bare)),
  frameOf('raise', encoded.map.map(bare)),
);

import { decodeValue } from '../msgpack/decodeValue.ts';
import type { Violation } from '../msgpack/fault.ts';
import type { FrameContent } from '../frame.ts';
import type { ScannedFrame } from './frameScanner.ts';
import { readRaise } from './readRaise.ts';

/** What a yield, return or raise holds. */
export type ValueContent = Exclude<FrameContent, { type: 'stdout' }>;

/**
 * Decodes the value of a yield, return or raise that the scanner collected.
 *
 * @returns the content, or the violation where it does not hold what the protocol asks for
 */
export function decodeFrame(frame: ScannedFrame): ValueContent | Violation {
  if (frame.value === undefined || frame.type === 'stdout')
    throw new TypeError('only a collected value can be decoded');
  return readContent(frame.type, decodeValue(frame.value), frame.start);
}

/**
 * What a decoded value is in a frame of the type.
 *
 * @param start offset of the frame, for a violation
 */
export function readContent(type: ValueContent['type'], value: unknown, start: number): ValueContent | Violation {
  if (type === 'return') return { type, value };
  if (type === 'yield') {
    return Array.isArray(value) ? { type, value } : violation(start, 'an array as the value of a yield');
  }
  const raise = readRaise(value);
  return raise ? { type, value: raise } : violation(start, 'a raise with class, message and backtrace');
}

function violation(offset: number, expected: string): Violation {
  return { kind: 'violation', offset, expected, found: 'another value' };
}

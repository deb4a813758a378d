import { decodeValue } from './decodeValue.ts';
import type { Violation } from './fault.ts';
import type { FrameContent, Raise } from './frame.ts';
import type { ScannedFrame } from './frameScanner.ts';

/** What a yield, return or raise holds. */
export type ValueContent = Exclude<FrameContent, { type: 'stdout' }>;

/** How deep a chain of causes is followed. */
const MAX_CAUSES = 20;

/** Ruby's `e.class.name` is nil for a class without a name. */
const NAMELESS_CLASS = '(class without a name)';

const UTF8 = new TextDecoder();

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
  const raise = readRaise(value, MAX_CAUSES);
  return raise ? { type, value: raise } : violation(start, 'a raise with class, message and backtrace');
}

function violation(offset: number, expected: string): Violation {
  return { kind: 'violation', offset, expected, found: 'another value' };
}

function readRaise(value: unknown, causes: number): Raise | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const member = (name: string): unknown => (value instanceof Map ? value.get(name) : Reflect.get(value, name));
  const name = member('class') === null ? NAMELESS_CLASS : readText(member('class'));
  const message = readText(member('message') ?? '');
  const backtrace = readLines(member('backtrace') ?? []);
  if (name === undefined || message === undefined || backtrace === undefined) return undefined;
  const cause = causes > 0 ? readRaise(member('cause'), causes - 1) : undefined;
  return { class: name, message, backtrace, ...(cause ? { cause } : {}) };
}

/** Ruby's strings of no known encoding are bytes. */
function readText(value: unknown): string | undefined {
  return value instanceof Uint8Array ? UTF8.decode(value) : typeof value === 'string' ? value : undefined;
}

function readLines(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const lines = value.map(readText);
  return lines.every((line) => line !== undefined) ? lines : undefined;
}

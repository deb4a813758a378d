import { decodeReference, InvalidError, ShortError } from './reference.ts';

export interface ReferenceFrame {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly value: unknown;
}

export interface ReferenceAnswer {
  readonly frames: readonly ReferenceFrame[];
  /** How the answer ends: with nothing left, inside a frame, with bytes that are no frame, or with some behind its end. */
  readonly ending: 'whole' | 'short' | 'invalid' | 'more';
  /** Offset of the frame, or of the bytes, at which it ends. */
  readonly at: number;
}

export interface ReferenceStreams {
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly daemonErrors: Buffer;
  readonly ending: 'whole' | 'short' | 'invalid';
}

/** Docker's frames one after the other, in the plainest way. */
export function referenceStreams(raw: Buffer): ReferenceStreams {
  const streams: [Buffer[], Buffer[], Buffer[]] = [[], [], []];
  const [stdout, stderr, daemonErrors] = streams;
  const whole = (ending: ReferenceStreams['ending']): ReferenceStreams => ({
    stdout: Buffer.concat(stdout),
    stderr: Buffer.concat(stderr),
    daemonErrors: Buffer.concat(daemonErrors),
    ending,
  });
  for (let at = 0; at < raw.length;) {
    const header = raw.subarray(at, at + 8);
    if (header.length < 8) return whole('short');
    const stream = streams[(header[0] ?? 0) - 1];
    if (!stream || header.subarray(1, 4).some((byte) => byte !== 0)) return whole('invalid');
    const end = at + 8 + header.readUInt32BE(4);
    stream.push(raw.subarray(at + 8, end));
    if (end > raw.length) return whole('short');
    at = end;
  }
  return whole('whole');
}

/** The frames of an answer, in the plainest way. @param depth levels of nesting that a value may have */
export function referenceAnswer(stdout: Buffer, depth: number): ReferenceAnswer {
  const frames: ReferenceFrame[] = [];
  let at = 0;
  while (at < stdout.length) {
    const [last] = frames.slice(-1);
    if (last && (last.type === 'return' || last.type === 'raise')) return { frames, ending: 'more', at };
    try {
      const frame = readFrame(stdout, at, depth);
      frames.push(frame);
      at = frame.end;
    } catch (error) {
      if (error instanceof ShortError) return { frames, ending: 'short', at };
      if (error instanceof InvalidError) return { frames, ending: 'invalid', at };
      throw error;
    }
  }
  return { frames, ending: 'whole', at };
}

function readFrame(bytes: Buffer, start: number, depth: number): ReferenceFrame {
  const lead = bytes[start];
  if (lead !== 0x92 && lead !== 0x93) throw new InvalidError('no frame');
  const type = decodeReference(bytes, start + 1);
  const inner = decodeReference(bytes, type.end);
  const isShort = (bytes[start + 1] ?? 0) >> 5 === 5;
  if (!isShort || typeof type.value !== 'string' || inner.depth > depth) throw new InvalidError('no frame');
  // Its time first: what a frame holds is looked at when all of it is there.
  const end = lead === 0x92 ? inner.end : timeEnd(bytes, inner.end);
  const value = contentOf(type.value, inner.value, bytes[type.end] ?? 0, bytes.subarray(type.end, inner.end));
  return { type: type.value, start, end, value };
}

function timeEnd(bytes: Buffer, at: number): number {
  const lead = bytes[at];
  const { end } = decodeReference(bytes, at);
  if (lead !== undefined && lead > 0x7f && (lead < 0xcc || lead > 0xcf)) throw new InvalidError('no time');
  return end;
}

function contentOf(type: string, value: unknown, lead: number, encoded: Buffer): unknown {
  switch (type) {
    case 'stdout': {
      if (typeof value !== 'string' && !(value instanceof Uint8Array)) throw new InvalidError('no output');
      // The payload stands at the end of its encoding.
      const head = lead >= 0xa0 && lead <= 0xbf ? 1 : 1 + 2 ** ((lead - (lead >= 0xd9 ? 0xd9 : 0xc4)) % 3);
      return new Uint8Array(encoded.subarray(head));
    }
    case 'yield':
      if (!Array.isArray(value)) throw new InvalidError('no list of values');
      return value;
    case 'return':
      return value;
    case 'raise':
      checkRaise(value);
      return 'a raise';
    default:
      throw new InvalidError('no type of frame');
  }
}

function checkRaise(value: unknown): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new InvalidError('no raise');
  const members = new Map<unknown, unknown>(value instanceof Map ? value : Object.entries(value));
  const backtrace = members.get('backtrace') ?? [];
  const name = members.get('class');
  if (name !== null && !isText(name)) throw new InvalidError('no class');
  if (!isText(members.get('message') ?? '')) throw new InvalidError('no message');
  if (!Array.isArray(backtrace) || !backtrace.every(isText)) throw new InvalidError('no backtrace');
}

function isText(value: unknown): boolean {
  return typeof value === 'string' || value instanceof Uint8Array;
}

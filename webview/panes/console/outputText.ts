import type { Output } from '../../../src/protocol/output.ts';

/** What one row printed, or a part of it. */
export interface OutputPiece {
  readonly row: number;
  readonly isError: boolean;
  readonly bytes: Uint8Array;
}

/** Bytes of a piece that a terminal takes at once. */
const MAX_PIECE = 8 * 1024;
const LINE_FEED = 10;

/** The pieces of a reply, the long ones in several. */
export function piecesOf({ rows, sizes, streams, bytes }: Output): OutputPiece[] {
  const pieces: OutputPiece[] = [];
  const rowAt = uint32sIn(rows);
  const sizeAt = uint32sIn(sizes);
  let at = 0;
  streams.forEach((stream, i) => {
    const end = at + sizeAt(i);
    for (; at < end; at += MAX_PIECE) {
      const part = bytes.subarray(at, Math.min(end, at + MAX_PIECE));
      pieces.push({ row: rowAt(i), isError: stream === 1, bytes: part });
    }
    at = end;
  });
  return pieces;
}

export function bytesIn(pieces: readonly OutputPiece[]): number {
  return pieces.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

export function linesIn(pieces: readonly OutputPiece[]): number {
  return pieces.reduce((sum, { bytes }) => sum + countOf(bytes, LINE_FEED), 0);
}

/** The pieces without what comes before their last so many lines. */
export function lastLines(pieces: readonly OutputPiece[], lines: number): OutputPiece[] {
  let left = lines;
  for (let i = pieces.length - 1; i >= 0; i--) {
    const piece = pieces[i];
    if (!piece) break;
    for (let at = piece.bytes.lastIndexOf(LINE_FEED); at >= 0; at = before(piece.bytes, at)) {
      // The first line feed found ends the last line.
      if (left-- === 0) return [...withoutStart(piece, at + 1), ...pieces.slice(i + 1)];
    }
  }
  return [...pieces];
}

/** The pieces up to the end of their first so many lines. */
export function firstLines(pieces: readonly OutputPiece[], lines: number): OutputPiece[] {
  let left = lines;
  for (const [i, piece] of pieces.entries()) {
    for (let at = piece.bytes.indexOf(LINE_FEED); at >= 0; at = piece.bytes.indexOf(LINE_FEED, at + 1)) {
      if (--left === 0) return [...pieces.slice(0, i), { ...piece, bytes: piece.bytes.subarray(0, at + 1) }];
    }
  }
  return [...pieces];
}

/** The pieces from the beginning of their first whole line, or of their first whole character if there is none. */
export function fromLineStart(pieces: readonly OutputPiece[]): OutputPiece[] {
  for (const [i, piece] of pieces.entries()) {
    const at = piece.bytes.indexOf(LINE_FEED);
    const rest = at < 0 ? [] : [...withoutStart(piece, at + 1), ...pieces.slice(i + 1)];
    if (rest.length > 0) return rest;
  }
  const [first, ...others] = pieces;
  const start = first?.bytes.findIndex((byte) => (byte & 0xc0) !== 0x80) ?? -1;
  return first && start > 0 ? [...withoutStart(first, start), ...others] : [...pieces];
}

/** Decodes both streams, each by itself: a character of one may be cut by a piece of the other. */
export class OutputDecoder {
  readonly #decoders = [decoder(), decoder()] as const;

  decode({ isError, bytes }: OutputPiece): string {
    return this.#decoders[isError ? 1 : 0].decode(bytes, { stream: true });
  }

  /** What is left of characters that never ended. */
  end(): string {
    return this.#decoders.map((one) => one.decode()).join('');
  }
}

function decoder() {
  return new TextDecoder('utf-8', { ignoreBOM: true });
}

function uint32sIn(bytes: Uint8Array): (i: number) => number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return (i) => view.getUint32(i * 4, true);
}

function countOf(bytes: Uint8Array, wanted: number): number {
  let count = 0;
  for (const byte of bytes) if (byte === wanted) count++;
  return count;
}

function before(bytes: Uint8Array, at: number): number {
  return at === 0 ? -1 : bytes.lastIndexOf(LINE_FEED, at - 1);
}

function withoutStart(piece: OutputPiece, from: number): OutputPiece[] {
  return from < piece.bytes.length ? [{ ...piece, bytes: piece.bytes.subarray(from) }] : [];
}

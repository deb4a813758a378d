import { isUtf8 } from 'node:buffer';
import { MAX_WHOLE_TEXT, type Whole } from '../../protocol/value/whole.ts';
import { formatSize } from '../../text/words.ts';

/** Something of a recording as a file: all of it. */
export interface WholeFile {
  readonly what: Whole;
  /** The end of its name: `yield-7.json`, for the seventh frame. */
  readonly suffix: string;
  /** Bytes. */
  readonly size: number;
  /** Its content, a piece at a time. */
  pieces(): AsyncIterable<Uint8Array>;
}

/** @param content all of it, in one piece */
export function fileOf(what: Whole, suffix: string, content: string | Uint8Array): WholeFile {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const pieces = async function* (): AsyncIterable<Uint8Array> {
    yield await Promise.resolve(bytes);
  };
  return { what, suffix, size: bytes.length, pieces };
}

/** The content of a file as text. */
export async function textOf(file: WholeFile): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of file.pieces()) pieces.push(piece);
  return decode(Buffer.concat(pieces));
}

/** Text of bytes, a byte order mark included; bytes that are not UTF-8 become the replacement character. */
export function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** Whether bytes are text: UTF-8, without the controls that only binary formats have. */
export function isText(bytes: Uint8Array): boolean {
  return isUtf8(bytes) && !bytes.includes(0);
}

/** It is larger than what takes it. */
export class TooLargeError extends Error {
  override name = 'TooLargeError';
  readonly bytes: number;

  constructor(bytes: number) {
    super(`it has ${formatSize(bytes)}, and at most ${formatSize(MAX_WHOLE_TEXT)} can be shown: save it as a file`);
    this.bytes = bytes;
  }
}

import { decode } from '@msgpack/msgpack';
import {
  isFileBlock,
  isFileHead,
  isMissing,
  isPrinted,
  type FileBlock,
  type FileHead,
} from '../../src/protocol/filePage.ts';

/** @throws Error if the file is damaged */
export async function readFileHead(): Promise<FileHead> {
  const head = decode(await readPart('0').arrayBuffer());
  if (!isFileHead(head)) throw new Error('this file is damaged');
  return head;
}

/** @throws Error if the file is damaged */
export async function readFileBlock(block: number): Promise<FileBlock> {
  const read = decode(await readPart(String(block + 1)).arrayBuffer());
  if (!isFileBlock(read)) throw new Error('this file is damaged');
  return read;
}

/** For each row, how much of its output is in the file, and how much is not. */
export interface OutputSizes {
  /** `Uint32Array` */
  readonly printed: Uint8Array;
  /** `Float64Array` */
  readonly missing: Uint8Array;
}

/** @throws Error if the file is damaged */
export async function readOutputSizes(): Promise<OutputSizes> {
  const [printed, missing] = await Promise.all(
    ['printed', 'missing'].map(async (part) => decode(await readPart(part).arrayBuffer())),
  );
  if (!isPrinted(printed) || !isMissing(missing)) throw new Error('this file is damaged');
  return { printed, missing };
}

/** The source of a script that runs later. */
export async function readFileScript(name: string): Promise<string> {
  return readPart(name).text();
}

/** Parts are unpacked when they are needed: a large file opens as fast as a small one. */
function readPart(part: string): Response {
  const text = document.getElementById(`hoosegow-${part}`)?.textContent ?? '';
  const zipped = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return new Response(new Blob([zipped]).stream().pipeThrough(new DecompressionStream('gzip')));
}

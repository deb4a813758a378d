import { decode } from '@msgpack/msgpack';
import { isFileBlock, isFileHead, type FileBlock, type FileHead } from '../../src/protocol/filePage.ts';

/** @throws Error if the file is damaged */
export async function readFileHead(): Promise<FileHead> {
  const head = await readPart(0);
  if (!isFileHead(head)) throw new Error('this file is damaged');
  return head;
}

/** @throws Error if the file is damaged */
export async function readFileBlock(block: number): Promise<FileBlock> {
  const read = await readPart(block + 1);
  if (!isFileBlock(read)) throw new Error('this file is damaged');
  return read;
}

/** Parts are unpacked when they are needed: a large file opens as fast as a small one. */
async function readPart(part: number): Promise<unknown> {
  const text = document.getElementById(`hoosegow-${part}`)?.textContent ?? '';
  const zipped = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const stream = new Blob([zipped]).stream().pipeThrough(new DecompressionStream('gzip'));
  return decode(await new Response(stream).arrayBuffer());
}

import { decode } from '@msgpack/msgpack';
import { isFileBlock, isFileHead, isPrinted, type FileBlock, type FileHead } from '../../src/protocol/filePage.ts';

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

/** @returns for each row, how many bytes of its output are in the file @throws Error if the file is damaged */
export async function readPrinted(): Promise<Uint8Array> {
  const read = decode(await readPart('printed').arrayBuffer());
  if (!isPrinted(read)) throw new Error('this file is damaged');
  return read;
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

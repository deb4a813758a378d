import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { UsageError } from '../../engine/index.ts';
import { describeFileError } from '../fileError.ts';

/** Standard input of this process. */
export interface Input {
  /**
   * Everything up to its end; a person who would have to type it is told so.
   *
   * @throws UsageError where it cannot be read
   */
  read(): Promise<Uint8Array>;
}

const MIB = 1024 ** 2;
/** MiB that are read from one file or from standard input: endless input must not fill the memory. */
const MOST = 1024;

/** @param hint called before a terminal is read, where nothing comes until the user types it */
export function openInput(stream: () => Readable & { readonly isTTY?: boolean }, hint: () => Promise<void>): Input {
  return {
    read: async () => {
      const input = stream();
      if (input.isTTY === true) await hint();
      return readAll(input, 'standard input');
    },
  };
}

/**
 * The bytes of a file, or of anything else of that name, such as a pipe.
 *
 * @param what how messages call the file
 * @param hint what they say at their end
 * @param most MiB beyond which it is not read
 * @throws UsageError where it cannot be read
 */
export async function readFileBytes(file: string, what: string, hint?: string, most = MOST): Promise<Uint8Array> {
  return readAll(createReadStream(file), what, hint, most);
}

async function readAll(stream: Readable, what: string, hint?: string, most = MOST): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream) {
      if (!(chunk instanceof Uint8Array)) throw new TypeError('it gives text and no bytes');
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > most * MIB) throw new Error(`it has more than ${most === MOST ? '1 GiB' : `${most} MiB`}`);
    }
  } catch (error) {
    throw new UsageError(`cannot read ${what}: ${describeFileError(error)}${hint === undefined ? '' : `; ${hint}`}`);
  }
  const all = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

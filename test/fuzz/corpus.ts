import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../fixtures/fuzz');

function pathOf(target: string): string {
  return join(FOLDER, `${target}.txt`);
}

/** The inputs that are kept for a target: those that reach all that was ever reached, and those that once broke it. */
export async function readCorpus(target: string): Promise<readonly Uint8Array[]> {
  const text = await readFile(pathOf(target), 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => (line === '' ? [] : [new Uint8Array(Buffer.from(line, 'base64'))]));
}

/** Keeps inputs, one in base64 a line, the short ones first. */
export async function writeCorpus(target: string, inputs: readonly Uint8Array[]): Promise<void> {
  const lines = new Set(inputs.map((input) => Buffer.from(input).toString('base64')));
  const sorted = [...lines].filter((line) => line !== '').toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1));
  await writeFile(pathOf(target), sorted.map((line) => `${line}\n`).join(''));
}

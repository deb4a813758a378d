import path from 'node:path';
import { isRecord } from '../isRecord.ts';
import { parseJsonWithComments } from './parseSource.ts';
import { readWithin } from './readWithin.ts';

/** The compiler options of one inmate's `tsconfig.json`, read once. */
export class CompilerOptions {
  readonly #root: string;
  #options: Promise<Readonly<Record<string, unknown>>> | undefined;

  /** @param root absolute path of the inmate's folder, without symbolic links */
  constructor(root: string) {
    this.#root = root;
  }

  read(): Promise<Readonly<Record<string, unknown>>> {
    this.#options ??= readOptions(this.#root);
    return this.#options;
  }
}

async function readOptions(root: string): Promise<Readonly<Record<string, unknown>>> {
  const source = await readWithin(root, path.join(root, 'tsconfig.json'));
  const config = typeof source === 'string' ? undefined : parseJsonWithComments(source.text);
  return isRecord(config) && isRecord(config['compilerOptions']) ? config['compilerOptions'] : {};
}

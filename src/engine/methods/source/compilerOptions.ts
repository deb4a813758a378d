import { isRecord } from '../../../text/isRecord.ts';
import { parseJsonWithComments } from './parseSource.ts';
import { readIfThere } from '../thread/readWithin.ts';

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
  const source = await readIfThere(root, 'tsconfig.json');
  const config = source.kind === 'text' ? parseJsonWithComments(source.text) : undefined;
  return isRecord(config) && isRecord(config['compilerOptions']) ? config['compilerOptions'] : {};
}

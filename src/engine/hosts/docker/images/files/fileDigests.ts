import type { FileFacts } from '../../../../files/openRegular.ts';
import type { FileContent } from './fileContent.ts';

/**
 * Nanoseconds that must lie between the last change of a file and its reading: another change within the resolution of
 * the file system's clock (2 s on FAT) would not show.
 */
const GRAIN = 2_000_000_000n;

/** Remembers the content of files while their state is the same: reading a folder again then opens none of them. */
export class FileDigests {
  readonly #known = new Map<string, { readonly state: string; readonly content: FileContent }>();

  /** @param read opens the file */
  async get(path: string, stats: FileFacts, read: () => Promise<FileContent>): Promise<FileContent> {
    const state = fileState(stats);
    const known = this.#known.get(path);
    if (known?.state === state) return known.content;
    const settled = isSettled(stats);
    const content = await read();
    if (settled) this.#known.set(path, { state, content });
    else this.#known.delete(path);
    return content;
  }

  /** @returns the state of a file when it was last read; `undefined` where a change since might not show */
  stateOf(path: string): string | undefined {
    return this.#known.get(path)?.state;
  }
}

/** Whether a change of the file from now on would show in its state. */
export function isSettled({ mtimeNs, ctimeNs }: FileFacts): boolean {
  const changed = mtimeNs > ctimeNs ? mtimeNs : ctimeNs;
  return BigInt(Date.now()) * 1_000_000n - changed > GRAIN;
}

/** Facts of a file, one of which changes whenever its content does. */
export function fileState({ ino, dev, size, mode, mtimeNs, ctimeNs }: FileFacts): string {
  return [ino, dev, size, mode, mtimeNs, ctimeNs].join(' ');
}

import path from 'node:path';
import { localDisk } from './localDisk.ts';
import { makeProject, type ScaffoldOptions } from './makeProject.ts';

export interface Scaffolded {
  /** Absolute path of the folder. */
  readonly dir: string;
  readonly name: string;
  /** Files written, relative to `dir`, with `/`. */
  readonly files: readonly string[];
  /** Files of the folder that stayed, although the template has some of these names. */
  readonly kept: readonly string[];
}

/**
 * Makes a new inmate project: a copy of the template under its own name. The target may be a folder that holds something:
 * missing files are added. Nothing is overwritten, no link is followed, and where it fails nothing of it is left. An
 * existing inmate stays as it is, and gets the files that make an image of it.
 *
 * @throws UsageError if the name or the target is not suitable
 * @throws HoosegowError if something cannot be written
 */
export async function scaffold(target: string, options: ScaffoldOptions = {}): Promise<Scaffolded> {
  const dir = path.resolve(target);
  const { name, files, kept } = await makeProject(localDisk, dir, target, options);
  return { dir, name, files: files.map((file) => file.path), kept };
}

import { randomUUID } from 'node:crypto';
import { chown, mkdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { HoosegowError, toError } from '../errors/errors.ts';
import { diskReason } from '../files/diskReason.ts';
import { readProjectFile, statOf, type ProjectFile } from './projectFile.ts';

/** A file that is to have other bytes. */
export interface Replacement {
  /** Relative to the project, with `/`. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly executable: boolean;
  /** As it was when this was decided; `undefined` where it was not there. */
  readonly old: ProjectFile | undefined;
}

/**
 * Replaces files of a project: all of them, or none. Each is written beside its place first and then moved there, so
 * that a reader has the old one or the new one, a link is never written through, and a full disk or a folder
 * that cannot be written leaves everything as it was.
 *
 * @throws HoosegowError naming the file that could not be replaced
 */
export async function replaceFiles(root: string, files: readonly Replacement[]): Promise<void> {
  const undo: (() => Promise<void>)[] = [];
  const staged: { readonly file: Replacement; readonly beside: string }[] = [];
  let current = '';
  try {
    for (const file of files) {
      current = file.path;
      await makeFolder(path.dirname(path.join(root, file.path)), undo);
      const beside = await writeBeside(root, file);
      undo.unshift(() => rm(beside, { force: true }));
      staged.push({ file, beside });
    }
    for (const { file, beside } of staged) {
      current = file.path;
      await refuseChanged(root, file);
      const { old } = file;
      const target = path.join(root, file.path);
      await rename(beside, target);
      undo.unshift(async () => {
        if (old) await rename(await writeBeside(root, { ...file, bytes: old.bytes, executable: false }), target);
        else await rm(target);
      });
    }
  } catch (error) {
    const left: string[] = [];
    for (const step of undo) await step().catch((failure: unknown) => left.push(toError(failure).message));
    const state = left.length === 0 ? 'nothing was changed' : `it could not all be undone: ${left.join('; ')}`;
    throw new HoosegowError(`${current} cannot be replaced: ${diskReason(error)}; ${state}`, { cause: error });
  }
}

async function makeFolder(folder: string, undo: (() => Promise<void>)[]): Promise<void> {
  if (await statOf(folder)) return;
  await mkdir(folder);
  undo.unshift(() => rmdir(folder));
}

/** Keeps the permissions and the owner of the file. */
async function writeBeside(root: string, { path: name, bytes, executable, old }: Replacement): Promise<string> {
  const beside = path.join(root, `${name}.${randomUUID()}.tmp`);
  const mode = old?.mode ?? 0o644;
  await writeFile(beside, bytes, { flag: 'wx', mode: executable ? mode | ((mode & 0o444) >> 2) : mode });
  if (old && process.getuid?.() === 0) await chown(beside, old.uid, old.gid);
  return beside;
}

async function refuseChanged(root: string, { path: name, old }: Replacement): Promise<void> {
  const now = await readProjectFile(root, name);
  const isSame = now === undefined || old === undefined ? now === old : Buffer.compare(now.bytes, old.bytes) === 0;
  if (!isSame) throw new HoosegowError('it changed in between');
}

import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../errors/errors.ts';
import { SOURCE_FILES } from './source/dialect.ts';
import { INMATE_ENDINGS } from '../../text/inmateEndings.ts';
import { shellPath } from '../../text/shell/shellWord.ts';

/** The names an inmate's module may have, best first. */
export const INMATE_FILES: readonly string[] = INMATE_ENDINGS.map((ending) => `inmate.${ending}`);

export interface InmateFile {
  /** The project's folder, absolute, links resolved. */
  readonly root: string;
  /** Name of the module in it. */
  readonly name: string;
  /** Absolute path of the module. */
  readonly path: string;
}

/** @throws UsageError if there is no such folder, or no inmate in it */
export async function findInmateFile(inmateDir: string): Promise<InmateFile> {
  const root = await realpath(inmateDir).catch(() => undefined);
  if (root === undefined) {
    throw new UsageError(
      `there is no directory ${inmateDir}; make an inmate there with: hoosegow new ${shellPath(inmateDir, process.platform)}`,
    );
  }
  if (!(await stat(root)).isDirectory()) throw new UsageError(noFolder(inmateDir));
  for (const name of INMATE_FILES) {
    const file = path.join(root, name);
    if (await isFile(file)) return { root, name, path: file };
    await refuseOther(file, name, inmateDir);
  }
  const near = (await readdir(root)).find((name) => NEARLY.test(name) && !INMATE_FILES.includes(name));
  const but =
    near === undefined
      ? `; make one there with: hoosegow new ${shellPath(inmateDir, process.platform)}`
      : `, but ${near}, which ${nearlyBecause(near)}`;
  throw new UsageError(`there is no inmate in ${inmateDir}: it has no ${INMATE_FILES.join(', ')}${but}`);
}

/** A FIFO, a socket, a device, a link that leads nowhere: it is not opened, and not skipped silently. */
async function refuseOther(file: string, name: string, inmateDir: string): Promise<void> {
  const isOther = await lstat(file).then(
    async (stats) => !(stats.isDirectory() || (await stat(file).catch(() => undefined))?.isDirectory()),
    () => false,
  );
  if (isOther) throw new UsageError(`${name} in ${inmateDir} is not a regular file: only such a file is read`);
}

/** Names that may be meant for an inmate. */
const NEARLY = new RegExp(`^inmate\\.(?:${INMATE_ENDINGS.join('|')})x?$`, 'i');

function nearlyBecause(name: string): string {
  return /x$/i.test(name) ? 'holds JSX that has to be compiled before' : 'is written in capitals: they count';
}

/**
 * The folder that is meant by the name of an inmate: the folder itself, or that of the inmate's module.
 *
 * @throws UsageError for a file that is not an inmate, or not the one that its folder runs
 */
export async function inmateFolderOf(named: string): Promise<string> {
  if (!(await isFile(named))) return named;
  const base = path.basename(named);
  if (!INMATE_FILES.includes(base)) throw new UsageError(noFolder(named));
  const folder = path.dirname(named);
  const { name } = await findInmateFile(folder);
  if (name === base) return folder;
  throw new UsageError(`the inmate in ${folder} is ${name}, which comes before ${base}: remove one of them`);
}

function noFolder(named: string): string {
  const base = path.basename(named);
  if (INMATE_FILES.includes(base)) return `${named} is a file: name the folder that it is in, ${path.dirname(named)}`;
  const rename = SOURCE_FILES.test(base) ? `; to make it one, name it inmate${path.extname(base)}` : '';
  return `${named} is not an inmate: an inmate is a folder with ${INMATE_FILES[0]} in it${rename}`;
}

async function isFile(file: string): Promise<boolean> {
  return stat(file).then(
    (stats) => stats.isFile(),
    () => false,
  );
}

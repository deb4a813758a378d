import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../errors.ts';

/** The names an inmate's module may have, best first. */
export const INMATE_FILES: readonly string[] = ['inmate.ts', 'inmate.mts', 'inmate.js', 'inmate.mjs'];

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
  if (root === undefined || !(await stat(root)).isDirectory()) {
    throw new UsageError(`there is no directory ${inmateDir}; make an inmate there with: hoosegow new ${inmateDir}`);
  }
  for (const name of INMATE_FILES) {
    const file = path.join(root, name);
    if (await isFile(file)) return { root, name, path: file };
  }
  throw new UsageError(`there is no inmate in ${inmateDir}: it has no ${INMATE_FILES.join(', ')}`);
}

async function isFile(file: string): Promise<boolean> {
  return stat(file).then(
    (stats) => stats.isFile(),
    () => false,
  );
}

import path from 'node:path';

/** A place in a source file, from a trace printed in the container; line and column count from 1. */
export interface TracePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number | null;
}

/** Folder of the image that the inmate's folder is copied to. */
const INSIDE = '/hoosegow/';

/** Characters of a line that are searched: lines of traces are not longer, but an inmate may print longer ones. */
const MAX_LINE = 10_000;

/** @returns the first place that a line of a trace names: `render (/hoosegow/inmate.ts:12:7)` */
export function placeInLine(line: string): TracePlace | undefined {
  const match = /((?:\/|[A-Za-z]:[\\/])[^():*?"<>|\n]{0,4096}?\.[cm]?[jt]sx?):(\d{1,9})(?::(\d{1,9}))?/.exec(
    line.slice(0, MAX_LINE),
  );
  const [, file, row, column] = match ?? [];
  if (file === undefined || row === undefined) return undefined;
  return { file, line: Math.max(1, Number(row)), column: column === undefined ? null : Math.max(1, Number(column)) };
}

/**
 * Maps a file of a trace to the file of the inmate's folder that was copied into the image. The inmate controls the
 * names: the result is always within the folder, and never in what the image adds to it.
 *
 * @returns the path within the folder, with `/`; `undefined` for a file of Node or of the image itself
 */
export function fileWithin(inmateDir: string, file: string): string | undefined {
  const relative = pathWithin(inmateDir, file);
  return relative?.split('/').includes('node_modules') === true ? undefined : relative;
}

/** A file of a dependency: its path within the inmate's folder, where an install puts it, and the package it is of. */
export function dependencyFile(
  inmateDir: string,
  file: string,
): { readonly within: string; readonly name: string } | undefined {
  const within = pathWithin(inmateDir, file);
  const parts = within?.split('/') ?? [];
  const [scope = '', rest = ''] = parts.slice(parts.lastIndexOf('node_modules') + 1);
  if (within === undefined || !parts.includes('node_modules') || scope === '') return undefined;
  return { within, name: scope.startsWith('@') ? `${scope}/${rest}` : scope };
}

function pathWithin(inmateDir: string, file: string): string | undefined {
  const inside = file.startsWith(INSIDE) ? path.posix.normalize(file.slice(INSIDE.length)) : undefined;
  // The process engine runs the inmate where it is.
  const relative = inside ?? path.relative(inmateDir, file).split(path.sep).join('/');
  const parts = relative.split('/');
  if (relative === '' || relative === '.' || path.isAbsolute(relative) || parts.includes('..')) {
    return undefined;
  }
  return /[\0\\:]/.test(relative) ? undefined : relative;
}

/** The first place of a backtrace that is in the inmate's folder, with the path within it. */
export function firstPlaceWithin(
  inmateDir: string,
  backtrace: readonly string[],
): (TracePlace & { readonly within: string }) | undefined {
  for (const line of backtrace) {
    const place = placeInLine(line);
    const within = place && fileWithin(inmateDir, place.file);
    if (place && within !== undefined && !within.startsWith('bin/')) return { ...place, within };
  }
  return undefined;
}

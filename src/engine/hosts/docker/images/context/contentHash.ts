import { createHash } from 'node:crypto';
import type { BuildContext } from './contextEntries.ts';
import type { ContextEntry } from './contextEntry.ts';
import type { ContextPath } from './contextPath.ts';

/** Changes when images must be rebuilt although their content is the same. */
const FORMAT = 'hoosegow image 1';

/**
 * Hash of what an image is built from, 64 hexadecimal digits: paths, bytes, executable bits and link targets of the
 * build context, the build arguments, and the platform where one is named. Times, owners, other bits and the place of
 * the folder do not count, nor do the builder, secrets and proxies.
 */
export function contentHash(
  { entries }: Pick<BuildContext, 'entries'>,
  buildArgs: Readonly<Record<string, string>>,
  platform?: string,
): string {
  const args = Object.entries(buildArgs).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const rest = [args, ...(platform === undefined ? [] : [platform])];
  // One JSON text, of which only one entry is held in memory at a time.
  const hash = createHash('sha256').update(`[${JSON.stringify(FORMAT)},[`);
  for (const [index, entry] of entries.entries()) {
    hash.update(`${index === 0 ? '' : ','}${JSON.stringify(itemOf(entry))}`);
  }
  return hash.update(`],${rest.map((item) => JSON.stringify(item)).join()}]`).digest('hex');
}

function itemOf(entry: ContextEntry): unknown {
  const name = nameOf(entry);
  if (entry.type === 'directory') return ['d', name];
  if (entry.type === 'symlink') return ['l', name, nameOf({ path: entry.target, bytes: entry.targetBytes })];
  return ['f', name, entry.executable ? 'x' : '-', entry.digest];
}

/** Bytes that are not UTF-8 are an object, which no text can be equal to. */
function nameOf({ path, bytes }: ContextPath): unknown {
  return bytes === undefined ? path : { bytes: bytes.toString('hex') };
}

/** Name of the image with that content. */
export function imageNameOf(hash: string): string {
  return `hoosegow:${hash}`;
}

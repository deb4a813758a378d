import { createHash } from 'node:crypto';
import type { BuildContext } from './contextEntries.ts';

/** Changes when images must be built anew although their content is the same. */
const FORMAT = 'hoosegow image 1';

/**
 * Hash of what an image is built from, 64 hexadecimal digits: paths, bytes, executable bits and link targets of the
 * build context, the build arguments, and the platform where one is named. Times, owners, other bits and the place of
 * the folder do not count, nor do the builder, secrets and proxies.
 */
export function contentHash(
  { entries }: BuildContext,
  buildArgs: Readonly<Record<string, string>>,
  platform?: string,
): string {
  const items = entries.map((entry) => {
    if (entry.type === 'directory') return ['d', entry.path];
    if (entry.type === 'symlink') return ['l', entry.path, entry.target];
    return ['f', entry.path, entry.executable ? 'x' : '-', entry.digest];
  });
  const args = Object.entries(buildArgs).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([FORMAT, items, args, ...(platform === undefined ? [] : [platform])]))
    .digest('hex');
}

/** Name of the image with that content. */
export function imageNameOf(hash: string): string {
  return `hoosegow:${hash}`;
}

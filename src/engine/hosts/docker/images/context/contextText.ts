import { FileRefusedError } from '../../../../files/fileRefused.ts';
import { readFileWithin } from '../../../../files/readRegularFile.ts';
import type { BuildContext } from './contextEntries.ts';

/** Bytes of what is read of a project before it is built, beyond which nobody has written it. */
const MOST: Readonly<Record<string, number>> = {
  Dockerfile: 1024 * 1024,
  'package.json': 4 * 1024 * 1024,
  'pnpm-workspace.yaml': 1024 * 1024,
  '.npmrc': 1024 * 1024,
  '.yarnrc.yml': 1024 * 1024,
};
/** Locks of large projects. */
const MOST_OF_LOCKS = 64 * 1024 * 1024;

/**
 * The text of a file at the top of a project.
 *
 * @returns `undefined` where it is not in the build context, or no longer there: the build says so
 * @throws FileRefusedError where it is too large, or has become something else
 */
export async function contextText({ root, entries }: BuildContext, name: string): Promise<string | undefined> {
  if (!entries.some((entry) => entry.path === name && entry.type === 'file')) return undefined;
  try {
    const { bytes } = await readFileWithin(root, name, { maxBytes: MOST[name] ?? MOST_OF_LOCKS });
    return bytes.toString('utf8');
  } catch (error) {
    if (error instanceof FileRefusedError && ['missing', 'unreadable'].includes(error.reason)) return undefined;
    throw error;
  }
}

import { FileRefusedError } from '../../../../files/fileRefused.ts';
import { readFileWithin } from '../../../../files/readRegularFile.ts';
import type { BuildContext } from './contextEntries.ts';

/** Maximum bytes of a project's file that is read before a build; no hand-written one is larger. */
const MOST: Readonly<Record<string, number>> = {
  Dockerfile: 1024 * 1024,
  'package.json': 4 * 1024 * 1024,
  'pnpm-workspace.yaml': 1024 * 1024,
  '.npmrc': 1024 * 1024,
  '.yarnrc.yml': 1024 * 1024,
};
/** Lock files of large projects. */
const MOST_OF_LOCKS = 64 * 1024 * 1024;

/**
 * The text of a file at the top of a project.
 *
 * @returns `undefined` where it is not in the build context, or no longer there: the build reports that
 * @throws FileRefusedError where it is too large, or no longer a regular file
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

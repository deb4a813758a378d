import { realpath } from 'node:fs/promises';
import { NoDockerfileError, toError, UsageError } from '../../../../errors/errors.ts';
import { FileRefusedError } from '../../../../files/fileRefused.ts';
import { readFileWithin } from '../../../../files/readRegularFile.ts';
import type { BuildProgress } from '../progress/buildProgress.ts';
import { BoundedContext, DEFAULT_CONTEXT_BOUNDS, type ContextBounds } from './contextBounds.ts';
import type { ContextEntry } from './contextEntry.ts';
import { comparePaths } from './contextPath.ts';
import { EntryReader } from './entryReader.ts';
import { FileDigests } from '../files/fileDigests.ts';
import { FolderSnapshot } from '../files/folderSnapshot.ts';
import { readGitCheckout } from './git/gitCheckout.ts';
import { readIgnoreRules, type IgnoreRules } from './ignoreRules.ts';
import { isInstallSetting } from './installSettings.ts';
import { listFolder } from './listFolder.ts';
import { isOnLocalDisk } from '../files/localDisk.ts';
import { ReadingProgress } from '../progress/readingProgress.ts';
import { shellPath } from '../../../../../text/shell/shellWord.ts';

/** What an image is built from. */
export interface BuildContext {
  /** Real path of the folder. */
  readonly root: string;
  /** Whether file calls on it are fast enough to block a thread. */
  readonly isLocal: boolean;
  /** In the order of `comparePaths`: the same on every machine. */
  readonly entries: readonly ContextEntry[];
  /** What was excluded as a secret, although no rule of the project excludes it. */
  readonly secrets: readonly string[];
  /** What the project's `.dockerignore` says. */
  readonly rules: IgnoreRules;
  /** Tells whether all this is still so; missing where a change could go unseen. */
  readonly snapshot?: FolderSnapshot | undefined;
}

export interface ContextReading {
  /** What is known of the files from an earlier reading. */
  readonly digests?: FileDigests | undefined;
  readonly bounds?: ContextBounds | undefined;
  /** Aborts the reading with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Gets the progress, about once a second. */
  readonly onProgress?: ((progress: BuildProgress) => void) | undefined;
  /** Called for each further item, and each piece of a file. */
  readonly onRead?: (() => void) | undefined;
  /** Whether file calls on the folder take no time worth mentioning; found out where it is not given. */
  readonly isLocal?: boolean | undefined;
}

/** Bytes of a file with rules; no hand-written one is larger. */
const MAX_RULES = 1024 * 1024;

/**
 * Reads what goes into a build from a folder: everything that its `.dockerignore` does not exclude, and no secret that
 * it does not name. Symbolic links stay links, wherever they lead, and are never followed, not even if something
 * becomes one while it is read; sockets and devices are left out. What git changed on checkout (line ends, modes,
 * links) is as in the commit, so that one commit is one image wherever it is built.
 *
 * @throws UsageError where there is no such folder, no Dockerfile in it, more than the bounds allow, or something that
 * changes while it is read
 */
export async function readBuildContext(folder: string, reading: ContextReading = {}): Promise<BuildContext> {
  const root = await realpath(folder).catch((error: unknown) => {
    throw new UsageError(`there is no folder ${folder}`, { cause: error });
  });
  try {
    return await readFolder(root, folder, reading);
  } catch (error) {
    reading.signal?.throwIfAborted();
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot read the inmate project: ${toError(error).message}`, { cause: error });
  }
}

async function readFolder(root: string, folder: string, reading: ContextReading): Promise<BuildContext> {
  const { signal, bounds = DEFAULT_CONTEXT_BOUNDS, digests = new FileDigests() } = reading;
  const rules = readIgnoreRules(await readRules(root, signal));
  const isLocal = reading.isLocal ?? (await isOnLocalDisk(root));
  const progress = new ReadingProgress(reading.onProgress, reading.onRead);
  const bounded = new BoundedContext(bounds);
  const options = { rules, isSetting: isInstallSetting, atOnce: isLocal, bounded, progress, signal };
  const [listing, git] = await Promise.all([listFolder(root, options), readGitCheckout(root)]);
  if (!listing.found.some(({ path, type }) => path === 'Dockerfile' && type !== 'directory')) {
    await refuseOddDockerfile(root);
    throw new NoDockerfileError(
      folder,
      `${folder} has no Dockerfile, so it is not an inmate project; make one of it with: hoosegow new ${shellPath(folder, process.platform)}`,
    );
  }
  progress.begin('reading the folder');
  const how = { atOnce: isLocal, signal, onBytes: (bytes: number) => progress.add(0, bytes) };
  const reader = new EntryReader(root, { rules, git, digests, how, onFile: () => progress.add(1, 0) });
  const entries = (await reader.readAll(listing.found)).toSorted(comparePaths);
  const states = reader.states();
  const { folders, secrets } = listing;
  const beside = git?.usedIndex();
  const snapshot =
    states !== undefined && beside !== false
      ? new FolderSnapshot({ folder, root, folders, ...states, beside }, isLocal)
      : undefined;
  return { root, isLocal, entries, secrets: secrets.toSorted(), rules, snapshot };
}

/** Distinguishes a `Dockerfile` that is not a regular file from a missing one. */
async function refuseOddDockerfile(root: string): Promise<void> {
  try {
    await readFileWithin(root, 'Dockerfile', { maxBytes: MAX_RULES });
  } catch (error) {
    if (error instanceof FileRefusedError && error.reason === 'kind') throw error;
  }
}

/** Without a `.dockerignore` there are no rules; one that cannot be read is an error. */
export async function readRules(root: string, signal?: AbortSignal): Promise<string> {
  try {
    return (await readFileWithin(root, '.dockerignore', { maxBytes: MAX_RULES, signal })).bytes.toString('utf8');
  } catch (error) {
    if (error instanceof FileRefusedError && error.reason === 'missing') return '';
    throw error;
  }
}

import { realpath } from 'node:fs/promises';
import { toError, UsageError } from '../../../../errors/errors.ts';
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
import { shellPath } from '../../../../../text/shellWord.ts';

/** What an image is built from. */
export interface BuildContext {
  /** Real path of the folder. */
  readonly root: string;
  /** Whether a look at it takes so little time that a thread may wait for it. */
  readonly isLocal: boolean;
  /** In the order of `comparePaths`: the same on every machine. */
  readonly entries: readonly ContextEntry[];
  /** What was kept out as a secret, although no rule of the project's own keeps it out. */
  readonly secrets: readonly string[];
  /** What the project's `.dockerignore` says. */
  readonly rules: IgnoreRules;
  /** Tells whether it is all still so; missing where a change could go unseen. */
  readonly snapshot?: FolderSnapshot | undefined;
}

export interface ContextReading {
  /** What is known of the files from an earlier reading. */
  readonly digests?: FileDigests | undefined;
  readonly bounds?: ContextBounds | undefined;
  /** Ends the reading with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Told how far it is, about once a second. */
  readonly onProgress?: ((progress: BuildProgress) => void) | undefined;
  /** Called with each further thing, and each piece of a file. */
  readonly onRead?: (() => void) | undefined;
  /** Whether a look at the folder takes no time worth mentioning; found out where it is not said. */
  readonly isLocal?: boolean | undefined;
}

/** Bytes of the rules beyond which nobody has written them. */
const MAX_RULES = 1024 * 1024;

/**
 * Reads what of a folder goes into a build: everything that its `.dockerignore` does not keep out, and no secret that
 * this does not name. Symbolic links are links, wherever they lead, and never followed, also not where something becomes
 * one while it is read; sockets and devices are left out. What git has changed when it checked a file out (line ends,
 * modes, links) is as it is in the commit, so that one commit is one image wherever it is built.
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
    throw new UsageError(
      `${folder} has no Dockerfile, so it is not an inmate project; make one of it with: hoosegow new ${shellPath(folder)}`,
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

/** Something of that name that is not a file is told from nothing. */
async function refuseOddDockerfile(root: string): Promise<void> {
  try {
    await readFileWithin(root, 'Dockerfile', { maxBytes: MAX_RULES });
  } catch (error) {
    if (error instanceof FileRefusedError && error.reason === 'kind') throw error;
  }
}

/** Without such a file there are no rules; where there is one, it is read, or said to be none. */
export async function readRules(root: string, signal?: AbortSignal): Promise<string> {
  try {
    return (await readFileWithin(root, '.dockerignore', { maxBytes: MAX_RULES, signal })).bytes.toString('utf8');
  } catch (error) {
    if (error instanceof FileRefusedError && error.reason === 'missing') return '';
    throw error;
  }
}

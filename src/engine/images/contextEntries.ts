import { realpath } from 'node:fs/promises';
import { toError, UsageError } from '../errors.ts';
import { FileRefusedError } from '../files/fileRefused.ts';
import { readFileWithin } from '../files/readRegularFile.ts';
import type { BuildProgress } from './buildProgress.ts';
import { BoundedContext, DEFAULT_CONTEXT_BOUNDS, type ContextBounds } from './contextBounds.ts';
import { comparePaths, diskPath, keyOf, pathOfBytes, type ContextPath } from './contextPath.ts';
import { readBytes, readContent, type ContextFile, type FileContent, type ReadingOfFile } from './fileContent.ts';
import { FileDigests } from './fileDigests.ts';
import { FolderSnapshot, withSlashes } from './folderSnapshot.ts';
import { readGitCheckout, type GitCheckout } from './gitCheckout.ts';
import type { GitEntry } from './gitIndex.ts';
import { readIgnoreRules, type IgnoreRules } from './ignoreRules.ts';
import { isInstallSetting, publicForm } from './installSettings.ts';
import { blobName, sha256 } from './lineEnds.ts';
import { listFolder, type Listed } from './listFolder.ts';
import { isOnLocalDisk } from './localDisk.ts';
import { Pace } from './pace.ts';
import { ReadingProgress } from './readingProgress.ts';

/** How a file differs in a build from what lies in the folder. */
export type FileForm =
  /** With the line ends of Unix. */
  | 'lf'
  /** Without what is secret in it. */
  | 'public';

/** One thing of a build context. */
export type ContextEntry = ContextPath &
  (
    | { readonly type: 'directory' }
    | {
        readonly type: 'symlink';
        readonly target: string;
        /** The same in bytes, where `target` does not say it all. */
        readonly targetBytes?: Buffer | undefined;
      }
    | {
        readonly type: 'file';
        readonly executable: boolean;
        readonly form?: FileForm | undefined;
        /** In that form. */
        readonly size: number;
        /** SHA-256 of its bytes in that form, hexadecimal. */
        readonly digest: string;
      }
  );

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

/** Files that are read at the same time. */
const READERS = 8;
/** Bytes that the target of a link may have. */
const MAX_TARGET = 4096;
/** Bytes of the rules, and of the settings of a package manager, beyond which nobody has written them. */
const MAX_RULES = 1024 * 1024;
export const MAX_SETTINGS = 1024 * 1024;
const GIT_LINK = 0o120000;
const GIT_EXECUTABLE = 0o100755;

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
      `${folder} has no Dockerfile, so it is no inmate project; make one of it with: hoosegow new ${folder}`,
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

/** Something of that name that is no file is told from nothing. */
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

interface EntryReading {
  readonly rules: IgnoreRules;
  readonly git: GitCheckout | undefined;
  readonly digests: FileDigests;
  readonly how: ReadingOfFile;
  readonly onFile: () => void;
}

/** Reads what was listed, each thing as it goes into the build. */
class EntryReader {
  readonly #root: string;
  readonly #reading: EntryReading;
  readonly #files = new Map<string, string>();
  readonly #links = new Map<string, string>();
  /** Whether a change of what was read could go unseen. */
  #isUncertain = false;

  constructor(root: string, reading: EntryReading) {
    this.#root = root;
    this.#reading = reading;
  }

  async readAll(found: readonly Listed[]): Promise<ContextEntry[]> {
    const entries: ContextEntry[] = [];
    const queue = found[Symbol.iterator]();
    const { how, onFile } = this.#reading;
    const pace = new Pace(how.signal);
    const worker = async () => {
      for (const item of queue) {
        entries.push(await this.#read(item));
        onFile();
        await pace.step();
      }
    };
    await Promise.all(Array.from({ length: how.atOnce ? 1 : READERS }, worker));
    return entries;
  }

  /** What a snapshot needs of all that was read; `undefined` where a change could go unseen. */
  states(): { readonly files: ReadonlyMap<string, string>; readonly links: ReadonlyMap<string, string> } | undefined {
    return this.#isUncertain ? undefined : { files: this.#files, links: this.#links };
  }

  async #read(item: Listed): Promise<ContextEntry> {
    if (item.type === 'directory') return item;
    const { path, bytes } = item;
    const place = bytes === undefined ? { path } : { path, bytes };
    if (item.type === 'symlink') {
      const link: ContextEntry = { type: 'symlink', ...place, ...targetOf(item.target) };
      this.#links.set(path, link.target);
      // Where the rules are a link, they stand elsewhere.
      if (bytes ?? link.targetBytes ?? path === '.dockerignore') this.#isUncertain = true;
      return link;
    }
    const { rules, digests, how } = this.#reading;
    const file = { file: diskPath(this.#root, place), name: path, facts: item.facts };
    const content = await digests.get(keyOf(place), item.facts, () => readContent(file, how));
    const state = digests.stateOf(keyOf(place));
    if (state === undefined || bytes !== undefined) this.#isUncertain = true;
    else this.#files.set(path, state);
    if (isInstallSetting(path) && rules.isSecret(path)) return publicEntry(place, file, how);
    return this.#entryOf(place, file, content);
  }

  async #entryOf(place: ContextPath, file: ContextFile, content: FileContent): Promise<ContextEntry> {
    const { git } = this.#reading;
    const { isScript, lf } = content;
    const isUnsure = (lf !== undefined && !isScript) || git?.keepsModes === false || git?.keepsLinks === false;
    const noted = isUnsure ? await git?.noted(place.path) : undefined;
    if (noted?.mode === GIT_LINK) {
      const link = await this.#readLink(place, file, content, noted);
      if (link) return link;
    }
    // A script with other line ends would not find its interpreter.
    const isLf = lf && (isScript || (noted !== undefined && lf.blobs.includes(noted.blob)));
    const { digest, size } = isLf ? lf : content;
    const keepsModes = git?.keepsModes ?? process.platform !== 'win32';
    const executable = keepsModes ? content.executable : noted ? noted.mode === GIT_EXECUTABLE : isScript;
    return { type: 'file', ...place, executable, size, digest, ...(isLf && { form: 'lf' }) };
  }

  /** Where a disk has no links, git writes a file with the link's target. */
  async #readLink(
    place: ContextPath,
    file: ContextFile,
    { size }: FileContent,
    { blob }: GitEntry,
  ): Promise<ContextEntry | undefined> {
    if (size > MAX_TARGET) return undefined;
    const bytes = await readBytes(file, MAX_TARGET, this.#reading.how);
    const isTarget = [blobName(bytes, 'sha1'), blobName(bytes, 'sha256')].includes(blob);
    return isTarget ? { type: 'symlink', ...place, ...targetOf(bytes) } : undefined;
  }
}

/** There even where nothing of it is public: the install must know that there is something secret to ask for. */
async function publicEntry(place: ContextPath, file: ContextFile, how: ReadingOfFile): Promise<ContextEntry> {
  const text = (await readBytes(file, MAX_SETTINGS, how)).toString('utf8');
  const bytes = Buffer.from(publicForm(place.path, text));
  return { type: 'file', ...place, executable: false, form: 'public', size: bytes.length, digest: sha256(bytes) };
}

function targetOf(target: Buffer): { readonly target: string; readonly targetBytes?: Buffer } {
  const { path, bytes } = pathOfBytes(target);
  return bytes === undefined ? { target: withSlashes(path) } : { target: path, targetBytes: bytes };
}

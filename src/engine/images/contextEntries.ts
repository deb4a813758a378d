import { lstatSync, readlinkSync } from 'node:fs';
import { lstat, readFile, readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { toError, UsageError } from '../errors.ts';
import { comparePaths, diskPath, keyOf, pathOfBytes, type ContextPath } from './contextPath.ts';
import { readContent, readFile as readBytes, type FileContent } from './fileContent.ts';
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

/** Files that are read at the same time. */
const READERS = 8;
/** Bytes that the target of a link may have. */
const MAX_TARGET = 4096;
const GIT_LINK = 0o120000;
const GIT_EXECUTABLE = 0o100755;

/**
 * Reads what of a folder goes into a build: everything that its `.dockerignore` does not keep out, and no secret that
 * this does not name. Symbolic links are links, wherever they lead, and never followed; sockets and devices are left
 * out. What git has changed when it checked a file out (line ends, modes, links) is as it is in the commit, so that one
 * commit is one image wherever it is built. Throws a `UsageError` where there is no such folder, or no Dockerfile in it.
 *
 * @param digests what is known of the files from an earlier reading
 */
export async function readBuildContext(folder: string, digests = new FileDigests()): Promise<BuildContext> {
  const root = await realpath(folder).catch((error: unknown) => {
    throw new UsageError(`there is no folder ${folder}`, { cause: error });
  });
  try {
    return await readFolder(root, folder, digests);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot read the inmate project: ${toError(error).message}`, { cause: error });
  }
}

async function readFolder(root: string, folder: string, digests: FileDigests): Promise<BuildContext> {
  const rules = readIgnoreRules(await readFile(join(root, '.dockerignore'), 'utf8').catch(() => ''));
  const isLocal = await isOnLocalDisk(root);
  const [listing, git] = await Promise.all([listFolder(root, rules, isInstallSetting, isLocal), readGitCheckout(root)]);
  if (!listing.found.some(({ path }) => path === 'Dockerfile')) {
    throw new UsageError(
      `${folder} has no Dockerfile, so it is no inmate project; make one of it with: hoosegow new ${folder}`,
    );
  }
  const reader = new EntryReader(root, rules, git, digests, isLocal);
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

/** Reads what was listed, each thing as it goes into the build. */
class EntryReader {
  readonly #root: string;
  readonly #rules: IgnoreRules;
  readonly #git: GitCheckout | undefined;
  readonly #digests: FileDigests;
  readonly #atOnce: boolean;
  readonly #files = new Map<string, string>();
  readonly #links = new Map<string, string>();
  /** Whether a change of what was read could go unseen. */
  #isUncertain = false;

  constructor(
    root: string,
    rules: IgnoreRules,
    git: GitCheckout | undefined,
    digests: FileDigests,
    /** Whether a look at the disk takes so little time that this thread may wait for it. */
    atOnce: boolean,
  ) {
    this.#root = root;
    this.#rules = rules;
    this.#git = git;
    this.#digests = digests;
    this.#atOnce = atOnce;
  }

  async readAll(found: readonly Listed[]): Promise<ContextEntry[]> {
    const entries: ContextEntry[] = [];
    const queue = found[Symbol.iterator]();
    const pace = new Pace();
    const worker = async () => {
      for (const item of queue) {
        const entry = await this.#read(item);
        if (entry) entries.push(entry);
        await pace.step();
      }
    };
    await Promise.all(Array.from({ length: this.#atOnce ? 1 : READERS }, worker));
    return entries;
  }

  /** What a snapshot needs of all that was read; `undefined` where a change could go unseen. */
  states(): { readonly files: ReadonlyMap<string, string>; readonly links: ReadonlyMap<string, string> } | undefined {
    return this.#isUncertain ? undefined : { files: this.#files, links: this.#links };
  }

  async #read({ type, ...place }: Listed): Promise<ContextEntry | undefined> {
    const file = diskPath(this.#root, place);
    if (type === 'directory') return { type, ...place };
    if (type === 'symlink') {
      const link = {
        type,
        ...place,
        ...targetOf(this.#atOnce ? readlinkSync(file, 'buffer') : await readlink(file, 'buffer')),
      };
      this.#links.set(place.path, link.target);
      // Where the rules are a link, they stand elsewhere.
      if (place.bytes ?? link.targetBytes ?? place.path === '.dockerignore') this.#isUncertain = true;
      return link;
    }
    const stats = this.#atOnce ? lstatSync(file, { bigint: true }) : await lstat(file, { bigint: true });
    const content = await this.#digests.get(keyOf(place), stats, () => readContent(file, stats, this.#atOnce));
    const state = this.#digests.stateOf(keyOf(place));
    if (state === undefined || place.bytes !== undefined) this.#isUncertain = true;
    else this.#files.set(place.path, state);
    if (isInstallSetting(place.path) && this.#rules.isSecret(place.path)) return publicEntry(place, file);
    return this.#entryOf(place, file, content);
  }

  async #entryOf(place: ContextPath, file: string | Buffer, content: FileContent): Promise<ContextEntry> {
    const git = this.#git;
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
    file: string | Buffer,
    { size }: FileContent,
    { blob }: GitEntry,
  ): Promise<ContextEntry | undefined> {
    if (size > MAX_TARGET) return undefined;
    const bytes = await readBytes(file, false);
    const isTarget = [blobName(bytes, 'sha1'), blobName(bytes, 'sha256')].includes(blob);
    return isTarget ? { type: 'symlink', ...place, ...targetOf(bytes) } : undefined;
  }
}

/** There even where nothing of it is public: the install must know that there is something secret to ask for. */
async function publicEntry(place: ContextPath, file: string | Buffer): Promise<ContextEntry> {
  const bytes = Buffer.from(publicForm(place.path, (await readBytes(file, false)).toString('utf8')));
  return { type: 'file', ...place, executable: false, form: 'public', size: bytes.length, digest: sha256(bytes) };
}

function targetOf(target: Buffer): { readonly target: string; readonly targetBytes?: Buffer } {
  const { path, bytes } = pathOfBytes(target);
  return bytes === undefined ? { target: withSlashes(path) } : { target: path, targetBytes: bytes };
}

import { diskPath, keyOf, pathOfBytes, type ContextPath } from './contextPath.ts';
import type { ContextEntry } from './contextEntry.ts';
import {
  readBytes,
  readContent,
  type ContextFile,
  type FileContent,
  type ReadingOfFile,
} from '../files/fileContent.ts';
import type { FileDigests } from '../files/fileDigests.ts';
import { withSlashes } from '../files/folderSnapshot.ts';
import type { GitCheckout } from './git/gitCheckout.ts';
import type { GitEntry } from './git/gitIndex.ts';
import type { IgnoreRules } from './ignoreRules.ts';
import { isInstallSetting, publicForm } from './installSettings.ts';
import { blobName, sha256 } from '../files/lineEnds.ts';
import type { Listed } from './listFolder.ts';
import { Pace } from '../progress/pace.ts';

/** Files that are read in parallel. */
const READERS = 8;
/** Maximum bytes of a link's target. */
const MAX_TARGET = 4096;
/** Maximum bytes of a package manager's settings; no hand-written file is larger. */
export const MAX_SETTINGS = 1024 * 1024;
const GIT_LINK = 0o120000;
const GIT_EXECUTABLE = 0o100755;

export interface EntryReading {
  readonly rules: IgnoreRules;
  readonly git: GitCheckout | undefined;
  readonly digests: FileDigests;
  readonly how: ReadingOfFile;
  readonly onFile: () => void;
}

/** Reads the listed items, each in the form in which it goes into the build. */
export class EntryReader {
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
      // If `.dockerignore` is a link, the rules are elsewhere.
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
    // With other line ends, a script would not find its interpreter.
    const isLf = lf && (isScript || (noted !== undefined && lf.blobs.includes(noted.blob)));
    const { digest, size } = isLf ? lf : content;
    const keepsModes = git?.keepsModes ?? process.platform !== 'win32';
    const executable = keepsModes ? content.executable : noted ? noted.mode === GIT_EXECUTABLE : isScript;
    return { type: 'file', ...place, executable, size, digest, ...(isLf && { form: 'lf' }) };
  }

  /** On a disk without links, git writes a file with the link's target. */
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

/** The file exists even if nothing in it is public: the install must know that there are secrets to ask for. */
async function publicEntry(place: ContextPath, file: ContextFile, how: ReadingOfFile): Promise<ContextEntry> {
  const text = (await readBytes(file, MAX_SETTINGS, how)).toString('utf8');
  const bytes = Buffer.from(publicForm(place.path, text));
  return { type: 'file', ...place, executable: false, form: 'public', size: bytes.length, digest: sha256(bytes) };
}

function targetOf(target: Buffer): { readonly target: string; readonly targetBytes?: Buffer } {
  const { path, bytes } = pathOfBytes(target);
  return bytes === undefined ? { target: withSlashes(path) } : { target: path, targetBytes: bytes };
}

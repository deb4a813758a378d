import { randomBytes } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { messageOf } from '../../../wire/thrown.ts';
import type { HistoryBounds } from '../../settings/engineSettings.ts';
import { beyondBounds } from './historyBounds.ts';
import type { HistoryEntry, StoredEntry } from './historyEntry.ts';
import { factsFile, idOf, makeFolder, markFile, readFacts, RECORDING, writeFacts } from './historyFiles.ts';
import { isMarkAlive, removeMark, setMark } from './runningMark.ts';

/** What is known of how a dispatch ends while it runs. */
const RUNNING = { state: 'running', outcome: '', preview: '', duration: null, bytes: 0 } as const;

/** How a dispatch ended. */
export type HistoryResult = Pick<StoredEntry, 'state' | 'outcome' | 'preview' | 'duration'>;

export interface HistoryOptions {
  /** Folder of the recordings; created with the first one. */
  readonly dir: string;
  readonly bounds: () => HistoryBounds;
  /** Reads an entry from the recording itself, when the file beside it is missing. */
  readonly describe: (recording: string) => Promise<StoredEntry>;
  /** @param isTold whether only the size of a recording has changed: how its dispatch ended was told before */
  readonly onChange: (isTold: boolean) => void;
  /** Recordings were deleted, here or by another window. */
  readonly onRemoved?: (recordings: readonly string[]) => void;
  readonly warn: (text: string) => void;
}

/**
 * The dispatches of a workspace: a recording each, with a file beside it that holds what the list shows, so that the
 * list need not read recordings. Another window may use the same folder: `sync` takes in what it did.
 */
export class History {
  readonly #options: HistoryOptions;
  #entries: readonly HistoryEntry[] = [];
  #loading: Promise<void> | undefined;
  /** The recordings that this window is writing, each until its mark is there. */
  readonly #own = new Map<string, Promise<void>>();

  constructor(options: HistoryOptions) {
    this.#options = options;
  }

  /** Folder of the recordings. */
  get dir(): string {
    return this.#options.dir;
  }

  /** Newest first. */
  get entries(): readonly HistoryEntry[] {
    return this.#entries;
  }

  find(recording: string): HistoryEntry | undefined {
    return this.#entries.find((entry) => entry.path === recording);
  }

  /** The last dispatch of a method that has ended. */
  lastOf(inmateDir: string, method: string): HistoryEntry | undefined {
    return this.#entries.find((entry) => {
      return entry.inmateDir === inmateDir && entry.method === method && entry.state !== 'running';
    });
  }

  /** The dispatch of the same method before this one. */
  before(recording: string): HistoryEntry | undefined {
    const at = this.#entries.findIndex((entry) => entry.path === recording);
    const shown = this.#entries[at];
    return this.#entries.find((entry, i) => {
      const isSame = entry.inmateDir === shown?.inmateDir && entry.method === shown?.method;
      return i > at && isSame && entry.state !== 'running';
    });
  }

  /** The newest dispatch of an inmate. */
  newestOf(inmateDir: string): HistoryEntry | undefined {
    return this.#entries.find((entry) => entry.inmateDir === inmateDir);
  }

  /** Resolves when the entries of earlier sessions are known. */
  ready(): Promise<void> {
    return (this.#loading ??= this.load());
  }

  /** Reads the entries of earlier sessions. */
  async load(): Promise<void> {
    const names = await this.#files();
    const recordings = names.filter((name) => name.endsWith(RECORDING));
    const known = new Set(this.#entries.map((entry) => entry.path));
    const loaded: HistoryEntry[] = [];
    for (const name of recordings) {
      const recording = path.join(this.#options.dir, name);
      if (known.has(recording)) continue;
      const entry = await this.#read(recording).catch((error: unknown) => {
        this.#options.warn(`the history leaves out ${name}: ${messageOf(error)}`);
        return undefined;
      });
      if (entry) loaded.push(entry);
    }
    this.#set([...this.#entries, ...loaded].toSorted(newestFirst));
    await this.enforceBounds();
  }

  /**
   * Takes in what other windows have begun, ended and deleted.
   *
   * @param names of the files that have changed; `undefined`: any may have
   */
  async sync(names: ReadonlySet<string> | undefined): Promise<void> {
    if (!names) {
      await this.sync(new Set([...(await this.#files()), ...this.#entries.map(({ id }) => id + RECORDING)]));
      return;
    }
    for (const id of new Set(Array.from(names, idOf))) if (id !== '') await this.#syncOne(id);
    await this.enforceBounds();
  }

  async #syncOne(id: string): Promise<void> {
    const recording = path.join(this.#options.dir, id + RECORDING);
    const known = this.find(recording);
    if (this.#own.has(recording)) return;
    const there = await stat(recording).catch(() => undefined);
    if (!there) {
      if (known) this.#drop([recording]);
      return;
    }
    const kept = await readFacts(recording);
    // A file that is being written has no facts yet, and one whose facts say another size is still growing.
    if (kept?.bytes === there.size) this.#put(recording, kept, false);
    else if (known?.state !== 'running' && (await isMarkAlive(markFile(recording)))) {
      const facts = await this.#options.describe(recording).catch(() => undefined);
      if (facts && !this.#own.has(recording)) {
        this.#put(recording, { ...facts, ...RUNNING }, true);
      }
    }
  }

  /** Path for a new recording. */
  async newRecording(method: string, now = new Date()): Promise<string> {
    await makeFolder(this.#options.dir);
    const name = method.replace(/[^A-Za-z0-9_$-]/g, '_').slice(0, 60);
    const time = now.toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
    return path.join(this.#options.dir, `${name}-${time}-${randomBytes(2).toString('hex')}${RECORDING}`);
  }

  /** Adds a dispatch that has just begun. */
  begin(recording: string, facts: Pick<StoredEntry, 'method' | 'inmateDir' | 'args' | 'startedAt'>): void {
    const entry: StoredEntry = { ...facts, ...RUNNING, pinned: false };
    const marked = setMark(markFile(recording)).catch((error: unknown) => this.#options.warn(messageOf(error)));
    this.#own.set(recording, marked);
    this.#put(recording, entry, true);
  }

  /** Notes what a dispatch answered; its recording is not whole yet, and `end` may say otherwise. */
  answer(recording: string, result: HistoryResult): void {
    const begun = this.find(recording);
    if (begun) this.#put(recording, { ...storedOf(begun), ...result }, true);
  }

  /** Stores how a dispatch ended, then removes entries beyond the bounds. */
  async end(recording: string, result: HistoryResult): Promise<void> {
    const begun = this.find(recording);
    if (!begun) return;
    const { size } = await stat(recording).catch(() => ({ size: 0 }));
    const entry: StoredEntry = { ...storedOf(begun), ...result, bytes: size };
    const isTold =
      begun.state === result.state && begun.outcome === result.outcome && begun.duration === result.duration;
    this.#put(recording, entry, false, isTold);
    await writeFacts(recording, entry, this.#options.warn);
    await this.#own.get(recording);
    this.#own.delete(recording);
    await removeMark(markFile(recording)).catch((error: unknown) => this.#options.warn(messageOf(error)));
    await this.enforceBounds();
  }

  async remove(entries: readonly HistoryEntry[]): Promise<void> {
    for (const entry of entries) {
      await rm(entry.path, { force: true });
      await rm(factsFile(entry.path), { force: true });
      await removeMark(markFile(entry.path));
    }
    this.#drop(entries.map((entry) => entry.path));
  }

  /** Keeps dispatches on top of the list and whatever the bounds are, or no longer. */
  async pin(entries: readonly HistoryEntry[], pinned: boolean): Promise<void> {
    for (const { path: recording } of entries) {
      const known = this.find(recording);
      if (!known || known.pinned === pinned) continue;
      const facts = { ...storedOf(known), pinned };
      this.#put(recording, facts, known.isOpen);
      // What is still written is stored when it ends.
      if (!known.isOpen) await writeFacts(recording, facts, this.#options.warn);
    }
    if (!pinned) await this.enforceBounds();
  }

  async enforceBounds(): Promise<void> {
    const excess = beyondBounds(this.#entries, this.#options.bounds());
    if (excess.length > 0) await this.remove(excess);
  }

  #drop(recordings: readonly string[]): void {
    const gone = new Set(recordings);
    this.#set(this.#entries.filter((entry) => !gone.has(entry.path)));
    this.#options.onRemoved?.(recordings);
  }

  async #files(): Promise<string[]> {
    return readdir(this.#options.dir).catch(() => []);
  }

  #put(recording: string, facts: StoredEntry, isOpen: boolean, isTold = false): void {
    const entry = { ...facts, id: path.basename(recording, RECORDING), path: recording, isOpen };
    this.#set([...this.#entries.filter((known) => known.path !== recording), entry].toSorted(newestFirst), isTold);
  }

  #set(entries: readonly HistoryEntry[], isTold = false): void {
    this.#entries = entries;
    this.#options.onChange(isTold);
  }

  async #read(recording: string): Promise<HistoryEntry> {
    const { size } = await stat(recording);
    const kept = await readFacts(recording);
    const facts = kept?.bytes === size ? kept : await this.#options.describe(recording);
    const mark = markFile(recording);
    // Another window is still writing it, and keeps the facts.
    const isRunning = kept?.bytes !== size && (await isMarkAlive(mark));
    if (!isRunning && kept?.bytes !== size) await writeFacts(recording, facts, this.#options.warn);
    if (!isRunning) await removeMark(mark);
    const running = isRunning ? RUNNING : {};
    return { ...facts, ...running, id: path.basename(recording, RECORDING), path: recording, isOpen: isRunning };
  }
}

function storedOf({ id: _id, path: _path, isOpen: _isOpen, ...stored }: HistoryEntry): StoredEntry {
  return stored;
}

function newestFirst(a: HistoryEntry, b: HistoryEntry): number {
  if (a.startedAt !== b.startedAt) return a.startedAt > b.startedAt ? -1 : 1;
  return a.id > b.id ? -1 : 1;
}

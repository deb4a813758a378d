import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BaseImage } from '../../../../../recording/event.ts';
import { isRecord } from '../../../../../text/isRecord.ts';
import { userDataDir } from '../../sweep/machineId.ts';
import { ourImageHash } from './imageNames.ts';

/** Milliseconds in which one process marks an image only once. */
const MARK_PAUSE = 60_000;
/** Milliseconds after which a mark that was not renewed expires. */
const MAX_AGE = 90 * 24 * 3_600_000;
/** Milliseconds after which a process looks again for marks that have expired. */
const EXPIRY_PAUSE = 3_600_000;
/** Maximum length of a mark that is read. */
const MAX_BYTES = 4096;

/** What a build found out about an image, and the daemon does not keep. */
export interface ImageNote {
  /** Id of the image that it is about; another image of the same name may have come since. */
  readonly id: string;
  readonly base: BaseImage;
}

/**
 * Records for every process of this user when an image was last used: one small file for each image in the user's data
 * folder, whose time of change counts. The daemon keeps no such time. An image is marked before it is looked up, so
 * that a process that removes images at that moment sees that it is needed. Where no file can be written, nothing is
 * marked: a missing image is built again when it is needed.
 */
export class UseMarks {
  readonly #folder: string;
  readonly #marked = new Map<string, number>();
  #expiredAt = Number.NEGATIVE_INFINITY;

  constructor(folder: string = join(userDataDir(), 'images')) {
    this.#folder = folder;
  }

  /** Marks an image as used now; names that the user gave are not marked. Never rejects. */
  async use(name: string): Promise<void> {
    const file = this.#fileOf(name);
    const now = performance.now();
    if (file === undefined || now - (this.#marked.get(name) ?? -Infinity) < MARK_PAUSE) return;
    this.#marked.set(name, now);
    const time = new Date();
    await utimes(file, time, time)
      // Appends, so as not to truncate a note that another process may be writing.
      .catch(() => this.#write(file, '', 'a'))
      .catch(() => undefined);
  }

  /** When an image was last marked, in milliseconds since 1970 by this machine's clock. */
  async lastUse(name: string): Promise<number | undefined> {
    const file = this.#fileOf(name);
    return file === undefined ? undefined : timeOf(file);
  }

  /** Keeps what a build has found out. Never rejects. */
  async note(name: string, note: ImageNote): Promise<void> {
    const file = this.#fileOf(name);
    if (file !== undefined) await this.#write(file, JSON.stringify(note)).catch(() => undefined);
  }

  /** What was kept of an image of that name and id. */
  async noteOf(name: string, id: string): Promise<ImageNote | undefined> {
    const file = this.#fileOf(name);
    const text = file === undefined ? '' : await readFile(file, 'utf8').catch(() => '');
    if (text === '' || text.length > MAX_BYTES) return undefined;
    const note = parse(text);
    const base = isRecord(note) && note['id'] === id ? note['base'] : undefined;
    if (!isRecord(base) || typeof base['name'] !== 'string' || typeof base['digest'] !== 'string') return undefined;
    return { id, base: { name: base['name'], digest: base['digest'] } };
  }

  /** Forgets images that are gone, and marks older than 90 days. Never rejects. */
  async forget(names: readonly string[]): Promise<void> {
    for (const name of names) {
      const file = this.#fileOf(name);
      this.#marked.delete(name);
      if (file !== undefined) await rm(file, { force: true }).catch(() => undefined);
    }
    const now = performance.now();
    if (now - this.#expiredAt < EXPIRY_PAUSE) return;
    this.#expiredAt = now;
    for (const file of await readdir(this.#folder).catch(() => [])) {
      if (!/^[0-9a-f]{64}$/.test(file)) continue;
      const path = join(this.#folder, file);
      const time = await timeOf(path);
      if (time !== undefined && Date.now() - time > MAX_AGE) await rm(path, { force: true }).catch(() => undefined);
    }
  }

  #fileOf(name: string): string | undefined {
    const hash = ourImageHash(name);
    return hash === undefined ? undefined : join(this.#folder, hash);
  }

  async #write(file: string, text: string, flag: 'a' | 'w' = 'w'): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await writeFile(file, text, { flag });
  }
}

async function timeOf(file: string): Promise<number | undefined> {
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

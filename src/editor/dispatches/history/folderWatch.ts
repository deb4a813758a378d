import { watch, type FSWatcher } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import type { Disposable } from '../../app/lifetime.ts';

/** Milliseconds in which changes are gathered. */
const GATHER = 50;

/**
 * Tells which files of a folder have changed, whichever process changed them; `undefined` where the system does not say
 * which. A folder that cannot be watched is not: then each window knows its own changes.
 */
export class FolderWatch implements Disposable {
  readonly #changed: (names: ReadonlySet<string> | undefined) => void;
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;
  #names: Set<string> | undefined = new Set();
  #ended = false;
  /** Resolves when changes are noticed from now on, or never will be. */
  readonly ready: Promise<void>;

  constructor(dir: string, changed: (names: ReadonlySet<string> | undefined) => void) {
    this.#changed = changed;
    this.ready = this.#begin(dir);
  }

  dispose(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#watcher?.close();
  }

  async #begin(dir: string): Promise<void> {
    try {
      await mkdir(dir, { recursive: true });
      if (this.#ended) return;
      this.#watcher = watch(dir, { persistent: false }, (_, name) => this.#note(name));
      this.#watcher.on('error', () => this.#watcher?.close());
    } catch {
      // The first recording tells why the folder cannot be made.
    }
  }

  #note(name: string | null): void {
    if (name === null) this.#names = undefined;
    else this.#names?.add(name);
    this.#timer ??= setTimeout(() => {
      const names = this.#names;
      this.#timer = undefined;
      this.#names = new Set();
      this.#changed(names);
    }, GATHER);
  }
}

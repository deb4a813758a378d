import { watch as watchFolder, type FSWatcher } from 'node:fs';
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { changesBetween, readFolderState, type FolderState } from '../engine/index.ts';
import { interruptible, INTERRUPTED } from './interrupt.ts';
import type { Output } from './output/output.ts';
import { reportError, reportLine } from './output/report.ts';

/** Milliseconds without another change after which a change is taken to be complete. */
const SETTLE = 100;
/** Milliseconds after which a call is made all the same if a file never stops changing, such as a log. */
const PATIENCE = 5000;
/** Milliseconds between two checks where a folder cannot be watched. */
const POLL = 1000;
/** Changed files that are listed. */
const MAX_NAMED = 3;

/**
 * Calls again whenever an inmate's folder changes, until it is interrupted. Files that are kept out of the image do not
 * count. The folder is read before each call, so that a change during one is not lost even if the system reports none.
 *
 * @param written file that a call writes, which would cause another call
 * @returns the exit status
 */
export async function watchRuns(
  folder: string,
  stderr: Output,
  call: () => Promise<number>,
  written?: string,
): Promise<number> {
  const except = new Set(written === undefined ? [] : [await placeOf(written)]);
  return interruptible([], async (signal) => {
    for (let known: readonly string[] = []; ;) {
      const before = await lookAt(folder, except);
      using changes = new Changes(before.folders);
      await call().catch(async (error: unknown) => reportError(stderr, error));
      if (signal.aborted) return INTERRUPTED;
      await reportLine(stderr, `waiting for changes of ${folder}; Ctrl+C ends it`);
      const changed = await nextChange(before, changes, async () => lookAt(folder, except), known, signal);
      if (changed === undefined) return INTERRUPTED;
      await stderr.write('\n');
      await reportLine(stderr, `changed: ${namesOf(changed.files)}; calling it again`);
      if (isBeyond(changed.restless, known)) await reportLine(stderr, restlessHint(changed.restless));
      known = changed.restless;
    }
  });
}

function namesOf(files: readonly string[]): string {
  const more = files.length > MAX_NAMED ? ` and ${files.length - MAX_NAMED} more` : '';
  return `${files.slice(0, MAX_NAMED).join(', ')}${more}`;
}

function restlessHint(files: readonly string[]): string {
  const keep = files.length === 1 ? 'keeps' : 'keep';
  return `${namesOf(files)} ${keep} changing, and the end of it is not waited for any more; what .dockerignore names is not watched`;
}

function isBeyond(files: readonly string[], known: readonly string[]): boolean {
  return files.some((file) => !known.includes(file));
}

/** The path as a listing of its folder names it, with links resolved. */
async function placeOf(file: string): Promise<string> {
  const folder = path.dirname(path.resolve(file));
  return path.join(await realpath(folder).catch(() => folder), path.basename(file));
}

/** A folder that cannot be listed for now, for example while it is being replaced, counts as empty. */
async function lookAt(folder: string, except: ReadonlySet<string>): Promise<FolderState> {
  return readFolderState(folder, except).catch(() => ({ facts: new Map(), folders: [] }));
}

interface Changed {
  readonly files: readonly string[];
  /** Files that were still changing when the call was made all the same. */
  readonly restless: readonly string[];
}

/**
 * @param known what was restless the last time: while nothing else changes, this waits until it has settled
 * @returns what has changed, once it has settled or took too long; `undefined` if interrupted before
 */
async function nextChange(
  before: FolderState,
  changes: Changes,
  look: () => Promise<FolderState>,
  known: readonly string[],
  signal: AbortSignal,
): Promise<Changed | undefined> {
  for (;;) {
    const heard = changes.next(signal);
    let now = await look();
    if (changesBetween(before, now).length > 0) {
      const giveUp = performance.now() + PATIENCE;
      let restless: readonly string[];
      do {
        await pause(SETTLE);
        const then = now;
        now = await look();
        restless = changesBetween(then, now);
      } while (isBeyond(restless, known) && performance.now() < giveUp && !signal.aborted);
      const files = changesBetween(before, now);
      if (signal.aborted) return undefined;
      if (isBeyond(files, restless.length === 0 ? [] : known)) return { files, restless };
    }
    await heard;
    if (signal.aborted) return undefined;
  }
}

/** Reports that something happened in any of some folders; reporting too often does no harm. */
class Changes {
  readonly #watchers: FSWatcher[] = [];
  #isPolled = false;
  #wake: (() => void) | undefined;

  constructor(folders: readonly string[]) {
    if (folders.length === 0) this.#isPolled = true;
    for (const folder of folders) {
      try {
        const watcher = watchFolder(folder, () => this.#wake?.());
        watcher.on('error', () => this.#poll());
        this.#watchers.push(watcher);
      } catch {
        // The number of watches is limited by the system.
        this.#poll();
        return;
      }
    }
  }

  /** Resolves at the next sign of a change after this call, and when the signal is aborted. */
  async next(signal: AbortSignal): Promise<void> {
    const heard = new Promise<void>((resolve) => (this.#wake = resolve));
    const stop = (): void => this.#wake?.();
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    const timer = this.#isPolled ? setTimeout(stop, POLL) : undefined;
    await heard;
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }

  [Symbol.dispose](): void {
    for (const watcher of this.#watchers) watcher.close();
  }

  #poll(): void {
    this.#isPolled = true;
    this.#wake?.();
  }
}

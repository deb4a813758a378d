import { watch as watchFolder, type FSWatcher } from 'node:fs';
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { changesBetween, readFolderState, type FolderState } from '../engine/index.ts';
import { interruptible, INTERRUPTED } from './interrupt.ts';
import type { Output } from './output.ts';
import { reportError, reportLine } from './output/report.ts';

/** Milliseconds without a further change after which a change is taken to be complete. */
const SETTLE = 100;
/** Milliseconds after which it is called all the same where something never stops changing, such as a log. */
const PATIENCE = 5000;
/** Milliseconds between two looks where a folder cannot be watched. */
const POLL = 1000;
/** Changed files that are named. */
const MAX_NAMED = 3;

/**
 * Calls again whenever an inmate's folder changes, until it is interrupted. What is kept out of the image does not
 * count. The folder is looked at before each call, so that a change during one is not lost, whatever the system tells.
 *
 * @param written file that a call writes, which would call for another one
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

/** As the folder's own listing would name it, through links. */
async function placeOf(file: string): Promise<string> {
  const folder = path.dirname(path.resolve(file));
  return path.join(await realpath(folder).catch(() => folder), path.basename(file));
}

/** A folder that cannot be listed for now, as while it is being replaced, is empty. */
async function lookAt(folder: string, except: ReadonlySet<string>): Promise<FolderState> {
  return readFolderState(folder, except).catch(() => ({ facts: new Map(), folders: [] }));
}

interface Changed {
  readonly files: readonly string[];
  /** Those that were still changing when it was called all the same. */
  readonly restless: readonly string[];
}

/**
 * @param known what was restless the last time: as long as nothing else changes, its end is what is waited for
 * @returns what has changed, once no more does, or for too long; `undefined` where it was interrupted before
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

/** Tells that something happened in any of some folders; that it tells too often does no harm. */
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
        // The system has only so many watches to give.
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

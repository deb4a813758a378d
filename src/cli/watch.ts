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
    for (;;) {
      const before = await lookAt(folder, except);
      using changes = new Changes(before.folders);
      await call().catch(async (error: unknown) => reportError(stderr, error));
      if (signal.aborted) return INTERRUPTED;
      await reportLine(stderr, `waiting for changes of ${folder}; Ctrl+C ends it`);
      const changed = await nextChange(before, changes, async () => lookAt(folder, except), signal);
      if (changed === undefined) return INTERRUPTED;
      const more = changed.length > MAX_NAMED ? ` and ${changed.length - MAX_NAMED} more` : '';
      await stderr.write('\n');
      await reportLine(stderr, `changed: ${changed.slice(0, MAX_NAMED).join(', ')}${more}; calling it again`);
    }
  });
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

/** @returns what has changed, once no more does; `undefined` where it was interrupted before */
async function nextChange(
  before: FolderState,
  changes: Changes,
  look: () => Promise<FolderState>,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  for (;;) {
    const heard = changes.next(signal);
    let now = await look();
    if (changesBetween(before, now).length > 0) {
      for (let then = before; changesBetween(then, now).length > 0 && !signal.aborted;) {
        await pause(SETTLE);
        [then, now] = [now, await look()];
      }
      const changed = changesBetween(before, now);
      if (signal.aborted) return undefined;
      if (changed.length > 0) return changed;
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

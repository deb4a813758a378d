import type { BuildProgress } from './buildProgress.ts';
import { bytesText, countText } from '../context/contextBounds.ts';

/** Milliseconds between two reports. */
const INTERVAL = 1000;

/** Reports the progress of reading a folder, where that takes long. */
export class ReadingProgress {
  readonly #emit: ((progress: BuildProgress) => void) | undefined;
  readonly #onStep: (() => void) | undefined;
  readonly #interval: number;
  #last = performance.now();
  #files = 0;
  #bytes = 0;
  #task = 'looking through the folder';

  /**
   * @param onStep called with each step, even if nothing is reported
   * @param interval in milliseconds, also before the first report
   */
  constructor(emit?: (progress: BuildProgress) => void, onStep?: () => void, interval = INTERVAL) {
    this.#emit = emit;
    this.#onStep = onStep;
    this.#interval = interval;
  }

  /** Sets the current task. */
  begin(task: string): void {
    this.#task = task;
    this.#files = 0;
    this.#bytes = 0;
  }

  add(files: number, bytes: number): void {
    this.#onStep?.();
    this.#files += files;
    this.#bytes += bytes;
    const now = performance.now();
    if (now - this.#last < this.#interval) return;
    this.#last = now;
    this.#emit?.({ text: `${this.#task}: ${countText(this.#files)} files, ${bytesText(this.#bytes)}\n` });
  }
}

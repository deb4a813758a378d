import { fstatSync } from 'node:fs';
import { SharedFile } from './sharedFile.ts';
import type { RecordingSource } from './recordingSource.ts';

/** A recording in a file that is not followed: open only while it is read, and as long as it was when it was opened. */
export class FinishedFile implements RecordingSource {
  readonly ended = true;
  readonly #file: SharedFile;
  #size = 0;

  constructor(path: string) {
    this.#file = SharedFile.open(path);
  }

  get name(): string {
    return this.#file.name;
  }

  get size(): number {
    return this.#size;
  }

  onGrowth(): () => void {
    return () => undefined;
  }

  acquire(): number {
    const fd = this.#file.acquire();
    this.#size = fstatSync(fd).size;
    return fd;
  }

  release(): void {
    this.#file.release();
  }
}

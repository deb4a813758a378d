import { fstatSync } from 'node:fs';
import { RecordingFile } from './recordingFile.ts';
import type { RecordingSource } from './recordingSource.ts';

/** A recording in a file as it is: open only while it is read, and as long as it was when it was opened. */
export class StoredFile implements RecordingSource {
  readonly ended = true;
  readonly #file: RecordingFile;
  #size = 0;

  constructor(path: string) {
    this.#file = RecordingFile.open(path);
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

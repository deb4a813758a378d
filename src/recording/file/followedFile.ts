import { fstatSync, readSync } from 'node:fs';
import { decodeRecordHeader, FILE_HEADER_BYTES, RECORD_HEADER_BYTES } from './format.ts';
import { SharedFile } from './sharedFile.ts';
import type { RecordingSource } from './recordingSource.ts';

/** Milliseconds between two checks of a file that another process may be writing. */
const LOOK_INTERVAL = 100;

/**
 * A recording in a file that another process may still be writing. It ends with its outcome, or where it is damaged. A
 * writer that died before leaves a file that might grow for ever. The file is checked only while a reader waits.
 */
export class FollowedFile implements RecordingSource {
  readonly #file: SharedFile;
  readonly #listeners = new Set<() => void>();
  /** Bytes of the whole records found so far. */
  #size = FILE_HEADER_BYTES;
  #ended = false;
  #looking: NodeJS.Timeout | undefined;

  constructor(path: string) {
    this.#file = SharedFile.open(path);
  }

  get name(): string {
    return this.#file.name;
  }

  get size(): number {
    return this.#size;
  }

  get ended(): boolean {
    return this.#ended;
  }

  onGrowth(listener: () => void): () => void {
    this.#listeners.add(listener);
    this.#looking ??= setInterval(() => this.#look(), LOOK_INTERVAL);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      clearInterval(this.#looking);
      this.#looking = undefined;
    };
  }

  acquire(): number {
    const fd = this.#file.acquire();
    try {
      this.#advance(fd);
    } catch {
      // Further reads meet the same failure, and report it.
      this.#ended = true;
    }
    return fd;
  }

  release(): void {
    this.#file.release();
  }

  /** Called only while a reader listens. */
  #look(): void {
    const before = this.#size;
    this.acquire();
    this.release();
    if (this.#size > before || this.#ended) for (const listener of this.#listeners) listener();
  }

  /** Skips the whole records that have come. */
  #advance(fd: number): void {
    const bytes = fstatSync(fd).size;
    // A file that has become shorter holds nothing more of this recording.
    if (bytes < this.#size) this.#ended = true;
    const header = new DataView(new ArrayBuffer(RECORD_HEADER_BYTES));
    while (!this.#ended && this.#size + RECORD_HEADER_BYTES <= bytes) {
      readSync(fd, header, 0, RECORD_HEADER_BYTES, this.#size);
      const found = decodeRecordHeader(header, 0);
      if (typeof found === 'string') {
        // A reader finds the same damage.
        this.#size = bytes;
        this.#ended = true;
        return;
      }
      const end = this.#size + RECORD_HEADER_BYTES + found.length;
      if (end > bytes) return;
      this.#size = end;
      this.#ended = found.kind === 'outcome';
    }
  }
}

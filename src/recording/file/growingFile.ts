import { cannotWrite, RecordingError } from '../errors.ts';
import type { SharedFile } from './sharedFile.ts';
import type { RecordingSource } from './recordingSource.ts';

/**
 * A file that grows record by record and can be read meanwhile.
 *
 * It is written synchronously, by design: nothing queues up in memory although the connection that the bytes come from
 * is never paused, and what has arrived survives a crash of this process.
 */
export class GrowingFile implements RecordingSource {
  readonly #file: SharedFile;
  readonly #listeners = new Set<() => void>();
  #size = 0;
  #ended = false;
  #failure: RecordingError | undefined;

  constructor(file: SharedFile) {
    this.#file = file;
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

  /**
   * Writes whole records.
   *
   * @throws RecordingError where they cannot be written; and from then on always, so that the file has no gap
   */
  append(buffers: readonly Uint8Array[]): void {
    if (this.#failure) throw this.#failure;
    if (this.#ended) throw new RecordingError(`the recording ${this.name} is finished; nothing can be added`);
    try {
      this.#size += this.#file.write(buffers, this.#size);
    } catch (error) {
      this.#failure = cannotWrite(this.name, error);
      this.#ended = true;
      throw this.#failure;
    } finally {
      this.#tellReaders();
    }
  }

  /** Nothing will be added. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#tellReaders();
  }

  /** The writer is done with the file; active readers keep it open until they are done. */
  close(): void {
    this.end();
    this.#file.close();
  }

  /** The writer is done, but readers may still come: see `SharedFile.rest`. */
  rest(): void {
    this.end();
    this.#file.rest();
  }

  onGrowth(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  acquire(): number {
    return this.#file.acquire();
  }

  release(): void {
    this.#file.release();
  }

  #tellReaders(): void {
    for (const listener of this.#listeners) listener();
  }
}

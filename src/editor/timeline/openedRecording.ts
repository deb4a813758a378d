import type { Disposable } from '../app/lifetime.ts';
import type { OpenRecording } from './recordingAccess.ts';

/** A recording that several may ask for. One that could not be opened is opened anew for the next of them. */
export class OpenedRecording implements Disposable {
  readonly #open: () => Promise<OpenRecording>;
  #opened: Promise<OpenRecording>;
  #hasFailed = false;
  #isLeft = false;

  /** @param open called at once, and after each failure */
  constructor(open: () => Promise<OpenRecording>) {
    this.#open = open;
    this.#opened = this.#watched(open());
  }

  /** Whether it could not be opened. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  get(): Promise<OpenRecording> {
    if (this.#hasFailed && !this.#isLeft) {
      this.#hasFailed = false;
      this.#opened = this.#watched(this.#open());
    }
    return this.#opened;
  }

  dispose(): void {
    this.#isLeft = true;
    void this.#opened.then(
      (open) => open.dispose(),
      () => undefined,
    );
  }

  #watched(opened: Promise<OpenRecording>): Promise<OpenRecording> {
    opened.catch(() => (this.#hasFailed = true));
    return opened;
  }
}

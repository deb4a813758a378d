import type { Detail } from '../../src/protocol/protocol.ts';
import { Latest } from '../model/latest.ts';

/** The detail of the selected frame, which comes a while after its selection. */
export class DetailFeed {
  readonly #latest = new Latest();
  readonly #ask: (row: number) => Promise<Detail>;
  readonly #selected: () => number | null;
  readonly #loaded: () => void;
  #last: Detail | undefined;

  constructor(ask: (row: number) => Promise<Detail>, selected: () => number | null, loaded: () => void) {
    this.#ask = ask;
    this.#selected = selected;
    this.#loaded = loaded;
  }

  /** The one that came last, perhaps of the frame that was selected before. */
  get last(): Detail | undefined {
    return this.#last;
  }

  /** The detail of a frame, if it has come. */
  of(row: number | null): Detail | undefined {
    return this.#last?.row === row ? this.#last : undefined;
  }

  /** Loads the detail of the selected frame; of several the last one counts. */
  load(row: number): void {
    this.#latest.run(async () => {
      // A frame never changes: drawing it anew would only take the focus from who is in it.
      if (this.#selected() !== row || this.#last?.row === row) return;
      const detail = await this.#ask(row);
      if (this.#selected() !== row) return;
      this.#last = detail;
      this.#loaded();
    });
  }

  /** Another recording is shown. */
  forget(): void {
    this.#last = undefined;
  }
}

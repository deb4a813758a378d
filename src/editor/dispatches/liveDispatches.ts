import type { Dispatch } from '../../engine/index.ts';
import type { RecordingReader } from '../../recording/recordingReader.ts';

/** A dispatch of this window that is under way. */
export interface LiveDispatch {
  /** Absolute path of its recording. */
  readonly recording: string;
  readonly method: string;
  readonly dispatch: Dispatch;
  /** Settles when there is something to read; rejects where the dispatch never came to be. */
  readonly reader: Promise<RecordingReader>;
}

/** The dispatches of this window that are under way, by the path of their recording. */
export class LiveDispatches {
  readonly #live = new Map<string, LiveDispatch>();
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get all(): readonly LiveDispatch[] {
    return [...this.#live.values()];
  }

  find(recording: string): LiveDispatch | undefined {
    return this.#live.get(recording);
  }

  add(live: LiveDispatch): void {
    this.#live.set(live.recording, live);
    this.#onChange();
  }

  remove(live: LiveDispatch): void {
    this.#live.delete(live.recording);
    this.#onChange();
  }
}

import type { Dispatch } from '../../engine/index.ts';
import type { RecordingReader } from '../../recording/recordingReader.ts';

/** A running dispatch of this window. */
export interface LiveDispatch {
  /** Absolute path of its recording. */
  readonly recording: string;
  readonly method: string;
  readonly dispatch: Dispatch;
  /** Resolves when there is something to read; rejects if the dispatch did not start. */
  readonly reader: Promise<RecordingReader>;
}

/** The running dispatches of this window, by the path of their recording. */
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

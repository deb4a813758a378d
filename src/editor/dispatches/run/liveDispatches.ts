import type { Dispatch } from '../../../engine/index.ts';
import type { RecordingReader } from '../../../recording/recordingReader.ts';
import type { RunStage } from './runStage.ts';

/** A dispatch of this window whose recording is still being written. */
export interface LiveDispatch {
  /** Absolute path of its recording. */
  readonly recording: string;
  /** Absolute path of the inmate's folder. */
  readonly inmateDir: string;
  readonly method: string;
  readonly dispatch: Dispatch;
  /** Resolves when there is something to read; rejects if the dispatch did not start. */
  readonly reader: Promise<RecordingReader>;
  /** Milliseconds that the call may take. */
  readonly limit: number | undefined;
}

interface Known {
  readonly live: LiveDispatch;
  readonly closed: Promise<void>;
  readonly close: () => void;
  stage: RunStage;
  /** Name of its container, once that is there. */
  container?: string;
  answered: boolean;
}

/**
 * The dispatches of this window whose recording is still being written, by its path. A dispatch runs until its answer
 * arrives; its container is removed later.
 */
export class LiveDispatches {
  readonly #known = new Map<string, Known>();
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Those without an answer, the newest last: they can be stopped. */
  get running(): readonly LiveDispatch[] {
    return [...this.#known.values()].filter(({ answered }) => !answered).map(({ live }) => live);
  }

  find(recording: string): LiveDispatch | undefined {
    return this.#known.get(recording)?.live;
  }

  findRunning(recording: string): LiveDispatch | undefined {
    return this.running.find((live) => live.recording === recording);
  }

  /** Those that run in these containers. */
  findIn(containers: readonly string[]): readonly LiveDispatch[] {
    return this.running.filter(({ recording }) => {
      const container = this.#known.get(recording)?.container;
      return container !== undefined && containers.includes(container);
    });
  }

  /** How far it is; `undefined` where it does not run any more. */
  stageOf(recording: string): RunStage | undefined {
    const known = this.#known.get(recording);
    return known?.answered === false ? known.stage : undefined;
  }

  add(live: LiveDispatch): void {
    let close = (): void => undefined;
    const closed = new Promise<void>((resolve) => (close = resolve));
    const stage: RunStage = { name: 'running', since: Date.now() };
    this.#known.set(live.recording, { live, closed, close, stage, answered: false });
    this.#onChange();
  }

  enter({ recording }: LiveDispatch, name: RunStage['name']): void {
    const known = this.#known.get(recording);
    if (known) known.stage = { name, since: Date.now() };
    this.#onChange();
  }

  hold({ recording }: LiveDispatch, container: string): void {
    const known = this.#known.get(recording);
    if (known) known.container = container;
  }

  answer({ recording }: LiveDispatch): void {
    const known = this.#known.get(recording);
    if (known) known.answered = true;
    this.#onChange();
  }

  remove({ recording }: LiveDispatch): void {
    const known = this.#known.get(recording);
    this.#known.delete(recording);
    known?.close();
    this.#onChange();
  }

  /** Resolves when nothing is written to a recording any more. */
  async closed(recording: string): Promise<void> {
    await this.#known.get(recording)?.closed;
  }
}

import type * as vscode from 'vscode';
import type { Dispatch, Outcome } from '../../engine/index.ts';
import type { EngineService, EngineUse } from '../engines/engineService.ts';
import type { Log } from '../app/log.ts';
import { l10n } from '../text/l10n.ts';
import { outcomeText } from '../text/outcomeText.ts';
import { describeArgs } from './describeArgs.ts';
import { ProgressNotification } from './progressNotification.ts';
import type { History } from './history.ts';
import type { LiveDispatch, LiveDispatches } from './liveDispatches.ts';
import { stateOf } from './stateOf.ts';

export interface RunRequest {
  readonly inmateDir: vscode.Uri;
  readonly method: string;
  readonly args: readonly unknown[];
}

export interface RunResult {
  /** Absolute path. */
  readonly recording: string;
  readonly outcome: Outcome;
}

export interface RunnerParts {
  readonly engines: EngineService;
  readonly history: History;
  readonly live: LiveDispatches;
  readonly log: Log;
  /** Called before each run. */
  readonly onBegin: (request: RunRequest) => Promise<void>;
  /** Called when a dispatch is recorded, so that it can be shown. */
  readonly onRecorded: (live: LiveDispatch) => void;
  readonly onEnd: (request: RunRequest, outcome: Outcome) => void;
}

/** Runs methods: starts the engine, records, and updates the history, with progress that can always be cancelled. */
export class DispatchRunner {
  readonly #parts: RunnerParts;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  /** @throws what the engine throws if the dispatch did not start, or its image could not be built */
  async run(request: RunRequest): Promise<RunResult> {
    const use = await this.#parts.engines.use(request.inmateDir);
    try {
      await this.#parts.onBegin(request);
      this.#parts.engines.buildLogs.begin(request.inmateDir.fsPath);
      return await this.#runWith(use, request);
    } finally {
      use.dispose();
    }
  }

  async #runWith(use: EngineUse, request: RunRequest): Promise<RunResult> {
    const { method, args, inmateDir } = request;
    const { history, log } = this.#parts;
    const recording = await history.newRecording(method);
    const dispatch = use.hoosegow.dispatch(method, args, { record: recording });
    log.info(`running ${method} of ${inmateDir.fsPath}`);
    const progress = new ProgressNotification(l10n.t('Hoosegow: {0}', method), () => dispatch.cancel('by the user'));
    const builds = use.onBuildProgress(({ text }) => {
      progress.build(text);
      log.build(text);
    });
    // From here on it can be stopped, even before the engine has answered.
    const live: LiveDispatch = { recording, method, dispatch, reader: readerOf(dispatch) };
    this.#parts.live.add(live);
    try {
      const outcome = await this.#follow(live, inmateDir);
      log.info(`${method}: ${outcomeText(outcome)}`);
      this.#parts.onEnd(request, outcome);
      if (outcome.outcome === 'engine-failed') await dispatch;
      return { recording, outcome };
    } finally {
      this.#parts.live.remove(live);
      builds.dispose();
      progress.dispose();
    }
  }

  async #follow(live: LiveDispatch, inmateDir: vscode.Uri): Promise<Outcome> {
    const { history, onRecorded } = this.#parts;
    const { recording, method, dispatch } = live;
    const { meta } = await live.reader;
    const { startedAt } = meta;
    history.begin(recording, { method, inmateDir: inmateDir.fsPath, args: describeArgs(meta), startedAt });
    onRecorded(live);
    const outcome = await dispatch.outcome;
    await history.end(recording, {
      state: stateOf(outcome),
      outcome: outcomeText(outcome),
      duration: await dispatch.took,
    });
    return outcome;
  }
}

/** @returns the reader of a dispatch. Without one it rejects with the error that awaiting the dispatch throws. */
async function readerOf(dispatch: Dispatch): LiveDispatch['reader'] {
  try {
    return await dispatch.reader();
  } catch (error) {
    await dispatch;
    throw error;
  }
}

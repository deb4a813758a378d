import type * as vscode from 'vscode';
import { messageOf } from '../../../wire/thrown.ts';
import type { Dispatch, Outcome } from '../../../engine/index.ts';
import type { EngineService, EngineUse } from '../../engines/engineService.ts';
import type { Log } from '../../app/log.ts';
import { l10n } from '../../text/l10n.ts';
import { outcomeText } from '../../text/outcomeText.ts';
import { describeArgs } from '../describeArgs.ts';
import type { ProgressNotification } from './progressNotification.ts';
import type { History, HistoryResult } from '../history/history.ts';
import type { LiveDispatch, LiveDispatches } from './liveDispatches.ts';
import { answerOf, isSameEnd, type RunEnd } from './runEnd.ts';
import { previewOf } from '../history/previewOf.ts';
import { followStages, type RunStage } from './runStage.ts';
import { stateOf } from './stateOf.ts';

export interface RunRequest {
  readonly inmateDir: vscode.Uri;
  readonly method: string;
  readonly args: readonly unknown[];
  /** Aborting it cancels the run. */
  readonly signal?: AbortSignal;
  /** Called when the answer is there, and again where the end turns out to be another one. */
  readonly onEnd?: (end: RunEnd) => void;
}

export interface RunResult {
  /** Absolute path. */
  readonly recording: string;
  readonly outcome: Outcome;
}

/** Shows that a run goes on, where that takes long. */
type RunNotice = Pick<ProgressNotification, 'build' | 'run' | 'dispose'>;

export interface RunnerParts {
  readonly engines: Pick<EngineService, 'use' | 'buildLogs'>;
  readonly history: History;
  readonly live: LiveDispatches;
  readonly log: Pick<Log, 'info' | 'warn' | 'build'>;
  readonly notice: (title: string, cancel: () => void) => RunNotice;
  /** Called before each run. */
  readonly onBegin: (request: RunRequest) => Promise<void>;
  /** Called when a dispatch is recorded, so that it can be shown. */
  readonly onRecorded: (live: LiveDispatch) => void;
  /** As `RunRequest.onEnd`. */
  readonly onEnd: (request: RunRequest, end: RunEnd) => void;
}

/** Runs methods: starts the engine, records, and updates the history, with progress that can always be cancelled. */
export class DispatchRunner {
  readonly #parts: RunnerParts;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  /**
   * Runs a method, and resolves when its container is removed and its recording complete; `onEnd` is called earlier.
   *
   * @throws what the engine throws if the dispatch did not start, or its image could not be built
   */
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
    const { method, args, inmateDir, signal } = request;
    const { history, live: all, log, notice } = this.#parts;
    const recording = await history.newRecording(method);
    const dispatch = use.hoosegow.dispatch(method, args, { record: recording, ...(signal && { signal }) });
    log.info(`running ${method} of ${inmateDir.fsPath}`);
    const progress = notice(l10n.t('Hoosegow: {0}', method), () => dispatch.cancel('by the user'));
    const builds = use.onBuildProgress(({ text }) => {
      progress.build(text);
      log.build(text);
    });
    const limit = use.options.limits?.timeout;
    const reader = readerOf(dispatch);
    // From here on it can be stopped, even before the engine has answered.
    const live: LiveDispatch = { recording, inmateDir: inmateDir.fsPath, method, dispatch, reader, limit };
    all.add(live);
    try {
      const outcome = await this.#follow(live, request, progress);
      if (outcome.outcome === 'engine-failed') await dispatch;
      return { recording, outcome };
    } finally {
      all.remove(live);
      builds.dispose();
      progress.dispose();
    }
  }

  async #follow(live: LiveDispatch, request: RunRequest, progress: RunNotice): Promise<Outcome> {
    const { history, log, live: all, onRecorded } = this.#parts;
    const { recording, inmateDir, method, dispatch } = live;
    const { meta } = await live.reader;
    const { startedAt } = meta;
    history.begin(recording, { method, inmateDir, args: describeArgs(meta), startedAt });
    onRecorded(live);
    const enter = (stage: RunStage['name']): void => {
      all.enter(live, stage);
      if (stage === 'running') progress.run();
    };
    followStages(dispatch, enter, (container) => all.hold(live, container)).catch((error: unknown) =>
      log.warn(`${method}: ${messageOf(error)}`),
    );
    const answer = await answerOf(dispatch);
    if (answer) {
      all.answer(live);
      progress.dispose();
      history.answer(recording, entryOf(answer, answer.took));
      this.#tellEnd(request, answer);
    }
    const outcome = await dispatch.outcome;
    const isAnswer = answer !== undefined && isSameEnd(answer.outcome, outcome);
    const end = isAnswer ? answer : { outcome, value: undefined };
    await history.end(recording, entryOf(end, await dispatch.took));
    if (!isAnswer) this.#tellEnd(request, end);
    return outcome;
  }

  #tellEnd(request: RunRequest, end: RunEnd): void {
    this.#parts.log.info(`${request.method}: ${outcomeText(end.outcome)}`);
    this.#parts.onEnd(request, end);
    request.onEnd?.(end);
  }
}

function entryOf({ outcome, value }: RunEnd, duration: number): HistoryResult {
  return { state: stateOf(outcome), outcome: outcomeText(outcome), preview: previewOf(outcome, value), duration };
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

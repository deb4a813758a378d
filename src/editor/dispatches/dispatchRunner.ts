import { stat } from 'node:fs/promises';
import type * as vscode from 'vscode';
import type { Dispatch, Outcome } from '../../engine/index.ts';
import type { EngineService, EngineUse } from '../engines/engineService.ts';
import type { EngineParts } from '../loadEngineParts.ts';
import type { Log } from '../app/log.ts';
import { l10n } from '../text/l10n.ts';
import { outcomeText } from '../text/outcomeText.ts';
import { describeArgs } from './describeArgs.ts';
import { ProgressNotification } from './progressNotification.ts';
import type { History } from './history.ts';
import type { LiveDispatch, LiveDispatches } from './liveDispatches.ts';
import { stateOf } from './stateOf.ts';

/** Bytes of a recording that is read again when it has ended. */
const MAX_READ = 64 * 1024 * 1024;

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

/** Runs methods: from the engine and the recording to the history, with progress that can be cancelled throughout. */
export class DispatchRunner {
  readonly #parts: RunnerParts;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  /** @throws what the engine throws where the dispatch never came to be, or its image could not be built */
  async run(request: RunRequest): Promise<RunResult> {
    const use = await this.#parts.engines.use(request.inmateDir);
    try {
      await this.#parts.onBegin(request);
      return await this.#runWith(use, request);
    } finally {
      use.dispose();
    }
  }

  async #runWith(use: EngineUse, request: RunRequest): Promise<RunResult> {
    const { method, args, inmateDir } = request;
    const { history, log } = this.#parts;
    const recording = await history.newRecording(method);
    let start = performance.now();
    const dispatch = use.hoosegow.dispatch(method, args, { record: recording });
    log.info(`running ${method} of ${inmateDir.fsPath}`);
    const progress = new ProgressNotification(l10n.t('Hoosegow: {0}', method), () => dispatch.cancel('by the user'));
    const builds = use.onBuildProgress(({ text }) => {
      start = performance.now();
      progress.build(text);
      log.build(text);
    });
    // From here on it can be stopped, also while the engine has not answered yet.
    const live: LiveDispatch = { recording, method, dispatch, reader: readerOf(dispatch) };
    this.#parts.live.add(live);
    try {
      const elapsed = durationOf(dispatch, () => start);
      const outcome = await this.#follow(live, inmateDir, () => tookOf(use.parts, live, elapsed));
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

  async #follow(live: LiveDispatch, inmateDir: vscode.Uri, took: () => Promise<number>): Promise<Outcome> {
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
      duration: await took(),
    });
    return outcome;
  }
}

/** @returns the reader of a dispatch; what awaiting the dispatch throws, where there is nothing to read */
async function readerOf(dispatch: Dispatch): LiveDispatch['reader'] {
  try {
    return await dispatch.reader();
  } catch (error) {
    await dispatch;
    throw error;
  }
}

/** Milliseconds from the request to the result, as the recording says; by our own clock where it is too long to be read. */
async function tookOf(
  parts: EngineParts,
  { reader, recording }: LiveDispatch,
  elapsed: Promise<number>,
): Promise<number> {
  const { size } = await stat(recording).catch(() => ({ size: 0 }));
  const ending = size <= MAX_READ ? await parts.readEnding(await reader).catch(() => undefined) : undefined;
  return ending?.took ?? (await elapsed);
}

/** Milliseconds to the terminal frame, or to the end. */
async function durationOf(dispatch: Dispatch, start: () => number): Promise<number> {
  await dispatch.then(
    () => undefined,
    () => undefined,
  );
  return performance.now() - start();
}

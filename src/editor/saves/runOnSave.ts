import * as vscode from 'vscode';
import { messageOf } from '../../wire/thrown.ts';
import type { Disposable } from '../app/lifetime.ts';
import type { Log } from '../app/log.ts';
import type { BuildMarks } from '../source/buildMarks.ts';
import type { DispatchRunner } from '../dispatches/run/dispatchRunner.ts';
import type { History } from '../dispatches/history/history.ts';
import type { InmateProject } from '../inmates/inmateProject.ts';
import type { InlineResults } from '../results/inlineResults.ts';
import { inlineText } from '../results/inlineText.ts';
import { loadEditorParts } from '../loadEditorParts.ts';
import { l10n } from '../text/l10n.ts';
import { markFailedBuild } from './markFailedBuild.ts';
import { NewestWins } from './newestWins.ts';

export interface RunOnSaveParts {
  readonly history: History;
  readonly runner: DispatchRunner;
  readonly inline: InlineResults;
  /** Of images that could not be built. */
  readonly buildMarks: BuildMarks;
  readonly log: Log;
  /** Whether a recording is what the result panel shows. */
  readonly isShown: (recording: string) => boolean;
}

/** Makes the last call of an inmate again after each save; the newest save ends what the one before has begun. */
export class RunOnSave implements Disposable {
  readonly #parts: RunOnSaveParts;
  readonly #newest = new NewestWins(() => new Error(l10n.t('the source was saved again')));

  constructor(parts: RunOnSaveParts) {
    this.#parts = parts;
  }

  /** @returns whether there is a call that can be made again; it is then under way */
  async runAgain(project: InmateProject): Promise<boolean> {
    const { dir, name } = project;
    const last = this.#parts.history.newestOf(dir.fsPath);
    if (!last) return false;
    try {
      const { readRecordedCall } = await loadEditorParts();
      const { method, args } = await readRecordedCall(vscode.Uri.file(last.path));
      void this.#newest.run(dir.toString(), async (signal) => this.#run(project, { method, args, signal }));
      return true;
    } catch (error) {
      this.#parts.log.info(`the last call of ${name} is not made again: ${messageOf(error)}`);
      return false;
    }
  }

  dispose(): void {
    this.#newest.cancelAll();
  }

  async #run(
    project: InmateProject,
    call: { readonly method: string; readonly args: readonly unknown[]; readonly signal: AbortSignal },
  ): Promise<void> {
    const { runner, history, inline, log, isShown } = this.#parts;
    const { method, signal } = call;
    try {
      const { recording } = await runner.run({
        ...call,
        inmateDir: project.dir,
        onEnd: (end) => {
          if (!signal.aborted) inline.show(project, method, inlineText(end));
        },
      });
      const entry = signal.aborted ? history.find(recording) : undefined;
      // Of ten saves in a row one result is of use.
      if (entry?.state === 'cancelled' && !isShown(recording)) await history.remove([entry]);
    } catch (error) {
      if (signal.aborted) return;
      void markFailedBuild(this.#parts, project, error);
      log.info(`${method} of ${project.name} is not run: ${messageOf(error)}`);
      inline.show(project, method, `✗ ${l10n.t('it could not be run: see the log')}`);
    }
  }
}

import * as vscode from 'vscode';
import { messageOf } from '../../wire/thrown.ts';
import { loadEngineParts } from '../loadEngineParts.ts';
import { STEPS, type NextStep } from '../steps/nextStep.ts';
import { takeStep } from '../steps/takeStep.ts';
import { l10n } from '../text/l10n.ts';
import type { Log } from './log.ts';
import { notify } from './notify.ts';

/** One more, and none can be read: a notification cuts them all. */
const MAX_BUTTONS = 3;

/** Folders of the inmates that errors were raised for; errors of the engine do not carry theirs. */
const folders = new WeakMap<Error, vscode.Uri>();

/** Remembers which inmate an error is of, for its next step. @returns the error */
export function errorOf(folder: vscode.Uri, error: unknown): unknown {
  if (error instanceof Error) folders.set(error, folder);
  return error;
}

/** Tells the user what went wrong and offers a next step; does not wait for the answer. */
export function reportError(log: Log, error: unknown): void {
  if (isCancelled(error)) return;
  const message = messageOf(error);
  log.error(message);
  showError(log, error, message).catch((failure: unknown) => reportError(log, failure));
}

async function showError(log: Log, error: unknown, message: string): Promise<void> {
  const folder = error instanceof Error ? folders.get(error) : undefined;
  const { words, steps } = await explain(error, message, folder);
  const showLog = l10n.t('Show Log');
  const titles = steps.map(({ title }) => title);
  const chosen = await notify.error(words, ...(titles.length < MAX_BUTTONS ? [...titles, showLog] : titles));
  if (chosen === showLog) log.show();
  const step = steps.find(({ title }) => title === chosen);
  if (step) await takeStep(step, folder);
}

interface Explained {
  readonly words: string;
  readonly steps: readonly NextStep[];
}

/** What knows all errors is loaded with the first one. */
async function explain(error: unknown, message: string, folder: vscode.Uri | undefined): Promise<Explained> {
  try {
    const { inSettingWords, stepsOfError } = await loadEngineParts();
    const steps = stepsOfError(error, { inmateDir: folder?.fsPath, platform: process.platform });
    return { words: inSettingWords(message).message, steps };
  } catch {
    return { words: message, steps: [STEPS.reload()] };
  }
}

/** Errors of the engine come from another bundle, so they are recognized by name, not by class. */
function isCancelled(error: unknown): boolean {
  return (
    error instanceof Error && (error.name === 'DispatchCancelledError' || error instanceof vscode.CancellationError)
  );
}

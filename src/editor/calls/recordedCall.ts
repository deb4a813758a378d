import type * as vscode from 'vscode';
import { loadEngineParts } from '../loadEngineParts.ts';
import { STEPS } from '../steps/nextStep.ts';
import { l10n } from '../text/l10n.ts';
import { UserError } from '../text/userError.ts';

/** A call, read from its recording. */
export interface RecordedCall {
  readonly inmateDir: string;
  readonly method: string;
  readonly args: readonly unknown[];
}

/** @throws UserError if the recording lacks what is needed to repeat the call */
export async function readRecordedCall(recording: vscode.Uri): Promise<RecordedCall> {
  const { RecordingReader } = await loadEngineParts();
  const { meta } = await RecordingReader.open(recording.fsPath);
  const { inmateDir, method, args } = meta;
  if (inmateDir === null) throw new UserError(l10n.t('This dispatch did not run from a folder.'), [STEPS.run()]);
  if (args === null)
    throw new UserError(l10n.t('The arguments of this dispatch were too large to be kept.'), [STEPS.run()]);
  return { inmateDir, method, args };
}

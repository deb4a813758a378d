import * as vscode from 'vscode';
import type { AppCommand } from '../../app/app.ts';
import { COMMANDS } from '../../contributions.ts';
import { readRecording } from '../../dispatches/recordingArgument.ts';
import { loadEngineParts } from '../../loadEngineParts.ts';
import { STEPS } from '../../steps/nextStep.ts';
import { l10n } from '../../text/l10n.ts';
import { UserError } from '../../text/userError.ts';
import { openRecording } from '../../timeline/recordingAccess.ts';

/** Copies what a dispatch returned or raised: a text as it is, anything else as JSON. */
export const copyResult: AppCommand = {
  id: COMMANDS.copyResult,
  async execute(app, argument) {
    const recording = readRecording(argument);
    if (!recording) return;
    const { readResultText } = await loadEngineParts();
    const open = await openRecording(recording, app.live);
    try {
      const text = await readResultText(open.reader);
      if (text === undefined) throw new UserError(l10n.t('This dispatch has no result.'), [STEPS.runAgain()]);
      await vscode.env.clipboard.writeText(text);
    } finally {
      open.dispose();
    }
  },
};

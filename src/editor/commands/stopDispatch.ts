import * as vscode from 'vscode';
import type { App, AppCommand } from '../app/app.ts';
import { COMMANDS } from '../contributions.ts';
import type { LiveDispatch } from '../dispatches/liveDispatches.ts';
import { activeRecording, readRecording } from '../dispatches/recordingArgument.ts';
import { l10n } from '../text/l10n.ts';
import { escapeLabel } from '../text/escapeMarkup.ts';

/** Ends a dispatch in any phase: kills and removes its container. */
export const stopDispatch: AppCommand = {
  id: COMMANDS.stop,
  async execute(app, argument) {
    const live = await pickLive(app, readRecording(argument) ?? activeRecording());
    live?.dispatch.cancel('by the user');
    await live?.dispatch.outcome;
  },
};

async function pickLive(app: App, recording: vscode.Uri | undefined): Promise<LiveDispatch | undefined> {
  const named = recording && app.live.find(recording.fsPath);
  if (named) return named;
  const { all } = app.live;
  if (all.length <= 1) return all[0];
  const items = all.map((live) => ({
    label: escapeLabel(live.method),
    description: escapeLabel(app.history.find(live.recording)?.args ?? ''),
    live,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: l10n.t('Which dispatch is to be stopped?'),
    ignoreFocusOut: true,
  });
  return picked?.live;
}

import * as vscode from 'vscode';
import type { App, AppCommand } from '../../app/app.ts';
import { COMMANDS } from '../../contributions.ts';
import type { LiveDispatch } from '../../dispatches/run/liveDispatches.ts';
import { activeRecording, readRecording } from '../../dispatches/recordingArgument.ts';
import { l10n } from '../../text/l10n.ts';
import { escapeLabel } from '../../text/escapeMarkup.ts';

/** Ends a dispatch in any phase: kills and removes its container. */
export const stopDispatch: AppCommand = {
  id: COMMANDS.stop,
  async execute(app, argument) {
    const named = readRecording(argument);
    // One that has ended meanwhile is no reason to stop another.
    const live = named ? app.live.findRunning(named.fsPath) : await pickLive(app);
    live?.dispatch.cancel('by the user');
    await live?.dispatch.outcome;
  },
};

async function pickLive(app: App): Promise<LiveDispatch | undefined> {
  const shown = activeRecording(app.results);
  const active = shown && app.live.findRunning(shown.fsPath);
  if (active) return active;
  const { running } = app.live;
  if (running.length <= 1) return running[0];
  const items = running.map((live) => ({
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

import * as vscode from 'vscode';
import { messageOf } from '../../wire/thrown.ts';
import { COMMANDS } from '../contributions.ts';
import { SettingError } from '../engines/settingError.ts';
import type { Log } from './log.ts';
import { openSetting } from '../settings/settings.ts';
import { l10n } from '../text/l10n.ts';
import { projectSteps } from './errorSteps.ts';
import { notify } from './notify.ts';

/** Tells the user what went wrong and offers a next step; does not wait for the answer. */
export function reportError(log: Log, error: unknown): void {
  if (isCancelled(error)) return;
  const message = messageOf(error);
  log.error(message);
  void showError(log, error, message);
}

async function showError(log: Log, error: unknown, message: string): Promise<void> {
  const setting = l10n.t('Open Setting');
  const engine = l10n.t('Select Container Engine…');
  const showLog = l10n.t('Show Log');
  const first = error instanceof SettingError ? [setting] : isConnection(error) ? [engine] : [];
  const steps = projectSteps(error);
  const chosen = await notify.error(message, ...first, ...steps.map(({ title }) => title), showLog);
  if (chosen === setting && error instanceof SettingError) await openSetting(error.setting);
  else if (chosen === engine) await vscode.commands.executeCommand(COMMANDS.selectEngine);
  else if (chosen === showLog) log.show();
  else await steps.find(({ title }) => title === chosen)?.take();
}

/** Errors of the engine come from another bundle, so they are recognized by name, not by class. */
function isCancelled(error: unknown): boolean {
  return error instanceof Error && error.name === 'DispatchCancelledError';
}

function isConnection(error: unknown): boolean {
  return error instanceof Error && 'phase' in error && error.phase === 'connect';
}

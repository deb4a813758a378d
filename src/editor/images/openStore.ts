import * as vscode from 'vscode';
import type { DockerOptions } from '../../engine/index.ts';
import { SettingError } from '../engines/settingError.ts';
import { loadEngineParts, type EngineParts } from '../loadEngineParts.ts';
import { engineProblem } from '../settings/engineProblem.ts';
import { engineSettings } from '../settings/settings.ts';
import { STEPS } from '../steps/nextStep.ts';
import { l10n } from '../text/l10n.ts';
import { UserError } from '../text/userError.ts';

/** What reads and removes what the engine of the settings keeps. */
export interface OpenStore {
  readonly store: EngineParts['engineStore'];
  readonly docker: DockerOptions;
}

/**
 * @throws UserError in Restricted Mode
 * @throws SettingError where a setting does not say which engine: another one's images are not to be shown or removed
 */
export async function openStore(): Promise<OpenStore> {
  if (!vscode.workspace.isTrusted)
    throw new UserError(l10n.t('In Restricted Mode no engine is asked.'), [STEPS.trust()]);
  const settings = engineSettings(undefined);
  const wrong = engineProblem(settings);
  if (wrong) throw new SettingError(wrong);
  const { docker = {} } = settings.options;
  return { store: (await loadEngineParts()).engineStore, docker };
}

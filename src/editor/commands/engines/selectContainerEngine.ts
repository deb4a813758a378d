import * as vscode from 'vscode';
import type { App, AppCommand } from '../../app/app.ts';
import { COMMANDS, SETTINGS } from '../../contributions.ts';
import { pickEndpoint, type EnginePick } from './pickEndpoint.ts';
import { isEngineAddress, type EngineOptions } from '../../settings/engineSettings.ts';
import { engineSettings } from '../../settings/settings.ts';
import { STEPS } from '../../steps/nextStep.ts';
import { l10n } from '../../text/l10n.ts';
import { UserError } from '../../text/userError.ts';
import { notify } from '../../app/notify.ts';

/** Chooses where inmates run, for this machine. The user must confirm bare processes. */
export const selectContainerEngine: AppCommand = {
  id: COMMANDS.selectEngine,
  async execute(app) {
    if (!vscode.workspace.isTrusted)
      throw new UserError(l10n.t('In Restricted Mode no engine is asked.'), [STEPS.trust()]);
    const { options } = engineSettings(undefined);
    const picked = await pickEndpoint(pickOf(options));
    if (picked) await apply(app, picked);
  },
};

function pickOf({ engine, docker = {} }: EngineOptions): EnginePick {
  switch (engine) {
    case 'docker':
      return { kind: engine, docker };
    case 'process':
      return { kind: engine };
  }
}

async function apply(app: App, picked: EnginePick): Promise<void> {
  switch (picked.kind) {
    case 'address': {
      const host = await askAddress();
      if (host !== undefined) await apply(app, { kind: 'docker', docker: { host } });
      return;
    }
    case 'process':
      if (!(await confirmProcess())) return;
      await set(SETTINGS.engineKind, 'process');
      break;
    case 'docker':
      await set(SETTINGS.engineKind, undefined);
      await set(SETTINGS.host, picked.docker.host);
      await set(SETTINGS.context, picked.docker.context);
  }
  app.status.refresh();
}

async function set(setting: string, value: string | undefined): Promise<void> {
  await vscode.workspace.getConfiguration().update(setting, value, vscode.ConfigurationTarget.Global);
}

async function confirmProcess(): Promise<boolean> {
  const yes = l10n.t('Run Without Isolation');
  const question = l10n.t('Run inmates as bare processes?');
  const detail = l10n.t(
    'Nothing stands between them and this machine: an inmate can read and change all that you can. Do this only with code that you wrote yourself.',
  );
  return notify.confirm(question, detail, yes);
}

async function askAddress(): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: l10n.t('Address of a Docker daemon'),
    placeHolder: 'unix:///var/run/docker.sock',
    prompt: l10n.t('As in DOCKER_HOST: unix:///path, npipe:////./pipe/name, tcp://host:port, ssh://user@host'),
    ignoreFocusOut: true,
    validateInput: (text) => (isEngineAddress(text) ? undefined : l10n.t('This is not an address of a Docker daemon.')),
  });
}

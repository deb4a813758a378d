import * as vscode from 'vscode';
import type { AppCommand } from '../../app/app.ts';
import { COMMANDS } from '../../contributions.ts';
import { installPackages } from '../../source/installPackages.ts';
import { STEPS } from '../../steps/nextStep.ts';
import { l10n } from '../../text/l10n.ts';
import { UserError } from '../../text/userError.ts';

/** Installs a package that an inmate imports and does not have, in a terminal. */
export const installPackage: AppCommand = {
  id: COMMANDS.installPackage,
  async execute(app, dir, name) {
    if (!(dir instanceof vscode.Uri) || typeof name !== 'string') return;
    if (!vscode.workspace.isTrusted)
      throw new UserError(l10n.t('In Restricted Mode nothing is installed.'), [STEPS.trust()]);
    const project = app.projects.find(dir);
    if (project) await installPackages(project.dir, [name]);
  },
};

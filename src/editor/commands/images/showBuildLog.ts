import * as vscode from 'vscode';
import { withoutColours } from '../../../text/escape.ts';
import type { AppCommand } from '../../app/app.ts';
import { pickProject } from '../../calls/pickProject.ts';
import { COMMANDS } from '../../contributions.ts';
import { readMethodTarget } from '../../inmates/methodTarget.ts';
import { STEPS } from '../../steps/nextStep.ts';
import { l10n } from '../../text/l10n.ts';
import { UserError } from '../../text/userError.ts';

/** Opens what the last build of an inmate printed. */
export const showBuildLog: AppCommand = {
  id: COMMANDS.showBuildLog,
  async execute(app, argument) {
    const project = await pickProject(app, readMethodTarget(argument)?.inmate);
    if (!project) return;
    const log = app.engines.buildLogs.find(project.dir.fsPath);
    if (log === undefined) {
      throw new UserError(l10n.t('No image of {0} has been built in this window yet.', project.name), [STEPS.build()]);
    }
    const name = l10n.t('Build of {0}.log', project.name);
    const uri = app.texts.put(`build ${project.dir.toString()}`, name, withoutColours(log));
    await vscode.window.showTextDocument(uri, { preview: true });
  },
};

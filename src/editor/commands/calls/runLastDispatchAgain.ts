import type { AppCommand } from '../../app/app.ts';
import { callWithChoices } from '../../calls/callMethod.ts';
import { findMethod } from '../../calls/pickMethod.ts';
import { pickProject } from '../../calls/pickProject.ts';
import { COMMANDS } from '../../contributions.ts';
import { STEPS } from '../../steps/nextStep.ts';
import { l10n } from '../../text/l10n.ts';
import { UserError } from '../../text/userError.ts';

/** Repeats the last call of this workspace; files among its arguments are read again. */
export const runLastDispatchAgain: AppCommand = {
  id: COMMANDS.runLast,
  async execute(app) {
    const { last } = app.remembered;
    if (!last) throw new UserError(l10n.t('No method has been run in this workspace yet.'), [STEPS.run()]);
    const project = await pickProject(app, last.inmateDir);
    return project && callWithChoices(app, project, await findMethod(project, last.method), last.choices);
  },
};

import type { App, AppCommand } from '../app/app.ts';
import type { ArgumentChoices } from '../arguments/argumentChoice.ts';
import { askArguments } from '../arguments/askArguments.ts';
import { choicesOf } from '../arguments/readChoices.ts';
import { callWithChoices } from '../calls/callMethod.ts';
import { readRecordedCall } from '../calls/recordedCall.ts';
import { findMethod } from '../calls/pickMethod.ts';
import { pickProject } from '../calls/pickProject.ts';
import { COMMANDS } from '../contributions.ts';
import { readRecording } from '../dispatches/recordingArgument.ts';
import { readMethodTarget } from '../inmates/methodTarget.ts';
import { loadEngineParts } from '../loadEngineParts.ts';
import { STEPS } from '../steps/nextStep.ts';
import { l10n } from '../text/l10n.ts';
import { UserError } from '../text/userError.ts';

interface Edited {
  readonly inmateDir: string;
  readonly method: string;
  /** The arguments to start from, as chosen or as recorded. */
  readonly choices: ArgumentChoices | undefined;
  readonly args: readonly unknown[] | undefined;
}

/** Repeats a call with edited arguments: of a method, of a dispatch, or the last one. */
export const runWithEditedArguments: AppCommand = {
  id: COMMANDS.runEdited,
  async execute(app, argument) {
    const edited = await readEdited(app, argument);
    const project = await pickProject(app, edited.inmateDir);
    if (!project) return undefined;
    const parts = await loadEngineParts();
    const method = await findMethod(project, edited.method);
    const initial = edited.choices ?? choicesOf(parts, method.parameters, edited.args ?? []);
    const choices = await askArguments(parts, method, initial);
    return choices && callWithChoices(app, project, method, choices);
  },
};

async function readEdited(app: App, argument: unknown): Promise<Edited> {
  const target = readMethodTarget(argument);
  if (target?.method !== undefined) {
    const ref = { inmateDir: target.inmate, method: target.method };
    return { ...ref, choices: app.remembered.recent(ref)[0], args: target.args };
  }
  const recording = readRecording(argument);
  if (recording) return { ...(await readRecordedCall(recording)), choices: undefined };
  const { last } = app.remembered;
  if (!last) throw new UserError(l10n.t('No method has been run in this workspace yet.'), [STEPS.run()]);
  return { ...last, args: undefined };
}

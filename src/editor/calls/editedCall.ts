import type { App } from '../app/app.ts';
import type { ArgumentChoices } from '../dispatches/argumentChoice.ts';
import { readRecording } from '../dispatches/recordingArgument.ts';
import { readMethodTarget } from '../inmates/methodTarget.ts';
import { STEPS } from '../steps/nextStep.ts';
import { l10n } from '../text/l10n.ts';
import { UserError } from '../text/userError.ts';
import { readRecordedCall } from './recordedCall.ts';

/** A call that is to be changed before it is made. */
export interface EditedCall {
  readonly inmateDir: string;
  readonly method: string;
  /** What there is to begin with: as it was chosen, or as it was recorded. */
  readonly choices: ArgumentChoices | undefined;
  readonly args: readonly unknown[] | undefined;
}

/** Which call a command is about: of a method, of a dispatch, or the last one. */
export async function readEditedCall(app: App, argument: unknown): Promise<EditedCall> {
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

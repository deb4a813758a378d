import type { AppCommand } from '../../app/app.ts';
import { callWithValues } from '../../calls/callMethod.ts';
import { readRecordedCall } from '../../calls/recordedCall.ts';
import { pickProject } from '../../calls/pickProject.ts';
import { COMMANDS } from '../../contributions.ts';
import { readRecording } from '../../dispatches/recordingArgument.ts';

/** Repeats the call of a dispatch in the history, with exactly the same arguments. */
export const runDispatchAgain: AppCommand = {
  id: COMMANDS.runDispatchAgain,
  async execute(app, argument) {
    const recording = readRecording(argument);
    if (!recording) return undefined;
    const { inmateDir, method, args } = await readRecordedCall(recording);
    const project = await pickProject(app, inmateDir);
    return project && callWithValues(app, project, method, args);
  },
};

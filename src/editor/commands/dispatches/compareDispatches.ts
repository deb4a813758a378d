import type { AppCommand } from '../../app/app.ts';
import { compareWithProgress } from '../../compare/showComparison.ts';
import { COMMANDS } from '../../contributions.ts';
import { pickDispatch } from '../../dispatches/pickDispatch.ts';
import { activeRecording, readRecording } from '../../dispatches/recordingArgument.ts';
import { l10n } from '../../text/l10n.ts';

/** Compares two dispatches: the selected ones, or one with another that the user picks. */
export const compareDispatches: AppCommand = {
  id: COMMANDS.compare,
  async execute(app, argument, selected) {
    const given = (Array.isArray(selected) ? selected : [argument])
      .map(readRecording)
      .filter((uri) => uri !== undefined);
    const first =
      given[0] ??
      activeRecording(app.results) ??
      (await pickDispatch(app, l10n.t('Which dispatch is to be compared?')));
    if (!first) return undefined;
    const second = given[1] ?? (await pickDispatch(app, l10n.t('With which dispatch?'), first));
    if (!second) return undefined;
    return compareWithProgress(app, first, second);
  },
};

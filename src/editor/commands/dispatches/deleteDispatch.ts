import type { AppCommand } from '../../app/app.ts';
import { COMMANDS } from '../../contributions.ts';
import { readRecording } from '../../dispatches/recordingArgument.ts';
import { l10n } from '../../text/l10n.ts';
import { notify } from '../../app/notify.ts';

/** Deletes recordings of the history, except those of dispatches that are still running. */
export const deleteDispatch: AppCommand = {
  id: COMMANDS.deleteDispatch,
  async execute(app, argument, selected) {
    const uris = (Array.isArray(selected) ? selected : [argument]).map(readRecording);
    const entries = uris
      .map((uri) => uri && app.history.find(uri.fsPath))
      .filter((entry) => entry !== undefined)
      .filter((entry) => entry.state !== 'running');
    if (entries.length === 0) return;
    const question =
      entries.length === 1 ? l10n.t('Delete this recording?') : l10n.t('Delete {0} recordings?', entries.length);
    const yes = l10n.t('Delete');
    if (!(await notify.confirm(question, l10n.t('It cannot be undone.'), yes))) return;
    // Their answer is there, and their container may still be on its way out.
    await Promise.all(entries.map(async ({ path }) => app.live.closed(path)));
    await app.history.remove(entries);
  },
};

import type { AppCommand } from '../../app/app.ts';
import { COMMANDS } from '../../contributions.ts';
import { givenEntries } from '../../dispatches/givenEntries.ts';
import type { HistoryEntry } from '../../dispatches/history/historyEntry.ts';
import { l10n } from '../../text/l10n.ts';
import { notify } from '../../app/notify.ts';

/** Deletes recordings of the history, except those of dispatches that are still running. */
export const deleteDispatch: AppCommand = {
  id: COMMANDS.deleteDispatch,
  async execute(app, argument, selected) {
    const entries = givenEntries(app, argument, selected).filter((entry) => entry.state !== 'running');
    if (entries.length === 0) return;
    const yes = l10n.t('Delete');
    if (!(await notify.confirm(questionOf(entries), l10n.t('It cannot be undone.'), yes))) return;
    // Their answer is there, and their container may still be on its way out.
    await Promise.all(entries.map(async ({ path }) => app.live.closed(path)));
    await app.history.remove(entries);
  },
};

function questionOf(entries: readonly HistoryEntry[]): string {
  const [method, ...others] = new Set(entries.map((entry) => entry.method));
  const isOne = others.length === 0 && method !== undefined;
  if (entries.length === 1) return l10n.t('Delete this dispatch of {0}?', method ?? '');
  return isOne
    ? l10n.t('Delete {0} dispatches of {1}?', entries.length, method)
    : l10n.t('Delete {0} dispatches of {1} methods?', entries.length, others.length + 1);
}

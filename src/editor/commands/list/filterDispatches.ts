import * as vscode from 'vscode';
import { clip } from '../../../text/words.ts';
import type { AppCommand } from '../../app/app.ts';
import { COMMANDS } from '../../contributions.ts';
import { STATES } from '../../dispatches/history/historyEntry.ts';
import { stateName } from '../../dispatches/view/filterText.ts';
import { ALL, readChoices, type ListChoices } from '../../dispatches/view/listChoices.ts';
import { escapeLabel } from '../../text/escapeMarkup.ts';
import { l10n } from '../../text/l10n.ts';
import { isRecord } from '../../../text/isRecord.ts';

type Filter = Partial<Pick<ListChoices, 'text' | 'state'>>;

interface FilterItem extends vscode.QuickPickItem {
  readonly filter: Filter;
}

/** Leaves in the list the dispatches that contain a text, or that ended in one way. Both hold at the same time. */
export const filterDispatches: AppCommand = {
  id: COMMANDS.filterDispatches,
  async execute(app, argument) {
    const filter = isRecord(argument) ? readFilter(argument) : await askFilter(app.dispatches.choices);
    if (filter) await app.dispatches.choose(filter);
  },
};

function readFilter(argument: unknown): Filter {
  const { text, state } = readChoices(argument);
  return { text, state };
}

async function askFilter({ text }: ListChoices): Promise<Filter | undefined> {
  const pick = vscode.window.createQuickPick<FilterItem>();
  pick.placeholder = l10n.t('A text in the call, its result or its error, or how it ended');
  pick.value = text;
  const update = (): void => void (pick.items = itemsFor(pick.value));
  update();
  try {
    return await new Promise<Filter | undefined>((resolve) => {
      pick.onDidChangeValue(update);
      pick.onDidAccept(() => resolve(pick.selectedItems[0]?.filter));
      pick.onDidHide(() => resolve(undefined));
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}

function itemsFor(typed: string): FilterItem[] {
  const states = STATES.map((state) => ({ label: stateName(state), filter: { state } }));
  const all = { label: l10n.t('All Dispatches'), alwaysShow: true, filter: ALL };
  if (typed === '') return [...states, all];
  const label = l10n.t('Contains “{0}”', escapeLabel(clip(typed, 100)));
  return [{ label, alwaysShow: true, filter: { text: typed } }, ...states, all];
}

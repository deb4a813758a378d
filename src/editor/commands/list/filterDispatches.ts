import * as vscode from 'vscode';
import type { AppCommand } from '../../app/app.ts';
import { COMMANDS } from '../../contributions.ts';
import { filterItems, type FilterItem, type ListFilter } from '../../dispatches/view/filterItems.ts';
import { readChoices, type ListChoices } from '../../dispatches/view/listChoices.ts';
import { l10n } from '../../text/l10n.ts';
import { isRecord } from '../../../text/isRecord.ts';

/** Leaves in the list the dispatches that contain a text, or that ended in one way. Both hold at the same time. */
export const filterDispatches: AppCommand = {
  id: COMMANDS.filterDispatches,
  async execute(app, argument) {
    const filter = isRecord(argument) ? readFilter(argument) : await askFilter(app.dispatches.choices);
    if (filter) await app.dispatches.choose(filter);
  },
};

function readFilter(argument: unknown): ListFilter {
  const { text, state } = readChoices(argument);
  return { text, state };
}

async function askFilter({ text }: ListChoices): Promise<ListFilter | undefined> {
  const pick = vscode.window.createQuickPick<FilterItem>();
  pick.placeholder = l10n.t('A text in the call, its result or its error, or how it ended');
  pick.value = text;
  const update = (): void => void (pick.items = filterItems(pick.value));
  update();
  try {
    return await new Promise<ListFilter | undefined>((resolve) => {
      pick.onDidChangeValue(update);
      pick.onDidAccept(() => resolve(pick.selectedItems[0]?.filter));
      pick.onDidHide(() => resolve(undefined));
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}

import * as vscode from 'vscode';
import type { AppCommand } from '../../app/app.ts';
import { COMMANDS } from '../../contributions.ts';
import { GROUPINGS, type Grouping } from '../../dispatches/view/listChoices.ts';
import { l10n } from '../../text/l10n.ts';

/** Puts the list of dispatches under heads, or under none. */
export const groupDispatches: AppCommand = {
  id: COMMANDS.groupDispatches,
  async execute(app, argument) {
    const named = GROUPINGS.find((known) => known === argument);
    const grouping = named ?? (await pickGrouping(app.dispatches.choices.grouping));
    if (grouping) await app.dispatches.choose({ grouping });
  },
};

async function pickGrouping(current: Grouping): Promise<Grouping | undefined> {
  const items = GROUPINGS.map((grouping) => ({
    label: groupingName(grouping),
    description: grouping === current ? l10n.t('as it is now') : '',
    grouping,
  }));
  const placeHolder = l10n.t('How are dispatches to be listed?');
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.grouping;
}

function groupingName(grouping: Grouping): string {
  switch (grouping) {
    case 'flat':
      return l10n.t('Without Groups');
    case 'day':
      return l10n.t('By Day');
    case 'method':
      return l10n.t('By Method');
    case 'inmate':
      return l10n.t('By Inmate');
  }
}

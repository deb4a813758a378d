import * as vscode from 'vscode';
import { Lifetime } from '../app/lifetime.ts';
import type { EngineParts } from '../loadEngineParts.ts';
import { escapeLabel } from '../text/escapeMarkup.ts';
import { l10n } from '../text/l10n.ts';
import { OMITTED, type ArgumentChoice } from '../dispatches/argumentChoice.ts';
import { buttonsOf, titleOf, type ArgumentAnswer, type AskedQuestion } from './question.ts';

type Literal = string | number | boolean | null;

interface ChoiceItem extends vscode.QuickPickItem {
  readonly choice: ArgumentChoice;
}

/** Asks for an argument that is one of a few values. @returns `undefined` if the user cancelled */
export async function askByPick(
  parts: EngineParts,
  asked: AskedQuestion,
  literals: readonly Literal[],
): Promise<ArgumentAnswer | undefined> {
  const lifetime = new Lifetime();
  const pick = lifetime.add(vscode.window.createQuickPick<ChoiceItem>());
  const buttons = buttonsOf(asked, false);
  const items = itemsOf(parts, asked, literals);
  pick.title = titleOf(asked);
  pick.step = Math.min(asked.question.index + 1, asked.method.parameters.length);
  pick.totalSteps = asked.method.parameters.length;
  pick.placeholder = escapeLabel(parts.promptOf(asked.question));
  pick.items = items;
  pick.activeItems = items.filter(({ choice }) => isSame(parts, asked, choice)).slice(0, 1);
  pick.buttons = buttons.map(({ button }) => button);
  pick.ignoreFocusOut = true;
  try {
    return await new Promise<ArgumentAnswer | undefined>((resolve) => {
      lifetime.add(pick.onDidHide(() => resolve(undefined)));
      lifetime.add(
        pick.onDidTriggerButton((pressed) => resolve(buttons.find(({ button }) => button === pressed)?.answer)),
      );
      lifetime.add(
        pick.onDidAccept(() => {
          const [item] = pick.selectedItems;
          if (item) resolve({ kind: 'chosen', choice: item.choice });
        }),
      );
      pick.show();
    });
  } finally {
    lifetime.dispose();
  }
}

function itemsOf(parts: EngineParts, { question }: AskedQuestion, literals: readonly Literal[]): readonly ChoiceItem[] {
  const { parameter, empty } = question;
  const items = literals.map((value): ChoiceItem => {
    const isDefault = parameter.defaultValue === value;
    return {
      label: escapeLabel(typeof value === 'string' && value !== '' ? value : JSON.stringify(value)),
      ...(isDefault ? { description: l10n.t('default') } : {}),
      choice: { kind: 'json', text: parts.callValueOf(value) },
    };
  });
  if (empty === 'refused') return items;
  const meaning = empty === 'left out' ? '' : parts.wordsOfEmpty(empty, parameter.default, parameter.shape);
  const label = parameter.rest ? l10n.t('No more') : l10n.t('Leave it out');
  const none: ChoiceItem = { label: `$(circle-slash) ${label}`, description: escapeLabel(meaning), choice: OMITTED };
  return [none, ...items];
}

/** Whether it is what was chosen before. */
function isSame(parts: EngineParts, { initial, question }: AskedQuestion, choice: ArgumentChoice): boolean {
  if (!initial || initial.kind === 'file') return false;
  if (initial.kind === 'omitted' || choice.kind !== 'json') return initial.kind === choice.kind;
  if (initial.kind === 'json') return initial.text === choice.text;
  const read = parts.parseArgument(initial.text, question.parameter);
  return read.kind === 'value' && parts.callValueOf(read.value) === choice.text;
}

import * as vscode from 'vscode';
import { Lifetime } from '../app/lifetime.ts';
import { escapeMessage } from '../text/escapeMarkup.ts';
import { l10n } from '../text/l10n.ts';

/** The user wants to go back to the question before. */
export const BACK = Symbol('back');

/** `undefined` if the user cancelled. */
export type Answer<T> = T | typeof BACK | undefined;

/** Where a question stands among the others. */
export interface Step {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
}

/** What is wrong with a text, and another one that would do. */
export interface Complaint {
  readonly message: string;
  readonly suggestion?: string | undefined;
}

export interface TextQuestion extends Step {
  /** Stands below the text. */
  readonly hint: string;
  readonly value: string;
  /** @returns `undefined` if the text will do */
  readonly check: (text: string) => Promise<Complaint | undefined>;
}

interface SuggestionButton extends vscode.QuickInputButton {
  readonly suggestion: string;
}

/** Asks for a text. A wrong one has one message, and a button that puts a right one in its place. */
export async function askText(question: TextQuestion): Promise<Answer<string>> {
  const lifetime = new Lifetime();
  const input = lifetime.add(vscode.window.createInputBox());
  const back = question.step > 1 ? [vscode.QuickInputButtons.Back] : [];
  const { title, step, totalSteps, hint, value } = question;
  Object.assign(input, { title, step, totalSteps, value, ignoreFocusOut: true, buttons: back });
  // As a name that is only suggested: typing replaces it.
  input.valueSelection = [0, value.length];
  input.prompt = escapeMessage(hint);
  const check = async (): Promise<boolean> => {
    const text = input.value;
    const complaint = await question.check(text);
    // Meanwhile something else may have been typed, which is checked after this.
    if (lifetime.ended || input.value !== text) return false;
    if (complaint) input.validationMessage = escapeMessage(complaint.message);
    else input.validationMessage = undefined;
    input.buttons = [...back, ...(complaint?.suggestion === undefined ? [] : [suggestionButton(complaint.suggestion)])];
    return complaint === undefined;
  };
  try {
    return await new Promise((resolve, reject) => {
      lifetime.add(input.onDidChangeValue(() => void check().catch(reject)));
      lifetime.add(
        input.onDidTriggerButton((button) => {
          if (button === vscode.QuickInputButtons.Back) resolve(BACK);
          else if (isSuggestion(button)) {
            input.value = button.suggestion;
            void check().catch(reject);
          }
        }),
      );
      const accept = async (): Promise<void> => {
        const text = input.value;
        if (await check()) resolve(text);
      };
      lifetime.add(input.onDidAccept(() => void accept().catch(reject)));
      lifetime.add(input.onDidHide(() => resolve(undefined)));
      input.show();
      void check().catch(reject);
    });
  } finally {
    lifetime.dispose();
  }
}

/** Asks for one of several. */
export async function askChoice<T extends vscode.QuickPickItem>(
  step: Step,
  placeholder: string,
  items: readonly T[],
): Promise<T | undefined> {
  const lifetime = new Lifetime();
  const pick = lifetime.add(vscode.window.createQuickPick<T>());
  Object.assign(pick, { ...step, placeholder, items, ignoreFocusOut: true });
  try {
    return await new Promise((resolve) => {
      lifetime.add(pick.onDidAccept(() => resolve(pick.selectedItems[0])));
      lifetime.add(pick.onDidHide(() => resolve(undefined)));
      pick.show();
    });
  } finally {
    lifetime.dispose();
  }
}

function suggestionButton(suggestion: string): SuggestionButton {
  return { iconPath: new vscode.ThemeIcon('lightbulb'), tooltip: l10n.t('Use {0}', suggestion), suggestion };
}

function isSuggestion(button: vscode.QuickInputButton): button is SuggestionButton {
  return 'suggestion' in button;
}

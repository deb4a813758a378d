import * as vscode from 'vscode';
import type { InmateMethod, MethodParameter } from '../../engine/index.ts';
import { escapeText } from '../../text/escape.ts';
import { clip } from '../../text/words.ts';
import { describeParameter } from '../../text/describeMethod.ts';
import { Lifetime } from '../app/lifetime.ts';
import type { EngineParts } from '../loadEngineParts.ts';
import { l10n } from '../text/l10n.ts';
import type { ArgumentChoice, ArgumentChoices } from './argumentChoice.ts';
import { pickFile } from './pickFile.ts';
import { escapeMessage } from '../text/escapeMarkup.ts';

type Answer =
  | { readonly kind: 'chosen'; readonly choice: ArgumentChoice }
  /** This parameter and those after it are left out. */
  | { readonly kind: 'omitted' }
  | { readonly kind: 'back' }
  | { readonly kind: 'file' };

/**
 * Asks for each argument of a method, with its name, type and default; checks the input while it is typed.
 *
 * @param initial the choices to start from
 * @returns `undefined` if the user cancelled
 */
export async function askArguments(
  parts: EngineParts,
  method: Pick<InmateMethod, 'name' | 'parameters'>,
  initial: ArgumentChoices,
): Promise<ArgumentChoices | undefined> {
  const { parameters } = method;
  const choices: ArgumentChoice[] = [];
  for (let i = 0; i < parameters.length;) {
    const parameter = parameters[i];
    if (!parameter) break;
    const answer = await askOne(parts, method, parameter, i, choices[i] ?? initial[i]);
    if (!answer) return undefined;
    if (answer.kind === 'omitted') return choices.slice(0, i);
    if (answer.kind === 'back') {
      i = Math.max(0, i - 1);
      continue;
    }
    const choice = answer.kind === 'file' ? await pickFile(parameter.name) : answer.choice;
    if (!choice) continue;
    choices[i++] = choice;
  }
  return choices.slice(0, parameters.length);
}

/** Asks for one argument. @returns `undefined` if the user cancelled */
async function askOne(
  parts: EngineParts,
  method: Pick<InmateMethod, 'name' | 'parameters'>,
  parameter: MethodParameter,
  index: number,
  initial: ArgumentChoice | undefined,
): Promise<Answer | undefined> {
  const lifetime = new Lifetime();
  const input = lifetime.add(vscode.window.createInputBox());
  const fileButton = { iconPath: new vscode.ThemeIcon('file'), tooltip: l10n.t('Take the bytes of a file…') };
  const file = initial?.kind === 'file' ? initial : undefined;
  input.title = escapeText(l10n.t('{0}: argument {1}', method.name, parameter.name));
  input.step = index + 1;
  input.totalSteps = method.parameters.length;
  input.prompt = escapeMessage(promptOf(parameter));
  input.placeholder = placeholderOf(parameter, file);
  input.value = initial?.kind === 'text' ? initial.text : '';
  input.buttons = [...(index > 0 ? [vscode.QuickInputButtons.Back] : []), fileButton];
  input.ignoreFocusOut = true;
  const parse = (text: string) => parts.parseArgument(text, parameter);
  const check = (): void => {
    const parsed = parse(input.value);
    const isWrong = parsed.kind === 'problem' && !(input.value === '' && file);
    // An empty box is not an error yet.
    input.validationMessage = isWrong && input.value !== '' ? escapeMessage(parsed.message) : undefined;
  };
  try {
    return await new Promise<Answer | undefined>((resolve) => {
      lifetime.add(input.onDidChangeValue(check));
      lifetime.add(input.onDidHide(() => resolve(undefined)));
      lifetime.add(input.onDidTriggerButton((button) => resolve({ kind: button === fileButton ? 'file' : 'back' })));
      lifetime.add(
        input.onDidAccept(() => {
          const parsed = parse(input.value);
          if (input.value === '' && file) resolve({ kind: 'chosen', choice: file });
          else if (parsed.kind === 'problem') input.validationMessage = escapeMessage(parsed.message);
          else if (parsed.kind === 'omitted') resolve({ kind: 'omitted' });
          else resolve({ kind: 'chosen', choice: { kind: 'text', text: input.value } });
        }),
      );
      check();
      input.show();
    });
  } finally {
    lifetime.dispose();
  }
}

function promptOf(parameter: MethodParameter): string {
  const declared = describeParameter(parameter);
  if (parameter.rest) return l10n.t('{0} — a JSON list; leave it empty for none', declared);
  if (parameter.optional) return l10n.t('{0} — leave it empty to leave it out', declared);
  return l10n.t('{0} — JSON, or a file', declared);
}

function placeholderOf(parameter: MethodParameter, file: { readonly uri: string } | undefined): string {
  if (file) return l10n.t('Enter for the bytes of {0}', escapeText(file.uri.split('/').at(-1) ?? file.uri));
  if (parameter.default !== undefined) return escapeText(clip(l10n.t('default: {0}', parameter.default), 200));
  return parameter.type === undefined ? l10n.t('JSON, or text') : escapeText(parameter.type);
}

import * as vscode from 'vscode';
import { escapeText } from '../../text/escape.ts';
import { clip } from '../../text/words.ts';
import { Lifetime } from '../app/lifetime.ts';
import type { EngineParts } from '../loadEngineParts.ts';
import { escapeMessage } from '../text/escapeMarkup.ts';
import { l10n } from '../text/l10n.ts';
import { OMITTED, type ArgumentChoice } from '../dispatches/argumentChoice.ts';
import { buttonsOf, titleOf, type ArgumentAnswer, type AskedQuestion } from './question.ts';

/** Asks for an argument that is typed. @returns `undefined` if the user cancelled */
export async function askByText(parts: EngineParts, asked: AskedQuestion): Promise<ArgumentAnswer | undefined> {
  const { method, question, initial } = asked;
  const { parameter, empty } = question;
  const lifetime = new Lifetime();
  const input = lifetime.add(vscode.window.createInputBox());
  const file = initial?.kind === 'file' ? initial : undefined;
  const buttons = buttonsOf(asked, true);
  input.title = titleOf(asked);
  input.step = Math.min(question.index + 1, method.parameters.length);
  input.totalSteps = method.parameters.length;
  input.prompt = escapeMessage(parts.promptOf(question));
  input.placeholder = placeholderOf(asked, file);
  input.value = textOf(parts, asked);
  input.buttons = buttons.map(({ button }) => button);
  input.ignoreFocusOut = true;
  const parse = (text: string): ReturnType<EngineParts['parseArgument']> => {
    const read = parts.parseArgument(text, parameter);
    if (read.kind !== 'omitted' || empty !== 'refused') return read;
    return { kind: 'problem', message: l10n.t('It is needed, since others follow.') };
  };
  const check = (): void => {
    const parsed = parse(input.value);
    // An empty box is not an error yet.
    input.validationMessage =
      parsed.kind === 'problem' && input.value !== '' ? escapeMessage(parsed.message) : undefined;
  };
  try {
    return await new Promise<ArgumentAnswer | undefined>((resolve) => {
      lifetime.add(input.onDidChangeValue(check));
      lifetime.add(input.onDidHide(() => resolve(undefined)));
      lifetime.add(
        input.onDidTriggerButton((pressed) => resolve(buttons.find(({ button }) => button === pressed)?.answer)),
      );
      lifetime.add(
        input.onDidAccept(() => {
          const parsed = parse(input.value);
          if (input.value === '' && file) resolve({ kind: 'chosen', choice: file });
          else if (parsed.kind === 'problem') input.validationMessage = escapeMessage(parsed.message);
          else if (parsed.kind === 'omitted') resolve({ kind: 'chosen', choice: OMITTED });
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

function textOf(parts: EngineParts, { initial, question }: AskedQuestion): string {
  if (initial?.kind === 'text') return initial.text;
  if (initial?.kind !== 'json') return '';
  const { parameter } = question;
  const read = parts.parseCallValue(initial.text, parameter);
  return read.kind === 'value' ? parts.textOfValue(read.value, parameter.shape) : initial.text;
}

function placeholderOf({ question }: AskedQuestion, file: (ArgumentChoice & { kind: 'file' }) | undefined): string {
  const { parameter } = question;
  if (file) return l10n.t('Enter for the bytes of {0}', escapeText(file.uri.split('/').at(-1) ?? file.uri));
  if (parameter.default !== undefined) return escapeText(clip(l10n.t('default: {0}', parameter.default), 200));
  return parameter.type === undefined ? l10n.t('JSON, or text') : escapeText(parameter.type);
}

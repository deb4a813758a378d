import type * as vscode from 'vscode';
import type { InmateMethod } from '../../engine/index.ts';
import type { EngineParts } from '../loadEngineParts.ts';
import { OMITTED, type ArgumentChoice, type ArgumentChoices } from '../dispatches/argumentChoice.ts';
import { askByPick } from './askByPick.ts';
import { askByText } from './askByText.ts';
import { pickFile } from './pickFile.ts';
import type { ArgumentAnswer, AskedQuestion } from './question.ts';

/** What asking has led to. */
export type AskedArguments =
  | { readonly kind: 'choices'; readonly choices: ArgumentChoices }
  /** The user prefers a document; it starts with what is known so far. */
  | { readonly kind: 'document'; readonly choices: ArgumentChoices };

/**
 * Asks for each argument of a method, with its name, type and default; checks the input while it is typed. None is skipped
 * because another one is left empty.
 *
 * @param initial the choices to start from
 * @param folder of the inmate
 * @returns `undefined` if the user cancelled
 */
export async function askArguments(
  parts: EngineParts,
  method: Pick<InmateMethod, 'name' | 'parameters'>,
  initial: ArgumentChoices,
  folder: vscode.Uri,
): Promise<AskedArguments | undefined> {
  const { parameters } = method;
  const answers: (ArgumentChoice | undefined)[] = [];
  const before: (ArgumentChoice | undefined)[] = [...initial];
  const asked: number[] = [];
  for (;;) {
    const question = parts.nextQuestion(parameters, answers);
    if (!question) return { kind: 'choices', choices: chosen(parts, answers) };
    const { index } = question;
    const hasBack = asked.length > 0;
    const canEnd = hasBack && question.empty === 'left out' && parts.canEndAt(parameters, index + 1);
    const answer = await ask(parts, { method, question, initial: before[index], hasBack, canEnd, folder });
    switch (answer?.kind) {
      case undefined:
        return undefined;
      case 'end':
        return { kind: 'choices', choices: chosen(parts, answers.slice(0, index)) };
      case 'document':
        return { kind: 'document', choices: chosen(parts, [...answers, ...before.slice(answers.length)]) };
      case 'back':
        // What was answered is there again when it is asked again.
        for (const [i, known] of answers.entries()) before[i] = known;
        answers.length = asked.pop() ?? 0;
        break;
      case 'file':
      case 'chosen': {
        const choice = answer.kind === 'file' ? await pickFile(question.parameter.name) : answer.choice;
        if (!choice) break;
        answers[index] = choice;
        asked.push(index);
      }
    }
  }
}

function ask(parts: EngineParts, asked: AskedQuestion): Promise<ArgumentAnswer | undefined> {
  const picks = parts.picksOf(asked.question.parameter);
  return picks ? askByPick(parts, asked, picks) : askByText(parts, asked);
}

function chosen(parts: EngineParts, answers: readonly (ArgumentChoice | undefined)[]): ArgumentChoices {
  return Array.from(parts.givenAnswers(answers), (answer) => answer ?? OMITTED);
}

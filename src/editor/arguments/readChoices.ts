import * as vscode from 'vscode';
import { messageOf } from '../../wire/thrown.ts';
import type { MethodParameter } from '../../engine/index.ts';
import type { EngineParts } from '../loadEngineParts.ts';
import { STEPS } from '../steps/nextStep.ts';
import { l10n } from '../text/l10n.ts';
import { UserError } from '../text/userError.ts';
import type { ArgumentChoice, ArgumentChoices } from './argumentChoice.ts';

/** Stands for the parameters of a method whose source does not tell them. */
export const UNKNOWN_PARAMETER: MethodParameter = {
  name: '?',
  type: undefined,
  optional: true,
  default: undefined,
  rest: false,
};

/**
 * Turns choices into values; files are read now.
 *
 * @throws UserError if a file cannot be read, or if the method has changed and no longer accepts a text
 */
export async function readChoices(
  parts: EngineParts,
  parameters: readonly MethodParameter[],
  choices: ArgumentChoices,
): Promise<readonly unknown[]> {
  const args: unknown[] = [];
  for (const [i, choice] of choices.entries()) {
    const parameter = parameters[i] ?? UNKNOWN_PARAMETER;
    const value = choice.kind === 'file' ? await readBytes(choice.uri) : readText(parts, parameter, choice);
    const values: readonly unknown[] = parameter.rest && Array.isArray(value) ? value : [value];
    args.push(...values);
  }
  return args;
}

/** Turns recorded arguments into choices that can be edited. */
export function choicesOf(
  parts: EngineParts,
  parameters: readonly MethodParameter[],
  args: readonly unknown[],
): ArgumentChoices {
  const rest = parameters.findIndex((parameter) => parameter.rest);
  const plain = rest < 0 ? args : args.slice(0, rest);
  const choices = plain.map((value, i): ArgumentChoice => {
    return { kind: 'text', text: parts.textOfValue(value, parameters[i]?.type) };
  });
  if (rest < 0 || args.length <= rest) return choices;
  return [...choices, { kind: 'text', text: parts.textOfValue(args.slice(rest), undefined) }];
}

function readText(parts: EngineParts, parameter: MethodParameter, choice: ArgumentChoice & { kind: 'text' }): unknown {
  const parsed = parts.parseArgument(choice.text, parameter);
  if (parsed.kind === 'value') return parsed.value;
  if (parsed.kind === 'omitted') return undefined;
  throw new UserError(l10n.t('The argument {0}: {1}', parameter.name, parsed.message), [STEPS.run()]);
}

async function readBytes(text: string): Promise<Uint8Array> {
  const uri = vscode.Uri.parse(text, true);
  try {
    // A copy: the file system may return a view of a larger buffer.
    return new Uint8Array(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    throw new UserError(l10n.t('The file {0} cannot be read: {1}', uri.fsPath, messageOf(error)), [STEPS.run()], {
      cause: error,
    });
  }
}

import * as vscode from 'vscode';
import { messageOf } from '../../wire/thrown.ts';
import type { MethodParameter } from '../../engine/index.ts';
import type { EngineParts } from '../loadEngineParts.ts';
import { STEPS } from '../steps/nextStep.ts';
import { l10n } from '../text/l10n.ts';
import { UserError } from '../text/userError.ts';
import { OMITTED, type ArgumentChoice, type ArgumentChoices } from '../dispatches/argumentChoice.ts';

/** Stands for the parameters of a method whose source does not tell them. */
export const UNKNOWN_PARAMETER: MethodParameter = {
  name: '?',
  type: undefined,
  optional: true,
  default: undefined,
  rest: false,
};

type Given = { readonly value: unknown } | undefined;

/**
 * Turns choices into values; files are read now.
 *
 * @param folder of the inmate: paths start at it
 * @throws UserError if a file cannot be read, or if the method has changed and no longer accepts a text
 */
export async function readChoices(
  parts: EngineParts,
  parameters: readonly MethodParameter[],
  choices: ArgumentChoices,
  folder: vscode.Uri,
): Promise<readonly unknown[]> {
  const given: Given[] = [];
  for (const [i, choice] of choices.entries()) {
    const parameter = parameterAt(parameters, i);
    if (choice.kind === 'file') given.push({ value: parts.asFileValue(await readBytes(choice.uri), parameter.shape) });
    else given.push(readText(parts, parameter, choice));
  }
  const { args, missing } = parts.argumentsOf(parameters, given);
  const [first] = missing;
  if (first) throw new UserError(l10n.t('The argument {0} has to be given.', first.name), [STEPS.editArguments()]);
  return parts.fillCallFiles(args, await parts.findCallFiles(args, folder.fsPath));
}

/** Turns recorded arguments into choices that can be edited. */
export function choicesOf(
  parts: EngineParts,
  parameters: readonly MethodParameter[],
  args: readonly unknown[],
): ArgumentChoices {
  return args.map((value, i): ArgumentChoice => {
    const { shape, optional } = parameterAt(parameters, i);
    // A call has no other way to leave out what others follow.
    if (optional && value === null && !parts.takesNull(shape)) return OMITTED;
    return { kind: 'text', text: parts.textOfValue(value, shape) };
  });
}

/** What was chosen, as far as it can be read, for a document: files stay references. */
export function givenOf(
  parts: EngineParts,
  parameters: readonly MethodParameter[],
  choices: ArgumentChoices,
  folder: vscode.Uri,
): readonly Given[] {
  return choices.map((choice, i): Given => {
    if (choice.kind === 'omitted') return undefined;
    if (choice.kind === 'file')
      return { value: parts.fileReference(vscode.Uri.parse(choice.uri).fsPath, folder.fsPath) };
    const read = parseChoice(parts, parameterAt(parameters, i), choice);
    if (read.kind === 'omitted') return undefined;
    return { value: read.kind === 'value' ? read.value : choice.text };
  });
}

/** Those of the rest are one after the other. */
function parameterAt(parameters: readonly MethodParameter[], index: number): MethodParameter {
  const last = parameters.at(-1);
  return parameters[index] ?? (last?.rest === true ? last : UNKNOWN_PARAMETER);
}

type WrittenChoice = Extract<ArgumentChoice, { readonly text: string }>;

function parseChoice(
  parts: EngineParts,
  parameter: MethodParameter,
  { kind, text }: WrittenChoice,
): ReturnType<EngineParts['parseArgument']> {
  return kind === 'json' ? parts.parseCallValue(text, parameter) : parts.parseArgument(text, parameter);
}

function readText(parts: EngineParts, parameter: MethodParameter, choice: WrittenChoice | { kind: 'omitted' }): Given {
  const read = choice.kind === 'omitted' ? choice : parseChoice(parts, parameter, choice);
  if (read.kind === 'value') return { value: read.value };
  if (read.kind === 'omitted') return undefined;
  throw new UserError(l10n.t('The argument {0}: {1}', parameter.name, read.message), [STEPS.run()]);
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

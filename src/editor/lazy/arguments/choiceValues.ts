import path from 'node:path';
import type { MethodParameter } from '../../../engine/index.ts';
import { formatArgumentJson, parseArgumentJson } from '../../../wire/json/argumentJson.ts';
import { FileReference, withFileReferences, withoutFileReferences } from '../../../wire/types/fileReference.ts';
import { isFileText, textOfFile } from '../../../wire/types/fileValue.ts';
import { fitValue } from '../../../wire/types/fitValue.ts';
import { alternativesOf, ANY, type ValueType } from '../../../wire/types/valueType.ts';
import { messageOf } from '../../../wire/thrown.ts';
import { STEPS } from '../../steps/nextStep.ts';
import { l10n } from '../../text/l10n.ts';
import { UserError } from '../../text/userError.ts';
import type { ParsedArgument } from './argumentText.ts';
import { placedWords } from './problemWords.ts';

/** Reads an argument as it stands in a document. */
export function parseCallValue(text: string, { shape = ANY }: Pick<MethodParameter, 'shape'>): ParsedArgument {
  try {
    const { value, problems } = fitValue(withFileReferences(parseArgumentJson(text)), shape);
    const [wrong] = problems;
    return wrong ? { kind: 'problem', message: placedWords(wrong) } : { kind: 'value', value };
  } catch (error) {
    return { kind: 'problem', message: messageOf(error) };
  }
}

/** An argument as it stands in a document, on one line. */
export function callValueOf(value: unknown): string {
  return formatArgumentJson(withoutFileReferences(value));
}

/** What is in a file as a parameter takes it: its bytes, or its text where no bytes are taken. */
export function asFileValue(bytes: Uint8Array, shape: ValueType = ANY): unknown {
  // A type that takes neither gets the bytes: the inmate says what it makes of them.
  if (!isFileText(shape)) return bytes;
  const text = textOfFile(bytes);
  if (text === undefined) {
    const message = l10n.t('A text is wanted, and the file has bytes that are not UTF-8.');
    throw new UserError(message, [STEPS.editArguments()]);
  }
  return text;
}

/** A file by its path: from the folder where it lies in it. */
export function fileReference(file: string, folder: string): FileReference {
  const relative = path.relative(folder, file);
  const isWithin = relative !== '' && relative.split(path.sep)[0] !== '..' && !path.isAbsolute(relative);
  return new FileReference(isWithin ? relative.split(path.sep).join('/') : file);
}

export function takesNull(shape: ValueType = ANY): boolean {
  return alternativesOf(shape).some(({ kind }) => kind === 'any' || kind === 'nothing');
}

import { FileReference } from './fileReference.ts';
import { fitValue } from './fitValue.ts';
import { ANY, type ValueType } from './valueType.ts';

/** Whether a file is read as text for a type: it takes a text and no bytes. */
export function isFileText(type: ValueType = ANY): boolean {
  const { value, problems } = fitValue(new FileReference('-'), type);
  return problems.length === 0 && value instanceof FileReference && value.as === 'text';
}

/** The text of a file; `undefined` where it has bytes that are not UTF-8. A byte order mark is no part of it. */
export function textOfFile(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

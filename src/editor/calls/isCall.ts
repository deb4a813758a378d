import type * as vscode from 'vscode';
import { CALL_ENDING } from '../contributions.ts';

/** Whether a document is a call of a method, by its name. */
export function isCall({ path }: Pick<vscode.Uri, 'path'>): boolean {
  return path.endsWith(CALL_ENDING);
}

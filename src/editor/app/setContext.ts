import * as vscode from 'vscode';
import type { ContextKey } from '../contributions.ts';

const known = new Map<ContextKey, boolean>();

/** Sets a context key of menus and key bindings. The editor is told only what is new to it. */
export function setContext(key: ContextKey, value: boolean): void {
  if (known.get(key) === value) return;
  known.set(key, value);
  void vscode.commands.executeCommand('setContext', key, value);
}

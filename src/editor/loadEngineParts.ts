import * as vscode from 'vscode';
import type * as engineParts from './lazy/engineParts.ts';

/** The module of `engineParts.ts`. */
export type EngineParts = typeof engineParts;

let loading: Promise<EngineParts> | undefined;

/** Loads the engine and what belongs to it, once. */
export function loadEngineParts(): Promise<EngineParts> {
  loading ??= import('./lazy/engineParts.ts').then((parts) => {
    parts.setTranslator((message, ...args) => vscode.l10n.t(message, ...args));
    return parts;
  });
  return loading;
}

import type { ExtensionContext } from 'vscode';
import { activateExtension } from './editor/activateExtension.ts';
import type { HoosegowApi } from './editor/api.ts';

export type { HoosegowApi } from './editor/api.ts';

/** Called by the editor. What is given back belongs to the context's subscriptions. */
export function activate(context: ExtensionContext): HoosegowApi {
  return activateExtension(context);
}

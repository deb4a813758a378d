import type { ExtensionContext } from 'vscode';
import { activateExtension, type ActiveExtension } from './editor/app/activateExtension.ts';
import type { HoosegowApi } from './editor/app/api.ts';

export type { HoosegowApi } from './editor/app/api.ts';

let active: ActiveExtension | undefined;

/** Called by the editor. What is given back belongs to the context's subscriptions. */
export function activate(context: ExtensionContext): HoosegowApi {
  active = activateExtension(context);
  return active.api;
}

/** Called by the editor, which waits for it, before the subscriptions are given back. */
export async function deactivate(): Promise<void> {
  await active?.end();
}

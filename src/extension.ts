import type { ExtensionContext } from 'vscode';
import { activateExtension, type ActiveExtension } from './editor/app/activateExtension.ts';
import type { HoosegowApi } from './editor/app/api.ts';

export type { HoosegowApi } from './editor/app/api.ts';

let active: ActiveExtension | undefined;

/** Called by the editor. Everything to dispose of is in the context's subscriptions. */
export function activate(context: ExtensionContext): HoosegowApi {
  active = activateExtension(context);
  return active.api;
}

/** Called by the editor, which awaits it before it disposes of the subscriptions. */
export async function deactivate(): Promise<void> {
  await active?.end();
}

import * as vscode from 'vscode';
import { messageOf } from '../../wire/thrown.ts';
import { createApi, type HoosegowApi } from './api.ts';
import { COMMANDS } from '../contributions.ts';
import { loadEditorParts } from '../loadEditorParts.ts';
import { createApp } from './createApp.ts';
import { Lifetime } from './lifetime.ts';
import { reportError } from './reportError.ts';
import { setTranslator } from '../text/l10n.ts';

export interface ActiveExtension {
  readonly api: HoosegowApi;
  /** Removes the idle containers; the editor allows a few seconds for it. */
  readonly end: () => Promise<void>;
}

/** Registers everything. It does not search, read or connect to anything until the editor asks for it or is idle. */
export function activateExtension(context: vscode.ExtensionContext): ActiveExtension {
  setTranslator((message, ...args) => vscode.l10n.t(message, ...args));
  const lifetime = new Lifetime();
  context.subscriptions.push(lifetime);
  const app = createApp(context, lifetime);
  for (const id of Object.values(COMMANDS)) {
    lifetime.add(
      vscode.commands.registerCommand(id, async (...args: readonly unknown[]) => {
        try {
          const { runCommand } = await loadEditorParts();
          return await runCommand(app, id, args);
        } catch (error) {
          reportError(app.log, error);
          return undefined;
        }
      }),
    );
  }
  void Promise.all([app.projects.ready(), app.history.ready()]).catch((error: unknown) => {
    app.log.error(messageOf(error));
  });
  return { api: createApi(), end: async () => app.engines.close() };
}

import * as vscode from 'vscode';
import type { DispatchMeta } from '../../engine/index.ts';
import type { HostCommand } from '../../protocol/protocol.ts';
import { COMMANDS } from '../contributions.ts';
import type { History } from '../dispatches/history/history.ts';
import type { InmateProjects } from '../inmates/inmateProjects.ts';

/** What can be done with the call of a recording. What it says of itself may come from anywhere. */
export class CallCommands {
  readonly #projects: InmateProjects;
  readonly #history: History;

  constructor(projects: InmateProjects, history: History) {
    this.#projects = projects;
    this.#history = history;
  }

  /** Waits for what is still being read, as when a window restores its tabs. */
  async for(uri: vscode.Uri, { inmateDir, args }: DispatchMeta): Promise<readonly HostCommand[]> {
    await Promise.allSettled([this.#projects.ready(), this.#history.ready()]);
    const isOurs = inmateDir !== null && this.#projects.findByPath(inmateDir) !== undefined;
    const canRun = isOurs && args !== null && vscode.workspace.isTrusted;
    return [
      ...(canRun ? (['runAgain', 'runEdited'] as const) : []),
      ...(isOurs ? (['goToSource'] as const) : []),
      ...(this.#before(uri) ? (['compareWithLast'] as const) : []),
    ];
  }

  async do(command: HostCommand, uri: vscode.Uri, { inmateDir, method }: DispatchMeta): Promise<void> {
    const { executeCommand } = vscode.commands;
    switch (command) {
      case 'runAgain':
        await executeCommand(COMMANDS.runDispatchAgain, uri);
        return;
      case 'runEdited':
        await executeCommand(COMMANDS.runEdited, uri);
        return;
      case 'goToSource':
        await executeCommand(COMMANDS.openMethodSource, { inmate: inmateDir, method });
        return;
      case 'compareWithLast': {
        const before = this.#before(uri);
        if (before) await executeCommand(COMMANDS.compare, uri, [uri, before]);
      }
    }
  }

  #before(uri: vscode.Uri): vscode.Uri | undefined {
    const before = uri.scheme === 'file' ? this.#history.before(uri.fsPath) : undefined;
    return before && vscode.Uri.file(before.path);
  }
}

import * as vscode from 'vscode';
import { Lifetime, type Disposable } from '../app/lifetime.ts';
import { COMMANDS } from '../contributions.ts';
import type { InmateProjects } from '../inmates/inmateProjects.ts';
import { l10n } from '../text/l10n.ts';
import { CALL_DOCUMENTS, projectOfCall } from './callDocument.ts';

/** Over the call of a document: run it, fill in earlier arguments, save it. */
export class CallLenses implements vscode.CodeLensProvider, Disposable {
  readonly #lifetime = new Lifetime();
  readonly #projects: InmateProjects;
  readonly #changed = this.#lifetime.add(new vscode.EventEmitter<void>());
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(projects: InmateProjects) {
    this.#projects = projects;
    this.#lifetime.add(projects.onDidChange(() => this.#changed.fire()));
    this.#lifetime.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#changed.fire()));
    this.#lifetime.add(vscode.languages.registerCodeLensProvider(CALL_DOCUMENTS, this));
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const { uri } = document;
    if (!vscode.workspace.isTrusted || !projectOfCall({ projects: this.#projects }, uri)) return [];
    const range = new vscode.Range(firstLine(document), 0, firstLine(document), 0);
    const lens = (command: string, title: string): vscode.CodeLens =>
      new vscode.CodeLens(range, { command, title, arguments: [uri] });
    return [
      lens(COMMANDS.runCall, `$(play) ${l10n.t('Run')}`),
      lens(COMMANDS.fillCall, l10n.t('Recent Arguments…')),
      ...(document.isUntitled ? [lens(COMMANDS.saveCall, l10n.t('Save Beside the Inmate'))] : []),
    ];
  }

  dispose(): void {
    this.#lifetime.dispose();
  }
}

/** The line at which the call itself begins, behind comments. */
function firstLine(document: vscode.TextDocument): number {
  const found = /^(?:\s*\/\/[^\n]*\n)*\s*/.exec(document.getText().slice(0, 20_000));
  return document.positionAt(found?.[0].length ?? 0).line;
}

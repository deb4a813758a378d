import * as vscode from 'vscode';
import { Lifetime, type Disposable } from '../app/lifetime.ts';
import { COMMANDS } from '../contributions.ts';
import type { InmateProjects } from '../inmates/inmateProjects.ts';
import { l10n } from '../text/l10n.ts';
import { DIAGNOSTIC_SOURCE } from './diagnosticOf.ts';
import { isPlainPackageName } from './installCommand.ts';

const SOURCES: vscode.DocumentSelector = { scheme: 'file', pattern: '**/*.{ts,mts,js,mjs,cts,cjs}' };
const CODE = /^missing (\S+)$/;

/** The code of a diagnostic of an import whose package is to be installed. */
export function missingPackageCode(name: string): string | undefined {
  return isPlainPackageName(name) ? `missing ${name}` : undefined;
}

/** Offers to install a package that an inmate imports and does not have. */
export class InstallActions implements vscode.CodeActionProvider, Disposable {
  readonly #lifetime = new Lifetime();
  readonly #projects: InmateProjects;

  constructor(projects: InmateProjects) {
    this.#projects = projects;
    const metadata = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };
    this.#lifetime.add(vscode.languages.registerCodeActionsProvider(SOURCES, this, metadata));
  }

  provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const project = this.#projects.find(document.uri);
    if (!project || !vscode.workspace.isTrusted) return [];
    return diagnostics.flatMap((diagnostic) => {
      const { code, source } = diagnostic;
      const name = source === DIAGNOSTIC_SOURCE && typeof code === 'string' ? CODE.exec(code)?.[1] : undefined;
      if (name === undefined || !isPlainPackageName(name)) return [];
      const title = l10n.t('Install {0}', name);
      const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
      action.command = { command: COMMANDS.installPackage, title, arguments: [project.dir, name] };
      action.diagnostics = [diagnostic];
      action.isPreferred = true;
      return [action];
    });
  }

  dispose(): void {
    this.#lifetime.dispose();
  }
}

import * as vscode from 'vscode';
import { formatDuration } from '../../text/words.ts';
import { COMMANDS, SETTINGS, SOURCE_GLOB } from '../contributions.ts';
import type { History } from '../dispatches/history.ts';
import { Lifetime, type Disposable } from '../app/lifetime.ts';
import { loadEngineParts } from '../loadEngineParts.ts';
import { l10n } from '../text/l10n.ts';
import type { InmateProject } from './inmateProject.ts';
import type { InmateProjects } from './inmateProjects.ts';
import type { MethodTarget } from './methodTarget.ts';
import { escapeLabel } from '../text/escapeMarkup.ts';

const SOURCES: vscode.DocumentSelector = { scheme: 'file', pattern: SOURCE_GLOB };

/** Lenses above every method of an inmate: run it, run it with other arguments, and how its last dispatch ended. */
export class MethodLenses implements vscode.CodeLensProvider, Disposable {
  readonly #lifetime = new Lifetime();
  readonly #projects: InmateProjects;
  readonly #history: History;
  readonly #changed = this.#lifetime.add(new vscode.EventEmitter<void>());
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(projects: InmateProjects, history: History) {
    this.#projects = projects;
    this.#history = history;
    this.#lifetime.add(projects.onDidChange(() => this.refresh()));
    this.#lifetime.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.refresh()));
    this.#lifetime.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SETTINGS.codeLens)) this.refresh();
      }),
    );
    this.#lifetime.add(vscode.languages.registerCodeLensProvider(SOURCES, this));
  }

  refresh(): void {
    this.#changed.fire();
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const project = this.#projects.find(document.uri);
    if (!project || !vscode.workspace.isTrusted) return [];
    if (vscode.workspace.getConfiguration().get(SETTINGS.codeLens) !== true) return [];
    const lines = await methodLines(project, document);
    return [...lines].flatMap(([method, line]) => this.#lensesOf(project, method, line));
  }

  dispose(): void {
    this.#lifetime.dispose();
  }

  #lensesOf(project: InmateProject, method: string, line: number): vscode.CodeLens[] {
    const range = new vscode.Range(line - 1, 0, line - 1, 0);
    const inmate = project.dir.fsPath;
    const again: MethodTarget = { inmate, method, ask: 'ifNeeded' };
    const anew: MethodTarget = { inmate, method, ask: 'always' };
    const lenses = [
      new vscode.CodeLens(range, { command: COMMANDS.run, title: `$(play) ${l10n.t('Run')}`, arguments: [again] }),
      new vscode.CodeLens(range, { command: COMMANDS.run, title: l10n.t('Run with…'), arguments: [anew] }),
    ];
    const last = this.#history.lastOf(inmate, method);
    if (last) {
      const took = last.duration === null ? '' : ` · ${formatDuration(last.duration)}`;
      const icon = last.state === 'returned' ? 'pass' : last.state === 'cancelled' ? 'circle-slash' : 'error';
      const title = `$(${icon}) ${escapeLabel(last.outcome)}${took}`;
      const tooltip = l10n.t('Open the timeline of the last dispatch');
      lenses.push(
        new vscode.CodeLens(range, { command: COMMANDS.openDispatch, title, tooltip, arguments: [last.path] }),
      );
    }
    return lenses;
  }
}

/** The line of each method in a file. The inmate's own module is read with its unsaved changes. */
async function methodLines(
  project: InmateProject,
  document: vscode.TextDocument,
): Promise<ReadonlyMap<string, number>> {
  const lines = new Map<string, number>();
  if (document.uri.path === project.file.path) {
    // A re-exported method has its lens where it is declared.
    const { dialectOf, readMethodPlaces } = await loadEngineParts();
    const places = await readMethodPlaces(document.getText(), dialectOf(document.uri.path)).catch(() => []);
    for (const { name, line } of places) lines.set(name, line);
  }
  const found = await project.methods();
  if (!found.ok) return lines;
  const { methods, unknown } = found.methods;
  for (const { name, file, line } of document.uri.path === project.file.path ? [] : [...methods, ...unknown]) {
    if (vscode.Uri.joinPath(project.dir, file).path === document.uri.path && line <= document.lineCount) {
      lines.set(name, line);
    }
  }
  return lines;
}

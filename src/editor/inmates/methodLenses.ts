import * as vscode from 'vscode';
import { formatDuration } from '../../text/words.ts';
import { COMMANDS, SETTINGS, SOURCE_GLOB } from '../contributions.ts';
import type { History } from '../dispatches/history/history.ts';
import type { LiveDispatches } from '../dispatches/run/liveDispatches.ts';
import { runningIcon } from '../dispatches/run/runningIcon.ts';
import { stageText } from '../dispatches/run/runStage.ts';
import { Lifetime, type Disposable } from '../app/lifetime.ts';
import { l10n } from '../text/l10n.ts';
import type { InmateProject } from './inmateProject.ts';
import type { InmateProjects } from './inmateProjects.ts';
import type { MethodLineReader } from './methodLines.ts';
import type { MethodTarget } from './methodTarget.ts';
import { escapeLabel } from '../text/escapeMarkup.ts';

const SOURCES: vscode.DocumentSelector = { scheme: 'file', pattern: SOURCE_GLOB };

export interface LensParts {
  readonly projects: InmateProjects;
  readonly history: History;
  readonly live: LiveDispatches;
  readonly lines: MethodLineReader;
}

/** Lenses above every method of an inmate: run it, run it with other arguments, and the state of its last dispatch. */
export class MethodLenses implements vscode.CodeLensProvider, Disposable {
  readonly #lifetime = new Lifetime();
  readonly #parts: LensParts;
  readonly #changed = this.#lifetime.add(new vscode.EventEmitter<void>());
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(parts: LensParts) {
    this.#parts = parts;
    this.#lifetime.add(parts.projects.onDidChange(() => this.refresh()));
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
    const project = this.#parts.projects.find(document.uri);
    if (!project || !vscode.workspace.isTrusted) return [];
    if (vscode.workspace.getConfiguration().get(SETTINGS.codeLens) !== true) return [];
    const lines = await this.#parts.lines.linesOf(project, document);
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
    const state = this.#running(inmate, method) ?? this.#last(inmate, method);
    return state ? [...lenses, new vscode.CodeLens(range, state)] : lenses;
  }

  #running(inmate: string, method: string): vscode.Command | undefined {
    const { live } = this.#parts;
    const running = live.running.findLast((one) => one.inmateDir === inmate && one.method === method);
    const stage = running && live.stageOf(running.recording);
    if (!stage) return undefined;
    const icon = runningIcon(Date.now() - stage.since);
    const title = `$(${icon}) ${stageText(stage, running.limit)} · ${l10n.t('Stop')}`;
    const tooltip = l10n.t('Stop this dispatch');
    return { command: COMMANDS.stop, title, tooltip, arguments: [running.recording] };
  }

  #last(inmate: string, method: string): vscode.Command | undefined {
    const last = this.#parts.history.lastOf(inmate, method);
    if (!last) return undefined;
    const took = last.duration === null ? '' : ` · ${formatDuration(last.duration)}`;
    const icon = last.state === 'returned' ? 'pass' : last.state === 'cancelled' ? 'circle-slash' : 'error';
    const title = `$(${icon}) ${escapeLabel(last.outcome)}${took}`;
    const tooltip = l10n.t('Open the timeline of the last dispatch');
    return { command: COMMANDS.openDispatch, title, tooltip, arguments: [last.path] };
  }
}

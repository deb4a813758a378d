import * as vscode from 'vscode';
import { messageOf } from '../../wire/thrown.ts';
import type { EngineKind, FileProblem } from '../../engine/index.ts';
import { SETTINGS } from '../contributions.ts';
import type { InmateProject } from '../inmates/inmateProject.ts';
import type { InmateProjects } from '../inmates/inmateProjects.ts';
import { Lifetime, type Disposable } from '../app/lifetime.ts';
import { loadEngineParts } from '../loadEngineParts.ts';
import { diagnosticOf } from './diagnosticOf.ts';
import { missingPackageCode } from './installActions.ts';
import type { Log } from '../app/log.ts';
import { isEngineKind } from '../settings/engineKind.ts';

/** Milliseconds without typing before a check. */
const SETTLE = 400;

/** Marks the code of an inmate that will not run, while one of its files is open; reads unsaved changes too. */
export class SourceDiagnostics implements Disposable {
  readonly #lifetime = new Lifetime();
  readonly #collection = this.#lifetime.add(vscode.languages.createDiagnosticCollection('hoosegow source'));
  readonly #projects: InmateProjects;
  readonly #log: Log;
  /** Files with problems, by folder of the inmate. */
  readonly #shown = new Map<string, readonly vscode.Uri[]>();
  #timer: NodeJS.Timeout | undefined;
  #isChecking = false;
  #isStale = false;

  constructor(projects: InmateProjects, log: Log) {
    this.#projects = projects;
    this.#log = log;
    const later = (): void => this.#later();
    this.#lifetime.add(projects.onDidChange(later));
    this.#lifetime.add(vscode.workspace.onDidOpenTextDocument((document) => this.#onText(document)));
    this.#lifetime.add(vscode.workspace.onDidCloseTextDocument((document) => this.#onText(document)));
    this.#lifetime.add(vscode.workspace.onDidChangeTextDocument(({ document }) => this.#onText(document)));
    this.#lifetime.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SETTINGS.engineKind) || event.affectsConfiguration(SETTINGS.baseImage)) later();
      }),
    );
    // What is installed, and what the image is made of, decide on some problems.
    const surroundings = this.#lifetime.add(vscode.workspace.createFileSystemWatcher('**/{package.json,Dockerfile}'));
    for (const event of [surroundings.onDidChange, surroundings.onDidCreate, surroundings.onDidDelete]) {
      this.#lifetime.add(event((uri) => this.#onFile(uri)));
    }
    this.#lifetime.add({ dispose: () => clearTimeout(this.#timer) });
  }

  dispose(): void {
    this.#lifetime.dispose();
  }

  #onText({ uri }: vscode.TextDocument): void {
    if (uri.scheme === 'file' && this.#projects.find(uri)) this.#later();
  }

  #onFile(uri: vscode.Uri): void {
    if (!uri.path.includes('/node_modules/') && this.#projects.find(uri)) this.#later();
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#checkSoon(), SETTLE);
  }

  /** One check at a time: a change during a check causes another one afterwards. */
  #checkSoon(): void {
    this.#isStale = true;
    if (!this.#isChecking) void this.#checkAll();
  }

  async #checkAll(): Promise<void> {
    this.#isChecking = true;
    while (this.#isStale && !this.#lifetime.ended) {
      this.#isStale = false;
      const open = openProjects(this.#projects);
      for (const dir of this.#shown.keys()) if (!open.has(dir)) this.#show(dir, []);
      for (const [dir, project] of open) await this.#check(dir, project);
    }
    this.#isChecking = false;
  }

  async #check(dir: string, project: InmateProject): Promise<void> {
    try {
      const { readInmate } = await loadEngineParts();
      const { problems } = await readInmate(project.dir.fsPath, { ...runsIn(project.dir), texts: unsavedTexts() });
      const files = [...new Set(problems.map(({ file }) => file))].map((file) => {
        const found = problems.filter((problem) => problem.file === file);
        return [vscode.Uri.joinPath(project.dir, file), found.map(toDiagnostic)] as const;
      });
      if (!this.#lifetime.ended) this.#show(dir, files);
    } catch (error) {
      this.#log.info(`the source of ${project.name} is not checked: ${messageOf(error)}`);
      if (!this.#lifetime.ended) this.#show(dir, []);
    }
  }

  #show(dir: string, files: readonly (readonly [vscode.Uri, vscode.Diagnostic[]])[]): void {
    const now = files.map(([file]) => file);
    for (const file of this.#shown.get(dir) ?? []) {
      if (!now.some((other) => other.path === file.path)) this.#collection.delete(file);
    }
    for (const [file, found] of files) this.#collection.set(file, found);
    if (now.length === 0) this.#shown.delete(dir);
    else this.#shown.set(dir, now);
  }
}

/** Inmates with an open file, by folder. */
function openProjects(projects: InmateProjects): ReadonlyMap<string, InmateProject> {
  const open = new Map<string, InmateProject>();
  for (const { uri } of vscode.workspace.textDocuments) {
    const project = uri.scheme === 'file' ? projects.find(uri) : undefined;
    if (project) open.set(project.dir.fsPath, project);
  }
  return open;
}

function unsavedTexts(): ReadonlyMap<string, string> {
  const unsaved = vscode.workspace.textDocuments.filter(({ isDirty, uri }) => isDirty && uri.scheme === 'file');
  return new Map(unsaved.map((document) => [document.uri.fsPath, document.getText()]));
}

function runsIn(dir: vscode.Uri): { readonly engine: EngineKind; readonly baseImage?: string } {
  const settings = vscode.workspace.getConfiguration(undefined, dir);
  const baseImage = settings.get(SETTINGS.baseImage);
  const kind = settings.get(SETTINGS.engineKind);
  return {
    engine: isEngineKind(kind) ? kind : 'docker',
    ...(typeof baseImage === 'string' && baseImage !== '' ? { baseImage } : {}),
  };
}

/** The editor marks the word that begins at the place. */
function toDiagnostic({ message, severity, missingPackage, line, column }: FileProblem): vscode.Diagnostic {
  const at = new vscode.Position(line - 1, column - 1);
  const { Error: error, Warning: warning } = vscode.DiagnosticSeverity;
  const diagnostic = diagnosticOf(new vscode.Range(at, at), message, severity === 'error' ? error : warning);
  const code = missingPackage === undefined ? undefined : missingPackageCode(missingPackage);
  if (code !== undefined) diagnostic.code = code;
  return diagnostic;
}

import * as vscode from 'vscode';
import { INMATE_ENDINGS } from '../../text/inmateEndings.ts';
import { CONTEXT_KEYS, INMATE_EXCLUDE, INMATE_GLOB, SOURCE_GLOB } from '../contributions.ts';
import { Lifetime, type Disposable } from '../app/lifetime.ts';
import { InmateProject } from './inmateProject.ts';

const MAX_PROJECTS = 200;
/** Milliseconds within which several changes of sources count as one. */
const SETTLE = 150;

/** The inmates of the workspace, kept up to date by watching it. */
export class InmateProjects implements Disposable {
  readonly #lifetime = new Lifetime();
  readonly #changed = this.#lifetime.add(new vscode.EventEmitter<void>());
  #projects: readonly InmateProject[] = [];
  #search: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Inmates or their methods have changed. */
  readonly onDidChange = this.#changed.event;

  constructor() {
    const inmates = this.#lifetime.add(vscode.workspace.createFileSystemWatcher(INMATE_GLOB, false, true, false));
    const sources = this.#lifetime.add(vscode.workspace.createFileSystemWatcher(SOURCE_GLOB));
    for (const event of [inmates.onDidCreate, inmates.onDidDelete]) {
      this.#lifetime.add(event(() => void this.refresh()));
    }
    for (const event of [sources.onDidChange, sources.onDidCreate, sources.onDidDelete]) {
      this.#lifetime.add(event((uri) => this.#onSource(uri)));
    }
    this.#lifetime.add(vscode.workspace.onDidChangeWorkspaceFolders(() => void this.refresh()));
    this.#lifetime.add({ dispose: () => clearTimeout(this.#timer) });
  }

  get all(): readonly InmateProject[] {
    return this.#projects;
  }

  /** Resolves with the inmates once the workspace has been searched. */
  async ready(): Promise<readonly InmateProject[]> {
    await (this.#search ?? this.refresh());
    return this.#projects;
  }

  /** The innermost inmate whose folder is the URI or contains it. */
  find(uri: vscode.Uri): InmateProject | undefined {
    const path = `${uri.path}/`;
    return this.#projects
      .filter(({ dir }) => dir.scheme === uri.scheme && path.startsWith(`${dir.path}/`))
      .toSorted((a, b) => b.dir.path.length - a.dir.path.length)[0];
  }

  findByPath(inmateDir: string): InmateProject | undefined {
    return this.#projects.find(({ dir }) => dir.fsPath === vscode.Uri.file(inmateDir).fsPath);
  }

  refresh(): Promise<void> {
    this.#search = this.#find();
    return this.#search;
  }

  dispose(): void {
    this.#lifetime.dispose();
  }

  async #find(): Promise<void> {
    const found = await vscode.workspace.findFiles(INMATE_GLOB, INMATE_EXCLUDE, MAX_PROJECTS);
    if (this.#lifetime.ended) return;
    // If a folder has several of these files, the engine uses the first in this order.
    const rank = (uri: vscode.Uri): number => INMATE_ENDINGS.indexOf(uri.path.split('.').at(-1) ?? '');
    const byDir = new Map<string, InmateProject>();
    const files = found.filter(({ scheme }) => scheme === 'file').toSorted((a, b) => rank(a) - rank(b));
    for (const file of files) {
      const project = new InmateProject(file);
      if (!byDir.has(project.dir.path)) byDir.set(project.dir.path, project);
    }
    this.#projects = [...byDir.values()].toSorted((a, b) => (a.dir.path < b.dir.path ? -1 : 1));
    await vscode.commands.executeCommand('setContext', CONTEXT_KEYS.hasInmates, this.#projects.length > 0);
    if (!this.#lifetime.ended) this.#changed.fire();
  }

  #onSource(uri: vscode.Uri): void {
    const project = uri.path.includes('/node_modules/') ? undefined : this.find(uri);
    if (!project) return;
    project.forget();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#changed.fire(), SETTLE);
  }
}

import * as vscode from 'vscode';
import { Lifetime, type Disposable } from '../app/lifetime.ts';
import { isCall } from '../calls/isCall.ts';
import { isOwnSave } from '../dispatches/run/saveSources.ts';
import type { InmateProject } from '../inmates/inmateProject.ts';
import type { InmateProjects } from '../inmates/inmateProjects.ts';
import { saveSettings } from '../settings/settings.ts';

/** What a save of an inmate's sources can bring about. */
export interface SaveActions {
  prepare(project: InmateProject): Promise<void>;
  /** @returns whether there is a call that was made again */
  runAgain(project: InmateProject): Promise<boolean>;
}

/** Does what the settings want to follow a save of an inmate's sources. What a run saves before it begins is none. */
export class SavedInmates implements Disposable {
  readonly #lifetime = new Lifetime();
  readonly #projects: InmateProjects;
  readonly #actions: SaveActions;

  constructor(projects: InmateProjects, actions: SaveActions) {
    this.#projects = projects;
    this.#actions = actions;
    this.#lifetime.add(vscode.workspace.onDidSaveTextDocument((document) => this.#onSave(document)));
  }

  dispose(): void {
    this.#lifetime.dispose();
  }

  #onSave(document: vscode.TextDocument): void {
    const { uri } = document;
    if (uri.scheme !== 'file' || uri.path.includes('/node_modules/') || isOwnSave(document)) return;
    const project = this.#projects.find(uri);
    if (project) void this.#follow(project, isCall(uri));
  }

  async #follow(project: InmateProject, isOfArguments: boolean): Promise<void> {
    const { prepare, run } = saveSettings(project.dir);
    // A run prepares what it needs by itself. Arguments that are written down change nothing that has been run.
    if (run && !isOfArguments && (await this.#actions.runAgain(project))) return;
    if (prepare) await this.#actions.prepare(project);
  }
}

import * as vscode from 'vscode';
import { messageOf } from '../../wire/thrown.ts';
import type { InmateProject } from '../inmates/inmateProject.ts';
import type { InmateProjects } from '../inmates/inmateProjects.ts';
import { Lifetime, type Disposable } from '../app/lifetime.ts';
import type { Log } from '../app/log.ts';
import type { EngineService } from './engineService.ts';

/** Milliseconds that an inmate must stay in the active editor with its sources unchanged. */
const SETTLE = 1000;

/**
 * Keeps a container ready for the inmate in the active editor, so that its first run is as fast as the next ones; after
 * a run the engine itself does so. It never builds an image, and leaves errors to be reported when a method is run.
 */
export class InmateWarmer implements Disposable {
  readonly #lifetime = new Lifetime();
  readonly #engines: EngineService;
  readonly #projects: InmateProjects;
  readonly #log: Log;
  #timer: NodeJS.Timeout | undefined;

  constructor(engines: EngineService, projects: InmateProjects, log: Log) {
    this.#engines = engines;
    this.#projects = projects;
    this.#log = log;
    const later = (): void => this.#later();
    this.#lifetime.add(vscode.window.onDidChangeActiveTextEditor(later));
    this.#lifetime.add(vscode.workspace.onDidGrantWorkspaceTrust(later));
    // Changed sources make the idle container useless; changed settings, the whole engine.
    this.#lifetime.add(projects.onDidChange(later));
    this.#lifetime.add(engines.onDidChange(later));
    this.#lifetime.add({ dispose: () => clearTimeout(this.#timer) });
  }

  dispose(): void {
    this.#lifetime.dispose();
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#warmInFront(), SETTLE);
  }

  async #warmInFront(): Promise<void> {
    const uri = vscode.window.activeTextEditor?.document.uri;
    const project = uri && this.#projects.find(uri);
    if (!project || !vscode.workspace.isTrusted) return;
    try {
      await this.#warm(project);
    } catch (error) {
      this.#log.info(`no container waits for ${project.name}: ${messageOf(error)}`);
    }
  }

  async #warm(project: InmateProject): Promise<void> {
    const use = await this.#engines.use(project.dir);
    try {
      if (use.options.pool) await use.hoosegow.warm({ build: false });
    } finally {
      use.dispose();
    }
  }
}

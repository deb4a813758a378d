import * as vscode from 'vscode';
import { messageOf } from '../../wire/thrown.ts';
import type { InmateProject } from '../inmates/inmateProject.ts';
import type { InmateProjects } from '../inmates/inmateProjects.ts';
import { Lifetime, type Disposable } from '../app/lifetime.ts';
import type { Log } from '../app/log.ts';
import { NewestWins } from '../saves/newestWins.ts';
import type { EngineService, EngineUse } from './engineService.ts';

/** Milliseconds that an inmate must stay in the active editor with its sources unchanged. */
const SETTLE = 1000;
/** What takes fewer milliseconds is not told. */
const QUIET = 1000;

export interface WarmerParts {
  readonly engines: EngineService;
  readonly projects: InmateProjects;
  readonly log: Log;
  /** Called with the names of the inmates that are being prepared, where that takes a while. */
  readonly onPreparing: (names: readonly string[]) => void;
  /** Called before an inmate is prepared. */
  readonly onPrepare: (project: InmateProject) => void;
  /** Called where it cannot be. */
  readonly onFailure: (project: InmateProject, error: unknown) => void;
}

/**
 * Keeps a container ready for the inmate in the active editor, so that its first run is as fast as the next ones; after
 * a run the engine itself does so. Only `prepare` builds an image. Errors go to the log: a run will report them.
 */
export class InmateWarmer implements Disposable {
  readonly #lifetime = new Lifetime();
  readonly #parts: WarmerParts;
  readonly #newest = new NewestWins(() => new Error('it was saved again'));
  readonly #preparing: string[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: WarmerParts) {
    this.#parts = parts;
    const later = (): void => this.#later();
    this.#lifetime.add(vscode.window.onDidChangeActiveTextEditor(later));
    this.#lifetime.add(vscode.workspace.onDidGrantWorkspaceTrust(later));
    // Changed sources make the idle container useless; changed settings, the whole engine.
    this.#lifetime.add(parts.projects.onDidChange(later));
    this.#lifetime.add(parts.engines.onDidChange(later));
    this.#lifetime.add({ dispose: () => clearTimeout(this.#timer) });
    this.#lifetime.add({ dispose: () => this.#newest.cancelAll() });
  }

  /** Builds the image of an inmate as it is now, and has a container wait for it. The next time ends this one. */
  async prepare(project: InmateProject): Promise<void> {
    const { log, onPrepare, onFailure } = this.#parts;
    await this.#newest.run(project.dir.toString(), async (signal) => {
      const done = this.#tell(project.name);
      onPrepare(project);
      try {
        await this.#use(project, async (use) => prepareWith(use, log, signal));
      } catch (error) {
        if (signal.aborted) return;
        log.info(`${project.name} is not prepared: ${messageOf(error)}`);
        onFailure(project, error);
      } finally {
        done();
      }
    });
  }

  dispose(): void {
    this.#lifetime.dispose();
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#warmInFront(), SETTLE);
  }

  async #warmInFront(): Promise<void> {
    const { projects, log } = this.#parts;
    const uri = vscode.window.activeTextEditor?.document.uri;
    const project = uri && projects.find(uri);
    if (!project || !vscode.workspace.isTrusted) return;
    try {
      await this.#use(project, async (use) => {
        if (use.options.pool) await use.hoosegow.warm({ build: false });
      });
    } catch (error) {
      log.info(`no container waits for ${project.name}: ${messageOf(error)}`);
    }
  }

  async #use(project: InmateProject, task: (use: EngineUse) => Promise<void>): Promise<void> {
    const use = await this.#parts.engines.use(project.dir);
    try {
      await task(use);
    } finally {
      use.dispose();
    }
  }

  /** @returns what ends it */
  #tell(name: string): () => void {
    const { onPreparing } = this.#parts;
    let told = false;
    const timer = setTimeout(() => {
      told = true;
      this.#preparing.push(name);
      onPreparing(this.#preparing);
    }, QUIET);
    return () => {
      clearTimeout(timer);
      if (!told) return;
      this.#preparing.splice(this.#preparing.indexOf(name), 1);
      onPreparing(this.#preparing);
    };
  }
}

async function prepareWith(use: EngineUse, log: Log, signal: AbortSignal): Promise<void> {
  const { hoosegow, options } = use;
  signal.throwIfAborted();
  // A bare process is made from what the folder holds when it starts.
  if (options.engine === 'process') return;
  const builds = use.onBuildProgress(({ text }) => log.build(text));
  try {
    if (options.pool) await hoosegow.warm({ signal });
    else if (!(await hoosegow.imageExists())) await hoosegow.buildImage({ signal });
  } finally {
    builds.dispose();
  }
}

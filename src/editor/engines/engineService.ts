import * as vscode from 'vscode';
import { messageOf } from '../../wire/thrown.ts';
import type { BuildProgress, CloseOptions, Hoosegow } from '../../engine/index.ts';
import { BuildLogs } from './buildLogs.ts';
import { Lifetime, type Disposable } from '../app/lifetime.ts';
import { loadEngineParts, type EngineParts } from '../loadEngineParts.ts';
import type { Log } from '../app/log.ts';
import { engineSettings } from '../settings/settings.ts';
import type { EngineOptions } from '../settings/engineSettings.ts';
import { STEPS } from '../steps/nextStep.ts';
import { l10n } from '../text/l10n.ts';
import { UserError } from '../text/userError.ts';
import { ProcessorCheck } from './processors.ts';
import { SettingError } from './settingError.ts';

/** The engine of one inmate folder, while it is in use. */
export interface EngineUse extends Disposable {
  readonly hoosegow: Hoosegow;
  readonly options: EngineOptions;
  /** Output of builds of this folder. */
  onBuildProgress(listener: (progress: BuildProgress) => void): Disposable;
}

interface OpenEngine {
  readonly hoosegow: Hoosegow;
  readonly listeners: Set<(progress: BuildProgress) => void>;
  uses: number;
  retired: boolean;
}

/** Keeps one engine for each inmate folder, and replaces it when its settings change. */
export class EngineService implements Disposable {
  readonly #lifetime = new Lifetime();
  readonly #changed = this.#lifetime.add(new vscode.EventEmitter<void>());
  readonly #open = new Map<string, { readonly key: string; readonly engine: OpenEngine }>();
  /** All engines to close, including those with outdated settings. */
  readonly #engines = new Set<OpenEngine>();
  readonly buildLogs = new BuildLogs();
  readonly #processors = new ProcessorCheck();
  #closed = false;
  readonly #log: Log;
  /** Settings of the engine may have changed. */
  readonly onDidChange = this.#changed.event;

  constructor(log: Log) {
    this.#log = log;
    this.#lifetime.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('hoosegow')) this.#changed.fire();
      }),
    );
  }

  /**
   * @throws UserError in Restricted Mode, where nothing is built, run or removed
   * @throws SettingError if a setting is invalid
   * @throws CancellationError if the window is about to close
   */
  async use(inmateDir: vscode.Uri): Promise<EngineUse> {
    if (!vscode.workspace.isTrusted)
      throw new UserError(l10n.t('In Restricted Mode nothing is built and no method is run.'), [STEPS.trust()]);
    const { options, problems, refused } = engineSettings(inmateDir);
    const [first] = problems;
    if (first) throw new SettingError(first);
    for (const { setting, message } of refused) this.#log.warn(`${setting}: ${message}`);
    const parts = await loadEngineParts();
    await this.#processors.check(options, parts.askProcessors);
    if (this.#closed) throw new vscode.CancellationError();
    const engine = this.#engineFor(parts, inmateDir.fsPath, options);
    engine.uses++;
    const release = once(() => {
      engine.uses--;
      void this.#closeUnused(engine);
    });
    return {
      hoosegow: engine.hoosegow,
      options,
      onBuildProgress: (listener) => {
        engine.listeners.add(listener);
        return { dispose: () => engine.listeners.delete(listener) };
      },
      dispose: release,
    };
  }

  dispose(): void {
    void this.close();
  }

  /** Closes the engines that nothing uses now, with the containers that wait in them; the next use opens another one. */
  async rest(): Promise<void> {
    const unused = [...this.#open].filter(([, { engine }]) => engine.uses === 0);
    for (const [inmateDir] of unused) this.#open.delete(inmateDir);
    await Promise.all(unused.map(async ([, { engine }]) => this.#end(engine, {})));
  }

  /** Closes every engine and cancels its dispatches. Resolves when no container is left. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#lifetime.dispose();
    this.#open.clear();
    await Promise.all([...this.#engines].map(async (engine) => this.#end(engine, { cancel: true })));
  }

  #engineFor(parts: EngineParts, inmateDir: string, options: EngineOptions): OpenEngine {
    const key = JSON.stringify(options);
    const known = this.#open.get(inmateDir);
    if (known?.key === key) return known.engine;
    const listeners: OpenEngine['listeners'] = new Set();
    const onBuildProgress = (progress: BuildProgress): void => {
      this.buildLogs.add(inmateDir, progress.text);
      for (const listener of listeners) listener(progress);
    };
    const hoosegow = new parts.Hoosegow({ ...options, inmateDir, onBuildProgress });
    const engine: OpenEngine = { hoosegow, listeners, uses: 0, retired: false };
    this.#engines.add(engine);
    if (known) void this.#retire(known.engine);
    this.#open.set(inmateDir, { key, engine });
    return engine;
  }

  async #retire(engine: OpenEngine): Promise<void> {
    engine.retired = true;
    await this.#closeUnused(engine);
  }

  async #closeUnused(engine: OpenEngine): Promise<void> {
    if (engine.retired && engine.uses === 0) await this.#end(engine, {});
  }

  async #end(engine: OpenEngine, how: CloseOptions): Promise<void> {
    this.#engines.delete(engine);
    try {
      await engine.hoosegow.close(how);
    } catch (error) {
      this.#log.warn(`closing an engine: ${messageOf(error)}`);
    }
  }
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    action();
  };
}

import * as vscode from 'vscode';
import { COMMANDS } from '../contributions.ts';
import { Lifetime, type Disposable } from '../app/lifetime.ts';
import { loadEngineParts } from '../loadEngineParts.ts';
import type { EngineOptions } from '../settings/engineSettings.ts';
import { engineSettings } from '../settings/settings.ts';
import { escapeText } from '../../text/escape.ts';
import { l10n } from '../text/l10n.ts';
import type { EngineService } from './engineService.ts';

/** Milliseconds from showing the item to the first health check, and from one check to the next. */
const FIRST_CHECK = 1500;
const CHECK_EVERY = 60_000;

/** What the item shows; texts not yet escaped. */
interface EngineState {
  readonly text: string;
  readonly tooltip: string;
  readonly wrong: boolean;
}

/** Status-bar item with the endpoint and its health; shown if there is an inmate to run. */
export class EngineStatus implements Disposable {
  readonly #lifetime = new Lifetime();
  readonly #item = this.#lifetime.add(
    vscode.window.createStatusBarItem('hoosegow.engine', vscode.StatusBarAlignment.Left, 0),
  );
  #timer: NodeJS.Timeout | undefined;
  #shown = false;
  #checks = 0;
  #state: EngineState | undefined;
  #preparing: readonly string[] = [];

  constructor(engines: EngineService) {
    this.#item.name = l10n.t('Hoosegow: Container Engine');
    this.#item.command = COMMANDS.selectEngine;
    this.#lifetime.add(engines.onDidChange(() => this.refresh()));
    this.#lifetime.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.refresh()));
    this.#lifetime.add({ dispose: () => clearTimeout(this.#timer) });
  }

  setShown(shown: boolean): void {
    if (shown === this.#shown) return;
    this.#shown = shown;
    if (!shown) {
      clearTimeout(this.#timer);
      this.#item.hide();
      return;
    }
    this.#render({ text: '$(server-environment) Hoosegow', tooltip: l10n.t('Not asked yet'), wrong: false });
    this.#item.show();
    this.#later(FIRST_CHECK);
  }

  /** Shows quietly which inmates are being prepared, by their names. */
  setPreparing(names: readonly string[]): void {
    this.#preparing = [...names];
    if (this.#state) this.#render(this.#state);
  }

  /** Checks again soon, for example after a dispatch that could not run. */
  refresh(): void {
    if (this.#shown) this.#later(100);
  }

  dispose(): void {
    this.#lifetime.dispose();
  }

  #later(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#check(), milliseconds);
    this.#timer.unref();
  }

  async #check(): Promise<void> {
    const check = ++this.#checks;
    // An unfocused window needs no check.
    const state = check > 1 && !vscode.window.state.focused ? undefined : await stateOfEngine();
    if (check !== this.#checks || this.#lifetime.ended) return;
    if (state) this.#render(state);
    this.#later(CHECK_EVERY);
  }

  #render(state: EngineState): void {
    this.#state = state;
    const { text, tooltip, wrong } = this.#preparing.length > 0 ? preparing(state, this.#preparing) : state;
    this.#item.text = escapeText(text);
    this.#item.tooltip = escapeText(tooltip);
    this.#item.accessibilityInformation = {
      label: `${l10n.t('Container engine')}: ${escapeText(text.replace(/\$\([a-z~-]+\) /g, ''))}. ${escapeText(tooltip)}`,
    };
    this.#item.backgroundColor = wrong ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
  }
}

/** The same with another icon, so that nothing moves. */
function preparing({ text, tooltip, wrong }: EngineState, names: readonly string[]): EngineState {
  const told = l10n.t('Preparing {0} for the next run', names.join(', '));
  return { text: text.replace(/^\$\([a-z-]+\)/, '$(sync~spin)'), tooltip: `${told}. ${tooltip}`, wrong };
}

async function stateOfEngine(): Promise<EngineState> {
  if (!vscode.workspace.isTrusted) {
    const tooltip = l10n.t('Restricted Mode: nothing is built and nothing is run');
    return { text: '$(shield) Hoosegow', tooltip, wrong: false };
  }
  const { options, problems } = engineSettings(vscode.workspace.workspaceFolders?.[0]?.uri);
  const [problem] = problems;
  if (problem) return { text: '$(error) Hoosegow', tooltip: `${problem.setting} ${problem.message}`, wrong: true };
  switch (options.engine) {
    case 'process': {
      const tooltip = l10n.t('The process engine isolates nothing: inmates run with all your rights');
      return { text: `$(warning) ${l10n.t('process (unsafe)')}`, tooltip, wrong: true };
    }
    case 'docker':
      return stateOfDocker(options);
  }
}

async function stateOfDocker(options: EngineOptions): Promise<EngineState> {
  const { checkHealth } = await loadEngineParts();
  const health = await checkHealth(options.docker ?? {});
  if (health.ok) {
    const runtime = options.runtime === undefined ? '' : ` · ${options.runtime}`;
    const tooltip = l10n.t(
      '{0} answers at {1} (by: {2}; API {3})',
      health.engine,
      health.url,
      health.source,
      health.apiVersion,
    );
    return { text: `$(pass) ${shortUrl(health.url)}${runtime}`, tooltip, wrong: false };
  }
  const where = health.url === undefined ? l10n.t('no engine') : shortUrl(health.url);
  return { text: `$(error) ${where}`, tooltip: health.message, wrong: true };
}

/** An address, shortened: `docker.sock`, `ssh://build`. `$(` would be an icon. */
function shortUrl(url: string): string {
  const short = url.replace(/^(?:unix|npipe):\/\/.*\//, '').replaceAll('$(', '$ (');
  return short.length > 40 ? `${short.slice(0, 40)}…` : short;
}

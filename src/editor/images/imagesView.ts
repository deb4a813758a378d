import * as vscode from 'vscode';
import { messageOf } from '../../wire/thrown.ts';
import { Lifetime, type Disposable } from '../app/lifetime.ts';
import { VIEWS } from '../contributions.ts';
import type { EngineService } from '../engines/engineService.ts';
import { loadEngineParts } from '../loadEngineParts.ts';
import { KINDS } from '../settings/engineKind.ts';
import { engineSettings } from '../settings/settings.ts';
import { STEPS } from '../steps/nextStep.ts';
import { l10n } from '../text/l10n.ts';
import { openStore } from './openStore.ts';
import { storeItem, type StoreItem } from './imageItems.ts';

/** Milliseconds from one look at the engine to the next, while the view is shown. */
const LOOK_EVERY = 15_000;

/** The view *Images*: what the container engine keeps of inmates. Asks it only while it is shown. */
export class ImagesView implements vscode.TreeDataProvider<StoreItem>, Disposable {
  readonly #lifetime = new Lifetime();
  readonly #changed = this.#lifetime.add(new vscode.EventEmitter<undefined>());
  readonly #view: vscode.TreeView<StoreItem>;
  readonly onDidChangeTreeData = this.#changed.event;
  #timer: NodeJS.Timeout | undefined;

  constructor(engines: EngineService) {
    const options = { treeDataProvider: this, canSelectMany: true };
    this.#view = this.#lifetime.add(vscode.window.createTreeView(VIEWS.images, options));
    this.#lifetime.add(this.#view.onDidChangeVisibility(() => this.refresh()));
    this.#lifetime.add(engines.onDidChange(() => this.refresh()));
    this.#lifetime.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.refresh()));
    this.#lifetime.add({ dispose: () => clearTimeout(this.#timer) });
  }

  /** What is selected, for keys. */
  get selected(): readonly StoreItem[] {
    return this.#view.selection;
  }

  /** Looks again at once, if it is shown. */
  refresh(): void {
    clearTimeout(this.#timer);
    if (!this.#lifetime.ended && this.#view.visible) this.#changed.fire(undefined);
  }

  async getChildren(parent?: StoreItem): Promise<StoreItem[]> {
    switch (parent?.kind) {
      case undefined:
        return this.#look();
      case 'images':
        return parent.images.map((image) => ({ kind: 'image', image }));
      case 'containers':
        return parent.containers.map((container) => ({ kind: 'container', container }));
      case 'image':
      case 'container':
      case 'problem':
        return [];
    }
  }

  getTreeItem(item: StoreItem): vscode.TreeItem {
    return storeItem(item, Date.now());
  }

  dispose(): void {
    this.#lifetime.dispose();
  }

  async #look(): Promise<StoreItem[]> {
    try {
      const { store, docker } = await openStore();
      if (!KINDS[engineSettings(undefined).options.engine].hasImages) {
        return [problem(l10n.t('The process engine needs no image.'), STEPS.selectEngine())];
      }
      const { images, containers } = await store.read(docker);
      return [
        { kind: 'containers', containers },
        { kind: 'images', images },
      ];
    } catch (error) {
      const { inSettingWords, stepsOfError } = await loadEngineParts();
      const steps = stepsOfError(error, { inmateDir: undefined, platform: process.platform });
      return [
        problem(
          inSettingWords(messageOf(error)).message,
          steps.find(({ kind }) => kind === 'command' || kind === 'setting'),
        ),
      ];
    } finally {
      this.#later();
    }
  }

  #later(): void {
    clearTimeout(this.#timer);
    if (this.#lifetime.ended || !this.#view.visible) return;
    this.#timer = setTimeout(() => this.refresh(), LOOK_EVERY);
    this.#timer.unref();
  }
}

function problem(message: string, step: Extract<StoreItem, { kind: 'problem' }>['step']): StoreItem {
  return { kind: 'problem', message, step };
}

import * as vscode from 'vscode';
import { Lifetime, type Disposable } from '../app/lifetime.ts';
import type { Log } from '../app/log.ts';
import { reportError } from '../app/reportError.ts';
import { VIEWS } from '../contributions.ts';
import type { StoreItem } from '../images/imageItems.ts';
import { loadEditorParts } from '../loadEditorParts.ts';
import type { EngineService } from './engineService.ts';

/** Milliseconds from one look at the engine to the next, while the view is shown. */
const LOOK_EVERY = 15_000;

/** The view *Images*: what the container engine keeps of inmates. Asks it only while it is shown. */
export class ImagesView implements vscode.TreeDataProvider<StoreItem>, Disposable {
  readonly #lifetime = new Lifetime();
  readonly #changed = this.#lifetime.add(new vscode.EventEmitter<undefined>());
  readonly #view: vscode.TreeView<StoreItem>;
  readonly #log: Log;
  readonly onDidChangeTreeData = this.#changed.event;
  #timer: NodeJS.Timeout | undefined;

  constructor(engines: EngineService, log: Log) {
    this.#log = log;
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

  async getTreeItem(item: StoreItem): Promise<vscode.TreeItem> {
    const { storeItem } = await loadEditorParts();
    return storeItem(item, Date.now());
  }

  dispose(): void {
    this.#lifetime.dispose();
  }

  async #look(): Promise<StoreItem[]> {
    try {
      const { readStore } = await loadEditorParts();
      const items = await readStore();
      this.#later();
      return items;
    } catch (error) {
      reportError(this.#log, error);
      return [];
    }
  }

  #later(): void {
    clearTimeout(this.#timer);
    if (this.#lifetime.ended || !this.#view.visible) return;
    this.#timer = setTimeout(() => this.refresh(), LOOK_EVERY);
    this.#timer.unref();
  }
}

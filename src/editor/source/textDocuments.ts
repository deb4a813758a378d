import * as vscode from 'vscode';
import { TEXT_SCHEME } from '../contributions.ts';
import { Lifetime, type Disposable } from '../app/lifetime.ts';
import { escapeLines } from '../text/escapeLines.ts';

/** Texts kept while their tabs may be open; more are dropped, oldest first. */
const MAX_KEPT = 50;

/** Texts that exist only in the editor: build logs, sides of a comparison. They are escaped. */
export class TextDocuments implements vscode.TextDocumentContentProvider, Disposable {
  readonly #lifetime = new Lifetime();
  readonly #texts = new Map<string, string>();
  readonly #changed = this.#lifetime.add(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#lifetime.add(vscode.workspace.registerTextDocumentContentProvider(TEXT_SCHEME, this));
  }

  /** @param name last part of the uri, by which the tab is called; the same key gives the same document */
  put(key: string, name: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: TEXT_SCHEME, path: `/${encodeURIComponent(key)}/${name}` });
    this.#texts.delete(uri.path);
    this.#texts.set(uri.path, escapeLines(text));
    for (const path of [...this.#texts.keys()].slice(0, -MAX_KEPT)) this.#texts.delete(path);
    this.#changed.fire(uri);
    return uri;
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.path) ?? '';
  }

  dispose(): void {
    this.#lifetime.dispose();
  }
}

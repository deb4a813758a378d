import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAllTabs, execute } from './support.ts';

/** What tests of saves change of the settings, and set back. */
const SETTINGS = ['files.autoSave', 'files.autoSaveDelay', 'files.readonlyInclude', 'editor.formatOnSave'];

/** A file that no dispatch needs, for tests of what saves do. */
export class Notes {
  readonly uri: vscode.Uri;
  readonly #hung: vscode.Disposable[] = [];

  constructor(folder: vscode.Uri) {
    this.uri = vscode.Uri.joinPath(folder, 'notes.txt');
  }

  /** Opens it with a text that is not on the disk, and that the editor does not save by itself. */
  async typed(text = 'typed'): Promise<vscode.TextDocument> {
    await set('files.autoSave', 'off');
    await this.writeAs('on the disk');
    const { document } = await vscode.window.showTextDocument(this.uri);
    await type(document, text);
    return document;
  }

  /** How often the editor has begun to save it since. */
  asked(): () => number {
    let count = 0;
    this.until(vscode.workspace.onWillSaveTextDocument(({ document }) => void (count += this.is(document) ? 1 : 0)));
    return () => count;
  }

  is({ uri }: vscode.TextDocument): boolean {
    return uri.toString() === this.uri.toString();
  }

  /** Writes it as another program does. */
  async writeAs(text: string): Promise<void> {
    await vscode.workspace.fs.writeFile(this.uri, Buffer.from(text));
  }

  text(): Promise<string> {
    return textOf(this.uri);
  }

  /** Keeps something until the test is over. */
  until(...kept: readonly vscode.Disposable[]): void {
    this.#hung.push(...kept);
  }

  /** Takes back all that a test has done. */
  async end(): Promise<void> {
    for (const each of this.#hung.splice(0)) each.dispose();
    for (const id of SETTINGS.slice(1)) await set(id, undefined);
    await vscode.workspace.fs.delete(this.uri, { recursive: true });
    await this.writeAs('on the disk');
    await vscode.window.showTextDocument(this.uri);
    await execute('workbench.action.files.revert');
    await closeAllTabs();
    await vscode.workspace.fs.delete(this.uri);
    await set('files.autoSave', undefined);
  }
}

export async function set(id: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration().update(id, value, vscode.ConfigurationTarget.Global);
}

export async function type(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, document.validateRange(new vscode.Range(0, 0, document.lineCount, 0)), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

export async function textOf(uri: vscode.Uri): Promise<string> {
  return Buffer.from(await vscode.workspace.fs.readFile(uri)).toString('utf8');
}

import * as vscode from 'vscode';
import type { Outcome } from '../../engine/index.ts';
import type { Disposable } from '../app/lifetime.ts';
import { diagnosticOf } from './diagnosticOf.ts';
import { firstPlaceWithin } from './sourcePlace.ts';
import { workspaceFile } from './workspaceFile.ts';

/** Shows an exception at the line that raised it, until it is cleared. */
export class RaiseDiagnostics implements Disposable {
  readonly #collection: vscode.DiagnosticCollection;
  readonly #files = new Map<string, vscode.Uri>();

  /** @param name of the collection; another one has marks of its own */
  constructor(name: string) {
    this.#collection = vscode.languages.createDiagnosticCollection(name);
  }

  clear(inmateDir: string): void {
    const file = this.#files.get(inmateDir);
    if (file) this.#collection.delete(file);
    this.#files.delete(inmateDir);
  }

  /** @param source from which it is, as the editor shows it behind the message */
  async show(inmateDir: string, source: string, outcome: Outcome): Promise<void> {
    if (outcome.outcome !== 'raised') return;
    const place = firstPlaceWithin(inmateDir, outcome.backtrace);
    const file = place && workspaceFile(inmateDir, place.file);
    if (!place || !file) return;
    const range = await rangeAt(file, place.line, place.column);
    if (!range) return;
    const diagnostic = diagnosticOf(range, `${outcome.class}: ${outcome.message}`, undefined, source);
    this.#files.set(inmateDir, file);
    this.#collection.set(file, [diagnostic]);
  }

  dispose(): void {
    this.#collection.dispose();
  }
}

/** From the column to the end of the line. */
async function rangeAt(file: vscode.Uri, line: number, column: number | null): Promise<vscode.Range | undefined> {
  try {
    const document = await vscode.workspace.openTextDocument(file);
    if (line > document.lineCount) return undefined;
    const { range, firstNonWhitespaceCharacterIndex: first } = document.lineAt(line - 1);
    const from = Math.min(column === null ? first : column - 1, range.end.character);
    return new vscode.Range(line - 1, from, line - 1, Math.max(from, range.end.character));
  } catch {
    return undefined;
  }
}

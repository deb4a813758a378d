import * as vscode from 'vscode';
import type { Disposable } from '../app/lifetime.ts';
import { diagnosticOf } from '../source/diagnosticOf.ts';

/** Marks the instruction of a Dockerfile at which the last build failed, until the next build or an edit of the file. */
export class BuildMarks implements Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('hoosegow build');
  readonly #edits = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (contentChanges.length > 0) this.#collection.delete(document.uri);
  });

  clear(dir: vscode.Uri): void {
    this.#collection.delete(dockerfileOf(dir));
  }

  /** @param line from 1; `undefined` marks the first one */
  async mark(dir: vscode.Uri, line: number | undefined, cause: string): Promise<void> {
    const document = await vscode.workspace.openTextDocument(dockerfileOf(dir));
    const { range, firstNonWhitespaceCharacterIndex: first } = document.lineAt(
      Math.min(document.lineCount, line ?? 1) - 1,
    );
    this.#collection.set(document.uri, [diagnosticOf(range.with(range.start.translate(0, first)), cause)]);
  }

  dispose(): void {
    this.#edits.dispose();
    this.#collection.dispose();
  }
}

export function dockerfileOf(dir: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(dir, 'Dockerfile');
}

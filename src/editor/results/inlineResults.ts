import * as vscode from 'vscode';
import { Lifetime, type Disposable } from '../app/lifetime.ts';
import type { InmateProject } from '../inmates/inmateProject.ts';
import type { InmateProjects } from '../inmates/inmateProjects.ts';
import type { MethodLineReader } from '../inmates/methodLines.ts';

interface Inline {
  readonly method: string;
  readonly text: string;
}

/** Shows what came of a run behind the line of its method, until that inmate is edited or run again. */
export class InlineResults implements Disposable {
  readonly #lifetime = new Lifetime();
  readonly #projects: InmateProjects;
  readonly #lines: MethodLineReader;
  /** By folder of the inmate. */
  readonly #shown = new Map<string, Inline>();
  readonly #look = this.#lifetime.add(
    vscode.window.createTextEditorDecorationType({
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
      after: { color: new vscode.ThemeColor('editorCodeLens.foreground'), margin: '0 0 0 2em' },
    }),
  );

  constructor(projects: InmateProjects, lines: MethodLineReader) {
    this.#projects = projects;
    this.#lines = lines;
    this.#lifetime.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        const project = contentChanges.length > 0 ? projects.find(document.uri) : undefined;
        if (project) this.clear(project.dir);
      }),
    );
    this.#lifetime.add(vscode.window.onDidChangeVisibleTextEditors(() => this.#renderAll()));
  }

  /** @param text fit to be shown */
  show({ dir }: InmateProject, method: string, text: string): void {
    this.#shown.set(dir.toString(), { method, text });
    this.#renderAll();
  }

  clear(dir: vscode.Uri): void {
    if (this.#shown.delete(dir.toString())) this.#renderAll();
  }

  dispose(): void {
    this.#lifetime.dispose();
  }

  #renderAll(): void {
    for (const editor of vscode.window.visibleTextEditors) void this.#render(editor);
  }

  async #render(editor: vscode.TextEditor): Promise<void> {
    const { document } = editor;
    const project = this.#projects.find(document.uri);
    if (!project) return;
    const inline = this.#inlineOf(project);
    const line = inline && (await this.#lines.linesOf(project, document)).get(inline.method);
    // It may have been cleared meanwhile, or the source edited.
    if (inline !== this.#inlineOf(project) || this.#lifetime.ended) return;
    if (!inline || line === undefined || line > document.lineCount) {
      editor.setDecorations(this.#look, []);
      return;
    }
    const { end } = document.lineAt(line - 1).range;
    const renderOptions = { after: { contentText: inline.text } };
    editor.setDecorations(this.#look, [{ range: new vscode.Range(end, end), renderOptions }]);
  }

  #inlineOf({ dir }: InmateProject): Inline | undefined {
    return this.#shown.get(dir.toString());
  }
}

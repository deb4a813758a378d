import * as vscode from 'vscode';
import { escapeText } from '../../text/escape.ts';
import { clip } from '../../text/words.ts';
import { messageOf } from '../../wire/thrown.ts';
import { Lifetime, type Disposable } from '../app/lifetime.ts';
import type { Log } from '../app/log.ts';
import type { InmateProjects } from '../inmates/inmateProjects.ts';
import { loadEngineParts } from '../loadEngineParts.ts';
import { projectOfCall } from './callDocument.ts';
import { isCall } from './isCall.ts';
import { knownMethods } from './knownMethods.ts';

const MAX_MESSAGE = 1000;
const MAX_PROBLEMS = 100;
/** Milliseconds for which nothing was typed. */
const SETTLE = 200;

/** Marks in documents that call a method what keeps them from being run, as they are in the editor. Nothing is run. */
export class CallDiagnostics implements Disposable {
  readonly #lifetime = new Lifetime();
  readonly #collection = this.#lifetime.add(vscode.languages.createDiagnosticCollection('hoosegow calls'));
  readonly #projects: InmateProjects;
  readonly #log: Log;
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(projects: InmateProjects, log: Log) {
    this.#projects = projects;
    this.#log = log;
    this.#lifetime.add(vscode.workspace.onDidOpenTextDocument((document) => this.#later(document)));
    this.#lifetime.add(vscode.workspace.onDidChangeTextDocument(({ document }) => this.#later(document)));
    this.#lifetime.add(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.#stop(uri);
        this.#collection.delete(uri);
      }),
    );
    this.#lifetime.add(projects.onDidChange(() => vscode.workspace.textDocuments.forEach((each) => this.#later(each))));
    this.#lifetime.add({ dispose: () => this.#timers.forEach((timer) => clearTimeout(timer)) });
  }

  dispose(): void {
    this.#lifetime.dispose();
  }

  #later(document: vscode.TextDocument): void {
    if (!isCall(document.uri)) return;
    this.#stop(document.uri);
    this.#timers.set(
      document.uri.toString(),
      setTimeout(() => void this.#check(document), SETTLE),
    );
  }

  #stop(uri: vscode.Uri): void {
    clearTimeout(this.#timers.get(uri.toString()));
    this.#timers.delete(uri.toString());
  }

  async #check(document: vscode.TextDocument): Promise<void> {
    const { uri, version } = document;
    try {
      const project = projectOfCall({ projects: this.#projects }, uri);
      const known = await knownMethods(project);
      const { readCallText } = await loadEngineParts();
      if (this.#lifetime.ended || document.isClosed || document.version !== version) return;
      const problems = project ? readCallText(document.getText(), known).problems : [];
      // What is no JSON the editor's own extension for it tells as well.
      const isTold = isToldByEditor(document);
      const shown = problems.filter(({ isSyntax }) => !isSyntax || !isTold).slice(0, MAX_PROBLEMS);
      this.#collection.set(
        uri,
        shown.map(({ message, start, end }) => toDiagnostic(document, message, start, end)),
      );
    } catch (error) {
      this.#log.info(`the call ${uri.fsPath} is not checked: ${messageOf(error)}`);
    }
  }
}

function isToldByEditor({ languageId, uri }: vscode.TextDocument): boolean {
  const isThere = vscode.extensions.getExtension('vscode.json-language-features') !== undefined;
  const isOn = vscode.workspace.getConfiguration('json', uri).get('validate.enable') !== false;
  return isThere && isOn && languageId.startsWith('json');
}

function toDiagnostic(document: vscode.TextDocument, message: string, start: number, end: number): vscode.Diagnostic {
  const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
  const diagnostic = new vscode.Diagnostic(
    range,
    clip(escapeText(message), MAX_MESSAGE),
    vscode.DiagnosticSeverity.Error,
  );
  diagnostic.source = 'hoosegow';
  return diagnostic;
}

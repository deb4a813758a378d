import * as vscode from 'vscode';
import { loadEngineParts } from '../loadEngineParts.ts';
import type { InmateProject } from './inmateProject.ts';

/** Lines of methods by their names, from 1. */
export type MethodLines = ReadonlyMap<string, number>;

interface Read {
  readonly version: number;
  readonly lines: Promise<MethodLines>;
}

/** The line of each method that stands in a file, read once for every version of it. */
export class MethodLineReader {
  #read = new WeakMap<vscode.TextDocument, Read>();

  /** What other files say may have changed. */
  forget(): void {
    this.#read = new WeakMap();
  }

  async linesOf(project: InmateProject, document: vscode.TextDocument): Promise<MethodLines> {
    const { version } = document;
    const known = this.#read.get(document);
    if (known?.version === version) return known.lines;
    const lines = readLines(project, document);
    this.#read.set(document, { version, lines });
    return lines;
  }
}

/** The inmate's own module is read as it is in the editor, half-typed. */
async function readLines(project: InmateProject, document: vscode.TextDocument): Promise<MethodLines> {
  const lines = new Map<string, number>();
  if (document.uri.path === project.file.path) {
    // What is exported again has its line where it stands.
    const { dialectOf, readMethodPlaces } = await loadEngineParts();
    const places = await readMethodPlaces(document.getText(), dialectOf(document.uri.path)).catch(() => []);
    for (const { name, line } of places) lines.set(name, line);
  }
  const found = await project.methods();
  if (!found.ok) return lines;
  const { methods, unknown } = found.methods;
  for (const { name, file, line } of document.uri.path === project.file.path ? [] : [...methods, ...unknown]) {
    if (vscode.Uri.joinPath(project.dir, file).path === document.uri.path && line <= document.lineCount) {
      lines.set(name, line);
    }
  }
  return lines;
}

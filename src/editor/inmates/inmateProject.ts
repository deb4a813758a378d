import * as vscode from 'vscode';
import { messageOf } from '../../wire/thrown.ts';
import type { InmateMethods } from '../../engine/index.ts';
import { loadEngineParts } from '../loadEngineParts.ts';

export type MethodsFound =
  { readonly ok: true; readonly methods: InmateMethods } | { readonly ok: false; readonly message: string };

/** A folder with an inmate. Its methods are read from its source on first use. */
export class InmateProject {
  readonly dir: vscode.Uri;
  /** The inmate's own module. */
  readonly file: vscode.Uri;
  #methods: Promise<MethodsFound> | undefined;

  constructor(file: vscode.Uri) {
    this.file = file;
    this.dir = vscode.Uri.joinPath(file, '..');
  }

  /** Name of the folder; for a workspace folder, the name it has in the workspace. */
  get name(): string {
    const folder = vscode.workspace.getWorkspaceFolder(this.dir);
    if (folder && folder.uri.toString() === this.dir.toString()) return folder.name;
    return this.dir.path.split('/').at(-1) ?? this.dir.path;
  }

  /** Its path relative to the workspace; empty for a workspace folder itself. */
  get place(): string {
    const folder = vscode.workspace.getWorkspaceFolder(this.dir);
    if (folder && folder.uri.toString() === this.dir.toString()) return '';
    return vscode.workspace.asRelativePath(this.dir, true);
  }

  methods(): Promise<MethodsFound> {
    this.#methods ??= this.#find();
    return this.#methods;
  }

  /** The source has changed. */
  forget(): void {
    this.#methods = undefined;
  }

  async #find(): Promise<MethodsFound> {
    try {
      const { findMethods } = await loadEngineParts();
      return { ok: true, methods: await findMethods(this.dir.fsPath) };
    } catch (error) {
      return { ok: false, message: messageOf(error) };
    }
  }
}

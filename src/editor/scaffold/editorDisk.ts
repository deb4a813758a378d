import type * as vscode from 'vscode';
import type { Found, ProjectDisk } from '../../engine/internal.ts';
import { STEPS } from '../steps/nextStep.ts';
import { l10n } from '../text/l10n.ts';
import { UserError } from '../text/userError.ts';

/** The part of the editor's API that is used. */
export interface EditorFiles {
  readonly workspace: { readonly fs: vscode.FileSystem };
  readonly FileSystemError: typeof vscode.FileSystemError;
  readonly FileType: typeof vscode.FileType;
  readonly Uri: Pick<typeof vscode.Uri, 'joinPath'>;
}

/**
 * Any file system of the editor, such as a remote repository or a folder in memory. It has no executable bit. Its
 * writes overwrite files and create missing folders, so every place is checked first.
 */
export class EditorDisk implements ProjectDisk<vscode.Uri> {
  readonly #vscode: EditorFiles;

  constructor(editor: EditorFiles) {
    this.#vscode = editor;
  }

  async find(place: vscode.Uri): Promise<Found | undefined> {
    const { FileSystemError, FileType, workspace } = this.#vscode;
    try {
      const { type } = await workspace.fs.stat(place);
      return { isLink: (type & FileType.SymbolicLink) !== 0, isFolder: (type & FileType.Directory) !== 0 };
    } catch (error) {
      const code = error instanceof FileSystemError ? error.code : '';
      if (code === 'FileNotFound' || code === 'FileNotADirectory') return undefined;
      throw error;
    }
  }

  async namesIn(folder: vscode.Uri): Promise<readonly string[]> {
    return (await this.#vscode.workspace.fs.readDirectory(folder)).map(([name]) => name);
  }

  within(folder: vscode.Uri, path: string): vscode.Uri {
    return this.#vscode.Uri.joinPath(folder, path);
  }

  parentOf(place: vscode.Uri): vscode.Uri | undefined {
    const path = place.path.replace(/\/$/, '');
    const parent = path.slice(0, path.lastIndexOf('/'));
    return path === '' ? undefined : place.with({ path: parent === '' ? '/' : parent });
  }

  nameOf(place: vscode.Uri): string {
    return place.path.slice(place.path.lastIndexOf('/') + 1);
  }

  show(place: vscode.Uri): string {
    return place.fsPath;
  }

  async makeFolder(folder: vscode.Uri): Promise<void> {
    await this.#refuseTaken(folder);
    await this.#vscode.workspace.fs.createDirectory(folder);
  }

  async makeFile(file: vscode.Uri, bytes: Uint8Array): Promise<void> {
    await this.#refuseTaken(file);
    try {
      await this.#vscode.workspace.fs.writeFile(file, bytes);
    } catch (error) {
      if (await this.find(file)) await this.removeFile(file);
      throw error;
    }
  }

  async removeFile(file: vscode.Uri): Promise<void> {
    await this.#vscode.workspace.fs.delete(file, { useTrash: false });
  }

  async removeFolder(folder: vscode.Uri): Promise<void> {
    // Some file system providers delete a folder with its content even if `recursive` is false.
    const names = await this.namesIn(folder);
    if (names.length > 0)
      throw new UserError(l10n.t('{0} holds other files by now', folder.fsPath), [STEPS.newProject()]);
    await this.#vscode.workspace.fs.delete(folder, { recursive: false, useTrash: false });
  }

  async #refuseTaken(place: vscode.Uri): Promise<void> {
    if (await this.find(place))
      throw new UserError(l10n.t('{0} is there already: nothing is overwritten', place.fsPath), [STEPS.newProject()]);
  }
}

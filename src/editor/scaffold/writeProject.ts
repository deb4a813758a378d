import * as vscode from 'vscode';
import type { EngineParts } from '../loadEngineParts.ts';
import { l10n } from '../text/l10n.ts';
import { UserError } from '../text/userError.ts';
import { addMethod } from './addMethod.ts';

export interface NewProject {
  /** Folder in which the project's folder is made. */
  readonly parent: vscode.Uri;
  /** Name of the package. */
  readonly name: string;
  /** Name of its first method. */
  readonly method: string;
}

/**
 * Writes the template as a new project in a folder of its own, by the editor's file system. Nothing is overwritten.
 *
 * @returns the folder
 * @throws UserError where the folder is there already and not empty
 */
export async function writeProject(parts: EngineParts, project: NewProject): Promise<vscode.Uri> {
  const { parent, name, method } = project;
  const dir = vscode.Uri.joinPath(parent, folderOf(name));
  await checkFree(dir);
  const files = await parts.readTemplate(parts.assetPath('inmate-template'), name);
  for (const { path, bytes } of files) {
    const file = vscode.Uri.joinPath(dir, path);
    if (await exists(file)) throw new UserError(l10n.t('{0} is there already: nothing is overwritten', file.fsPath));
    const content = path === 'inmate.ts' ? withMethod(bytes, method) : bytes;
    await vscode.workspace.fs.writeFile(file, content);
  }
  return dir;
}

/** Name of the folder of a package: that of the package without its scope. */
export function folderOf(name: string): string {
  return name.slice(name.indexOf('/') + 1);
}

/** @throws UserError where something is in the way */
export async function checkFree(dir: vscode.Uri): Promise<void> {
  const stats = await statOf(dir);
  if (!stats) return;
  const isFolder = stats.type === vscode.FileType.Directory;
  if (isFolder && (await vscode.workspace.fs.readDirectory(dir)).length === 0) return;
  throw new UserError(l10n.t('{0} is there already: choose another name, nothing is overwritten', dir.fsPath));
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return (await statOf(uri)) !== undefined;
}

async function statOf(uri: vscode.Uri): Promise<vscode.FileStat | undefined> {
  try {
    return await vscode.workspace.fs.stat(uri);
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return undefined;
    throw error;
  }
}

function withMethod(bytes: Uint8Array, method: string): Uint8Array {
  return new TextEncoder().encode(addMethod(new TextDecoder().decode(bytes), method));
}

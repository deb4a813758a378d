import * as vscode from 'vscode';
import type { ScaffoldPlan } from '../../engine/forEditor.ts';
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
 * Writes the template as a new project in a folder of its own, by the editor's file system. Nothing is overwritten, and
 * a folder that is there already may hold anything but what is to be written.
 *
 * @returns the folder
 * @throws UserError where something is in the way
 */
export async function writeProject(parts: EngineParts, project: NewProject): Promise<vscode.Uri> {
  const { parent, name, method } = project;
  const dir = vscode.Uri.joinPath(parent, folderOf(name));
  const { write } = await planProject(parts, dir, name);
  for (const { path, bytes } of write) {
    const file = vscode.Uri.joinPath(dir, path);
    if (await statOf(file)) throw new UserError(l10n.t('{0} is there already: nothing is overwritten', file.fsPath));
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
export async function checkFree(parts: EngineParts, dir: vscode.Uri): Promise<void> {
  await planProject(parts, dir, folderOf(dir.path.slice(dir.path.lastIndexOf('/') + 1)));
}

async function planProject(parts: EngineParts, dir: vscode.Uri, name: string): Promise<ScaffoldPlan> {
  const template = await parts.readTemplate(parts.assetPath('inmate-template'), name);
  const folders = parts.foldersOf(template);
  const there = await pathsIn(dir, ['', ...folders]);
  const plan = parts.planScaffold(template, there);
  const odd = await notFolders([
    dir,
    ...folders.filter((folder) => there.includes(folder)).map((folder) => vscode.Uri.joinPath(dir, folder)),
  ]);
  // The method that is asked for here has no place in an inmate that is there already.
  const inTheWay = [
    ...[...plan.inTheWay, ...plan.inmates].map((path) => vscode.Uri.joinPath(dir, path).fsPath),
    ...odd,
  ];
  if (inTheWay.length === 0) return plan;
  throw new UserError(l10n.t('Nothing is overwritten, and this is there already: {0}', inTheWay.join(', ')));
}

/** Those that are there and no folders, or links to some. */
async function notFolders(uris: readonly vscode.Uri[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const uri of uris) {
    const stats = await statOf(uri);
    if (stats && stats.type !== vscode.FileType.Directory) found.push(uri.fsPath);
  }
  return found;
}

/** Paths of what is in these folders, where they are there. */
async function pathsIn(dir: vscode.Uri, folders: readonly string[]): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const folder of folders) {
    const uri = vscode.Uri.joinPath(dir, folder);
    if ((await statOf(uri))?.type !== vscode.FileType.Directory) continue;
    for (const [name] of await vscode.workspace.fs.readDirectory(uri)) {
      paths.push(folder === '' ? name : `${folder}/${name}`);
    }
  }
  return paths;
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

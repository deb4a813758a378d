import type * as vscode from 'vscode';
import type { ProjectDisk } from '../../engine/internal.ts';
import type { EngineParts } from '../loadEngineParts.ts';
import { EditorDisk, type EditorFiles } from './editorDisk.ts';

type ProjectParts = Pick<EngineParts, 'localDisk' | 'makeProject' | 'planProject'>;

export interface NewProject {
  /** Folder in which the project's folder is created. */
  readonly parent: vscode.Uri;
  /** Name of the package. */
  readonly name: string;
  /** Name of the first method. */
  readonly method: string;
}

/**
 * Creates a project in its own folder, as `hoosegow new` does.
 *
 * @returns the folder
 * @throws the engine's UsageError or HoosegowError, after removing everything of the project
 */
export async function writeProject(editor: EditorFiles, parts: ProjectParts, project: NewProject): Promise<vscode.Uri> {
  const { dir, options } = placeOf(editor, project);
  await onDiskOf(editor, parts, dir, (disk, place) => parts.makeProject(disk, place, dir.fsPath, options));
  return dir;
}

/** @throws the engine's UsageError if something is in the way of a new project */
export async function checkFree(editor: EditorFiles, parts: ProjectParts, project: NewProject): Promise<void> {
  const { dir, options } = placeOf(editor, project);
  await onDiskOf(editor, parts, dir, (disk, place) => parts.planProject(disk, place, dir.fsPath, options));
}

/** Folder name for a package: the package's name without its scope. */
export function folderOf(name: string): string {
  return name.slice(name.indexOf('/') + 1);
}

function placeOf(editor: EditorFiles, { parent, name, method }: NewProject) {
  return { dir: editor.Uri.joinPath(parent, folderOf(name)), options: { name, method } };
}

/** Uses this machine's disk if possible: the editor's other file systems cannot make a file executable. */
async function onDiskOf(
  editor: EditorFiles,
  { localDisk }: ProjectParts,
  dir: vscode.Uri,
  use: <Place>(disk: ProjectDisk<Place>, place: Place) => Promise<unknown>,
): Promise<void> {
  await (dir.scheme === 'file' ? use(localDisk, dir.fsPath) : use(new EditorDisk(editor), dir));
}

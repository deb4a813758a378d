import type * as vscode from 'vscode';
import type { ProjectDisk } from '../../engine/internal.ts';
import type { EngineParts } from '../loadEngineParts.ts';
import { EditorDisk, type EditorFiles } from './editorDisk.ts';

type ProjectParts = Pick<EngineParts, 'localDisk' | 'makeProject' | 'planProject'>;

export interface NewProject {
  /** Folder in which the project's folder is made. */
  readonly parent: vscode.Uri;
  /** Name of the package. */
  readonly name: string;
  /** Name of its first method. */
  readonly method: string;
}

/**
 * Makes a new project in a folder of its own, as `hoosegow new` does.
 *
 * @returns the folder
 * @throws the engine's UsageError or HoosegowError; then nothing of the project is left
 */
export async function writeProject(editor: EditorFiles, parts: ProjectParts, project: NewProject): Promise<vscode.Uri> {
  const { dir, options } = placeOf(editor, project);
  await onDiskOf(editor, parts, dir, (disk, place) => parts.makeProject(disk, place, dir.fsPath, options));
  return dir;
}

/** @throws the engine's UsageError where something is in the way of a new project */
export async function checkFree(editor: EditorFiles, parts: ProjectParts, project: NewProject): Promise<void> {
  const { dir, options } = placeOf(editor, project);
  await onDiskOf(editor, parts, dir, (disk, place) => parts.planProject(disk, place, dir.fsPath, options));
}

/** Name of the folder of a package: that of the package without its scope. */
export function folderOf(name: string): string {
  return name.slice(name.indexOf('/') + 1);
}

function placeOf(editor: EditorFiles, { parent, name, method }: NewProject) {
  return { dir: editor.Uri.joinPath(parent, folderOf(name)), options: { name, method } };
}

/** Only on a disk of this machine a file can be made executable: what else the editor takes for a disk knows no modes. */
async function onDiskOf(
  editor: EditorFiles,
  { localDisk }: ProjectParts,
  dir: vscode.Uri,
  use: <Place>(disk: ProjectDisk<Place>, place: Place) => Promise<unknown>,
): Promise<void> {
  await (dir.scheme === 'file' ? use(localDisk, dir.fsPath) : use(new EditorDisk(editor), dir));
}

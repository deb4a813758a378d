import type * as vscode from 'vscode';
import type { PlannedProject, ProjectDisk } from '../../engine/internal.ts';
import type { EngineParts } from '../loadEngineParts.ts';
import { EditorDisk, type EditorFiles } from './editorDisk.ts';

type ProjectParts = Pick<EngineParts, 'localDisk' | 'makeProject' | 'planProject'>;

export interface NewProject {
  /** Folder of the project, which may exist. */
  readonly dir: vscode.Uri;
  /** Name of the package. Default: the name of the folder. */
  readonly name?: string | undefined;
  /** Name of the first method. Default: the one of the sample. */
  readonly method?: string | undefined;
  /** Whether existing files stay and only the missing ones are added. Default: they are in the way. */
  readonly keep?: boolean | undefined;
}

/** What was created, and what was there. */
export interface MadeProject {
  readonly dir: vscode.Uri;
  readonly name: string;
  /** The inmate's module. */
  readonly main: vscode.Uri;
  /** Paths of new files, relative, with `/`. */
  readonly added: readonly string[];
  /** Paths of files that the template has too, and that stay as they were. */
  readonly kept: readonly string[];
}

/**
 * Creates a project, or adds to a folder what it lacks for being one, as `hoosegow new` does.
 *
 * @throws the engine's UsageError or HoosegowError, after removing everything of the project
 */
export async function writeProject(
  editor: EditorFiles,
  parts: ProjectParts,
  { dir, ...options }: NewProject,
): Promise<MadeProject> {
  const made = await onDiskOf(editor, parts, dir, (disk, place) => parts.makeProject(disk, place, dir.fsPath, options));
  return {
    dir,
    name: made.name,
    main: editor.Uri.joinPath(dir, made.main),
    added: made.files.map(({ path }) => path),
    kept: made.kept,
  };
}

/** @throws the engine's UsageError if something is in the way of a new project */
export async function checkFree(
  editor: EditorFiles,
  parts: ProjectParts,
  { dir, ...options }: NewProject,
): Promise<void> {
  await onDiskOf(editor, parts, dir, (disk, place) => parts.planProject(disk, place, dir.fsPath, options));
}

/** Folder name for a package: the package's name without its scope. */
export function folderOf(name: string): string {
  return name.slice(name.indexOf('/') + 1);
}

/** Uses this machine's disk if possible: the editor's other file systems cannot make a file executable. */
async function onDiskOf(
  editor: EditorFiles,
  { localDisk }: ProjectParts,
  dir: vscode.Uri,
  use: <Place>(disk: ProjectDisk<Place>, place: Place) => Promise<PlannedProject<Place>>,
): Promise<PlannedProject<unknown>> {
  return dir.scheme === 'file' ? use(localDisk, dir.fsPath) : use(new EditorDisk(editor), dir);
}

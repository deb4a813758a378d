import * as vscode from 'vscode';
import type { AppCommand } from '../app/app.ts';
import { COMMANDS } from '../contributions.ts';
import { loadEngineParts } from '../loadEngineParts.ts';
import { askProject } from '../scaffold/askProject.ts';
import { showMade } from '../scaffold/showMade.ts';
import { folderOf, writeProject, type NewProject } from '../scaffold/writeProject.ts';
import { isRecord } from '../../text/isRecord.ts';

/** Creates an inmate project, opens it, and offers to build and run it. Returns the folder's URI. */
export const newInmateProject: AppCommand = {
  id: COMMANDS.newProject,
  async execute(app, argument) {
    const parts = await loadEngineParts();
    const project = readProject(argument, parts) ?? (await askProject(parts));
    if (!project) return undefined;
    await showMade(app, await writeProject(vscode, parts, project));
    return project.dir;
  },
};

interface NameChecks {
  readonly checkPackageName: (name: string) => void;
  readonly checkFolderName: (name: string) => void;
}

/**
 * Reads the argument that other extensions pass: `{parent, name, method}`.
 *
 * @throws the engine's UsageError for a name that leads elsewhere, or nowhere
 */
function readProject(argument: unknown, parts: NameChecks): NewProject | undefined {
  if (!isRecord(argument)) return undefined;
  const { parent, name, method } = argument;
  if (!(parent instanceof vscode.Uri) || typeof name !== 'string' || typeof method !== 'string') return undefined;
  parts.checkPackageName(name);
  parts.checkFolderName(folderOf(name));
  return { dir: vscode.Uri.joinPath(parent, folderOf(name)), name, method };
}

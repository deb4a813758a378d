import type * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { CALL_ENDING } from '../contributions.ts';
import type { InmateProject } from '../inmates/inmateProject.ts';

/** Documents that call a method: what is not saved yet has its place beside the inmate already. */
export const CALL_DOCUMENTS: vscode.DocumentSelector = [
  { scheme: 'file', pattern: `**/*${CALL_ENDING}` },
  { scheme: 'untitled', pattern: `**/*${CALL_ENDING}` },
];

export function isCall({ path }: Pick<vscode.Uri, 'path'>): boolean {
  return path.endsWith(CALL_ENDING);
}

/** The inmate that a document calls: that of the folder it lies in, or will lie in. */
export function projectOfCall({ projects }: Pick<App, 'projects'>, uri: vscode.Uri): InmateProject | undefined {
  return isCall(uri) ? projects.find(uri.with({ scheme: 'file' })) : undefined;
}

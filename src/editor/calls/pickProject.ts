import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import type { InmateProject } from '../inmates/inmateProject.ts';
import { STEPS } from '../steps/nextStep.ts';
import { l10n } from '../text/l10n.ts';
import { UserError } from '../text/userError.ts';
import { escapeLabel } from '../text/escapeMarkup.ts';

/**
 * The inmate that a command is about: the one it was called with, the only one, or the one that the user picks.
 *
 * @param place folder of an inmate, or a file in it
 * @throws UserError if there is none
 */
export async function pickProject(
  app: App,
  place: vscode.Uri | string | undefined,
): Promise<InmateProject | undefined> {
  const projects = await app.projects.ready();
  if (place !== undefined) {
    const uri = typeof place === 'string' ? vscode.Uri.file(place) : place;
    const project = app.projects.find(uri);
    if (!project)
      throw new UserError(l10n.t('{0} belongs to no inmate of this workspace', uri.fsPath), [STEPS.newProject()]);
    return project;
  }
  if (projects.length === 0)
    throw new UserError(l10n.t('There is no inmate in this workspace: make a new one first.'), [STEPS.newProject()]);
  if (projects.length === 1) return projects[0];
  const active = vscode.window.activeTextEditor?.document.uri;
  const current = active && app.projects.find(active);
  const items = [...(current ? [current] : []), ...projects.filter((project) => project !== current)].map((project) => {
    return { label: `$(package) ${escapeLabel(project.name)}`, description: escapeLabel(project.place), project };
  });
  const picked = await vscode.window.showQuickPick(items, {
    ignoreFocusOut: true,
    placeHolder: l10n.t('Which inmate?'),
    matchOnDescription: true,
  });
  return picked?.project;
}

import * as vscode from 'vscode';
import { messageOf } from '../../wire/thrown.ts';
import type { EngineParts } from '../loadEngineParts.ts';
import { l10n } from '../text/l10n.ts';
import { escapeLabel } from '../text/escapeMarkup.ts';
import { askChoice, askText, BACK, type Answer, type Complaint, type Step } from './askStep.ts';
import { isBlankFolder } from './blankFolder.ts';
import { checkFree, folderOf, type NewProject } from './writeProject.ts';

/** Suggested name of the first method. */
const USUAL_METHOD = 'greet';
const USUAL_NAME = 'my-inmate';

/** Where a project is created: in a folder itself, or in a new one of the project's name. */
type Place = { readonly dir: vscode.Uri } | { readonly parent: vscode.Uri };

/** Asks for the folder, the name and the first method of a new project. @returns `undefined` if the user cancelled */
export async function askProject(parts: EngineParts): Promise<NewProject | undefined> {
  let name = USUAL_NAME;
  for (;;) {
    const place = await askPlace();
    if (!place) return undefined;
    for (;;) {
      let project: Omit<NewProject, 'method'>;
      if ('dir' in place) project = place;
      else {
        const named = await askName(parts, place.parent, name);
        if (named === undefined) return undefined;
        if (named === BACK) break;
        name = named;
        project = { dir: vscode.Uri.joinPath(place.parent, folderOf(name)), name };
      }
      const method = await askMethod(parts, project);
      if (method === undefined) return undefined;
      if (method !== BACK) return { ...project, method };
      if ('dir' in place) break;
    }
  }
}

function stepOf(step: number, totalSteps: number, what: string): Step {
  return { title: l10n.t('New inmate project: {0}', what), step, totalSteps };
}

async function askName(parts: EngineParts, parent: vscode.Uri, value: string): Promise<Answer<string>> {
  return askText({
    ...stepOf(2, 3, l10n.t('name')),
    hint: l10n.t('A folder of this name is made in {0}', parent.fsPath),
    value,
    check: (text) => checkName(parts, parent, text),
  });
}

async function askMethod(parts: EngineParts, { name }: Omit<NewProject, 'method'>): Promise<Answer<string>> {
  return askText({
    ...(name === undefined ? stepOf(2, 2, l10n.t('first method')) : stepOf(3, 3, l10n.t('first method'))),
    hint: l10n.t('A function of this name is exported by inmate.ts'),
    value: USUAL_METHOD,
    check: async (text) => complaintOf(() => parts.checkMethodName(text), parts.suggestedMethodName(text)),
  });
}

interface PlaceItem extends vscode.QuickPickItem {
  /** Without one another folder is asked for. */
  readonly place?: Place;
}

async function askPlace(): Promise<Place | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) return browse();
  const items: PlaceItem[] = [];
  for (const { name, uri } of folders) {
    const description = escapeLabel(uri.fsPath);
    if (await isBlank(uri)) {
      const label = `$(root-folder) ${l10n.t('In {0} itself', escapeLabel(name))}`;
      items.push({ label, description, place: { dir: uri } });
    }
    const label = `$(new-folder) ${l10n.t('In a new folder of {0}', escapeLabel(name))}`;
    items.push({ label, description, place: { parent: uri } });
  }
  items.push({ label: `$(folder-opened) ${l10n.t('Another folder…')}` });
  const placeholder = l10n.t('Where is the project made?');
  const picked = await askChoice(stepOf(1, 3, l10n.t('folder')), placeholder, items);
  return picked && (picked.place ?? browse());
}

async function browse(): Promise<Place | undefined> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: l10n.t('Make the Project Here'),
    })) ?? [];
  if (!folder) return undefined;
  return (await isBlank(folder)) ? { dir: folder } : { parent: folder };
}

async function isBlank(folder: vscode.Uri): Promise<boolean> {
  try {
    return isBlankFolder((await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name));
  } catch {
    return false;
  }
}

async function checkName(parts: EngineParts, parent: vscode.Uri, name: string): Promise<Complaint | undefined> {
  const wrong = complaintOf(() => {
    parts.checkPackageName(name);
    parts.checkFolderName(folderOf(name));
  }, parts.suggestedPackageName(name));
  if (wrong) return wrong;
  const dir = vscode.Uri.joinPath(parent, folderOf(name));
  try {
    await checkFree(vscode, parts, { dir, name, method: USUAL_METHOD });
    return undefined;
  } catch (error) {
    return { message: messageOf(error) };
  }
}

function complaintOf(check: () => void, suggestion: string): Complaint | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    return { message: messageOf(error), suggestion };
  }
}

import * as vscode from 'vscode';
import { messageOf } from '../../wire/thrown.ts';
import { CALL_ENDING, CALLS_FOLDER } from '../contributions.ts';
import type { InmateProject } from '../inmates/inmateProject.ts';
import { loadEngineParts } from '../loadEngineParts.ts';
import { STEPS } from '../steps/nextStep.ts';
import { l10n } from '../text/l10n.ts';
import { UserError } from '../text/userError.ts';

/** A call that lies beside an inmate as a file. */
export interface SavedCall {
  readonly file: vscode.Uri;
  /** Path within the inmate's folder. */
  readonly name: string;
  readonly method: string | undefined;
}

const MAX_CALLS = 300;
const MAX_BYTES = 4 * 1024 ** 2;
const EXCLUDED = '**/{node_modules,.git,dist,out}/**';

/** The calls that lie beside an inmate. @param method of which; all of them by default */
export async function findSavedCalls(project: InmateProject, method?: string): Promise<readonly SavedCall[]> {
  const pattern = new vscode.RelativePattern(project.dir, `**/*${CALL_ENDING}`);
  const files = await vscode.workspace.findFiles(pattern, EXCLUDED, MAX_CALLS);
  const { methodOfCall } = await loadEngineParts();
  const calls = await Promise.all(
    files.map(async (file): Promise<SavedCall> => {
      const text = await readCallFile(file).catch(() => '');
      return { file, name: file.path.slice(project.dir.path.length + 1), method: methodOfCall(text) };
    }),
  );
  return calls
    .filter((call) => method === undefined || call.method === method)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** The text of a call, as it is in the editor where it is open. @throws UserError where it cannot be read */
export async function readCallFile(file: vscode.Uri): Promise<string> {
  const open = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString());
  if (open) return open.getText();
  try {
    const { size } = await vscode.workspace.fs.stat(file);
    if (size > MAX_BYTES) throw new UserError(l10n.t('This is too large for a call.'), [STEPS.run()]);
    return new TextDecoder('utf-8', { fatal: true }).decode(await vscode.workspace.fs.readFile(file));
  } catch (error) {
    throw new UserError(l10n.t('The call {0} cannot be read: {1}', file.fsPath, messageOf(error)), [STEPS.run()], {
      cause: error,
    });
  }
}

/** Where a new call of a method is kept: a name that is not taken. */
export async function newCallFile(project: InmateProject, method: string): Promise<vscode.Uri> {
  const safe = method.replace(/[^\p{L}\p{N}$_-]/gu, '_').slice(0, 100);
  for (let number = 1; ; number++) {
    const name = `${safe}${number === 1 ? '' : `-${number}`}${CALL_ENDING}`;
    const file = vscode.Uri.joinPath(project.dir, CALLS_FOLDER, name);
    const isTaken = await Promise.resolve(vscode.workspace.fs.stat(file)).then(
      () => true,
      () => false,
    );
    if (!isTaken) return file;
  }
}

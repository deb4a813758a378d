import * as vscode from 'vscode';
import type { FileProblem } from '../../engine/index.ts';
import { isRecord } from '../../text/isRecord.ts';
import { COMMANDS } from '../contributions.ts';
import { isPlainPackageName } from '../source/installCommand.ts';
import { l10n } from '../text/l10n.ts';

/** A next step after an error, as a button beside its message. */
export interface ErrorStep {
  readonly title: string;
  readonly take: () => Promise<unknown>;
}

/** Packages that are offered at once. */
const MAX_INSTALLS = 2;

/** What mends the project that an error is of. Errors of the engine come from another bundle: their names are checked. */
export function projectSteps(error: unknown): readonly ErrorStep[] {
  if (!(error instanceof Error) || !('inmateDir' in error) || typeof error.inmateDir !== 'string') return [];
  const dir = vscode.Uri.file(error.inmateDir);
  if (error.name === 'NoDockerfileError') {
    const take = async (): Promise<unknown> => vscode.commands.executeCommand(COMMANDS.makeInmate, dir);
    return [{ title: l10n.t('Make It an Inmate'), take }];
  }
  if (error.name !== 'InmateSourceError' || !('problems' in error) || !Array.isArray(error.problems)) return [];
  const problems = error.problems.filter(isProblem);
  const missing = new Set(problems.flatMap(({ missingPackage }) => missingPackage ?? []).filter(isPlainPackageName));
  const installs = [...missing].slice(0, MAX_INSTALLS).map((name): ErrorStep => {
    const take = async (): Promise<unknown> => vscode.commands.executeCommand(COMMANDS.installPackage, dir, name);
    return { title: l10n.t('Install {0}', name), take };
  });
  const [first] = problems;
  return [...installs, ...(first ? [{ title: l10n.t('Show in Source'), take: () => showProblem(dir, first) }] : [])];
}

async function showProblem(dir: vscode.Uri, { file, line, column }: Place): Promise<unknown> {
  const at = new vscode.Position(line - 1, column - 1);
  return vscode.window.showTextDocument(vscode.Uri.joinPath(dir, file), { selection: new vscode.Range(at, at) });
}

type Place = Pick<FileProblem, 'file' | 'line' | 'column' | 'missingPackage'>;

function isProblem(value: unknown): value is Place {
  if (!isRecord(value)) return false;
  const { file, line, column } = value;
  return typeof file === 'string' && typeof line === 'number' && typeof column === 'number';
}

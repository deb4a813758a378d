import { COMMANDS, type CommandId, type SettingId } from '../contributions.ts';
import type { SettingOwner } from '../settings/scopedValue.ts';
import { l10n } from '../text/l10n.ts';

/** What an error leads to: a button beside its message. It knows no `vscode`, so that tests can hold every error to one. */
export type NextStep = { readonly title: string } & (
  | { readonly kind: 'command'; readonly command: string; readonly args?: readonly unknown[] }
  /** A command of ours whose first argument is a folder. */
  | { readonly kind: 'folder'; readonly command: CommandId; readonly dir: string; readonly args?: readonly unknown[] }
  /** Without an owner: the value that counts. */
  | { readonly kind: 'setting'; readonly setting: SettingId; readonly by?: SettingOwner | undefined }
  | { readonly kind: 'file'; readonly path: string; readonly line: number; readonly column: number }
  /** A command line that is typed into a terminal and not run: the user reads it first. */
  | { readonly kind: 'terminal'; readonly line: string }
  | { readonly kind: 'page'; readonly url: string }
);

/** Steps that several errors have in common. */
export const STEPS = {
  command,
  newProject: (): NextStep => command(l10n.t('New Inmate Project…'), COMMANDS.newProject),
  run: (): NextStep => command(l10n.t('Run Inmate Method…'), COMMANDS.run),
  runAgain: (): NextStep => command(l10n.t('Run Again'), COMMANDS.runLast),
  editArguments: (): NextStep => command(l10n.t('Edit Arguments…'), COMMANDS.runEdited),
  build: (): NextStep => command(l10n.t('Build Image'), COMMANDS.build),
  stop: (): NextStep => command(l10n.t('Stop a Dispatch…'), COMMANDS.stop),
  stopContainers: (items: readonly unknown[]): NextStep =>
    command(l10n.t('Stop Containers…'), COMMANDS.stopContainer, undefined, items),
  refreshImages: (): NextStep => command(l10n.t('Refresh'), COMMANDS.refreshImages),
  openRecording: (): NextStep => command(l10n.t('Open Another Recording…'), COMMANDS.openRecording),
  selectEngine: (): NextStep => command(l10n.t('Select Container Engine…'), COMMANDS.selectEngine),
  trust: (): NextStep & { readonly kind: 'command' } =>
    command(l10n.t('Manage Workspace Trust'), 'workbench.trust.manage'),
  openFolder: (): NextStep => command(l10n.t('Open Folder…'), 'vscode.openFolder'),
  reload: (): NextStep => command(l10n.t('Reload Window'), 'workbench.action.reloadWindow'),
  report: (): NextStep =>
    command(l10n.t('Report Issue…'), 'workbench.action.openIssueReporter', {
      extensionId: 'hoosegow.hoosegow-inspector',
    }),
  setting: (setting: SettingId, title = l10n.t('Open Setting'), by?: SettingOwner): NextStep => {
    return { kind: 'setting', title, setting, by };
  },
  file: (title: string, path: string, line = 1, column = 1): NextStep => ({ kind: 'file', title, path, line, column }),
  makeInmate: (dir: string): NextStep => {
    return { kind: 'folder', title: l10n.t('Make It an Inmate'), command: COMMANDS.makeInmate, dir };
  },
  install: (dir: string, name: string): NextStep => {
    return { kind: 'folder', title: l10n.t('Install {0}', name), command: COMMANDS.installPackage, dir, args: [name] };
  },
} as const;

function command(title: string, id: string, ...args: readonly unknown[]): NextStep & { readonly kind: 'command' } {
  return { kind: 'command', title, command: id, args };
}

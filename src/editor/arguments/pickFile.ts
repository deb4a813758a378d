import * as vscode from 'vscode';
import { escapeText } from '../../text/escape.ts';
import { l10n } from '../text/l10n.ts';
import type { ArgumentChoice } from '../dispatches/argumentChoice.ts';
import { escapeLabel } from '../text/escapeMarkup.ts';

const MAX_FILES = 5000;

interface FileItem extends vscode.QuickPickItem {
  /** `undefined`: browse the whole file system. */
  readonly uri: string | undefined;
}

/** Picks a file whose bytes become an argument: from the workspace, or from anywhere. */
export async function pickFile(parameter: string): Promise<ArgumentChoice | undefined> {
  const browse: FileItem = { label: `$(folder-opened) ${l10n.t('Browse…')}`, alwaysShow: true, uri: undefined };
  const items = async (): Promise<FileItem[]> => [browse, ...(await findFiles())];
  const picked = await vscode.window.showQuickPick(items(), {
    title: l10n.t('File for {0}', escapeText(parameter)),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  if (!picked) return undefined;
  if (picked.uri !== undefined) return { kind: 'file', uri: picked.uri };
  const [chosen] = (await vscode.window.showOpenDialog({ openLabel: l10n.t('Take Its Bytes') })) ?? [];
  return chosen && { kind: 'file', uri: chosen.toString() };
}

async function findFiles(): Promise<readonly FileItem[]> {
  const uris = await vscode.workspace.findFiles('**/*', '**/{node_modules,.git}/**', MAX_FILES);
  return uris
    .map((uri) => {
      const place = vscode.workspace.asRelativePath(uri);
      const at = place.lastIndexOf('/');
      return {
        label: escapeLabel(place.slice(at + 1)),
        description: escapeLabel(at < 0 ? '' : place.slice(0, at)),
        uri: uri.toString(),
      };
    })
    .toSorted((a, b) => (`${a.description}/${a.label}` < `${b.description}/${b.label}` ? -1 : 1));
}

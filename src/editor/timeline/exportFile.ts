import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { DispatchEvent } from '../../engine/index.ts';
import type { RecordingReader } from '../../recording/recordingReader.ts';
import type { ExportFormat } from '../../protocol/protocol.ts';
import { loadEngineParts } from '../loadEngineParts.ts';
import { l10n } from '../text/l10n.ts';
import { notify } from '../app/notify.ts';

export function formatName(format: ExportFormat): string {
  switch (format) {
    case 'ndjson':
      return l10n.t('Events as NDJSON');
    case 'chrome-trace':
      return l10n.t('Chrome trace (Perfetto)');
    case 'stdout':
      return l10n.t('stdout as it was');
    case 'stderr':
      return l10n.t('stderr as it was');
    case 'html':
      return l10n.t('Self-contained HTML page');
  }
}

/** Asks where to, and exports a recording there, with progress that can be cancelled. */
export async function saveExport(reader: RecordingReader, source: vscode.Uri, format: ExportFormat): Promise<void> {
  const { EXPORT_ENDINGS } = await loadEngineParts();
  const name = `${path.posix.basename(source.path, '.dispatch')}.${EXPORT_ENDINGS[format]}`;
  const target = await vscode.window.showSaveDialog({
    defaultUri: suggested(name),
    title: l10n.t('Export: {0}', formatName(format)),
  });
  if (!target) return;
  const title = l10n.t('Hoosegow: exporting');
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  const controller = new AbortController();
  try {
    await vscode.window.withProgress(options, async (_, token) => {
      token.onCancellationRequested(() => controller.abort());
      await exportTo(reader, format, target, controller.signal);
    });
  } catch (error) {
    if (controller.signal.aborted) return;
    throw error;
  }
  void offerToOpen(target);
}

/** Exports a recording to a file, which is there when it is whole. */
export async function exportTo(
  reader: RecordingReader,
  format: ExportFormat,
  target: vscode.Uri,
  signal?: AbortSignal,
): Promise<void> {
  const { exportRecording } = await loadEngineParts();
  await writeFileWhole(target, (write) => exportRecording(reader, format, write, signal));
}

/** Asks where to, and saves a value there: bytes as they are, everything else as JSON. */
export async function saveValue(event: DispatchEvent): Promise<void> {
  const { toTagged } = await loadEngineParts();
  const value = event.type === 'yield' && event.value.length === 1 ? event.value[0] : event.value;
  const isBytes = value instanceof Uint8Array;
  const bytes = isBytes ? value : Buffer.from(`${JSON.stringify(toTagged(value), null, 2)}\n`);
  const name = `${event.type}-${event.seq}${isBytes ? '.bin' : '.json'}`;
  const target = await vscode.window.showSaveDialog({ defaultUri: suggested(name), title: l10n.t('Save Value As…') });
  if (target) await vscode.workspace.fs.writeFile(target, bytes);
}

/** In the first folder of the workspace. */
function suggested(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return folder ? vscode.Uri.joinPath(folder, name) : vscode.Uri.file(path.join(process.cwd(), name));
}

async function offerToOpen(target: vscode.Uri): Promise<void> {
  const openIt = l10n.t('Open');
  const done = l10n.t('Exported to {0}', path.posix.basename(target.path));
  if ((await notify.info(done, openIt)) === openIt) {
    await vscode.commands.executeCommand('vscode.open', target);
  }
}

type Write = (bytes: Uint8Array) => Promise<void>;

/** A file that is elsewhere is written at once; one on a disk piece by piece, under another name until it is whole. */
async function writeFileWhole(target: vscode.Uri, produce: (write: Write) => Promise<void>): Promise<void> {
  if (target.scheme !== 'file') {
    const parts: Uint8Array[] = [];
    await produce((bytes) => Promise.resolve(void parts.push(bytes)));
    await vscode.workspace.fs.writeFile(target, Buffer.concat(parts));
    return;
  }
  const unfinished = `${target.fsPath}.${randomBytes(4).toString('hex')}.part`;
  const file = await open(unfinished, 'wx');
  try {
    await produce(async (bytes) => file.appendFile(bytes));
    await file.close();
    await rename(unfinished, target.fsPath);
  } catch (error) {
    await file.close();
    await rm(unfinished, { force: true });
    throw error;
  }
}

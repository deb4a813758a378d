import path from 'node:path';
import * as vscode from 'vscode';
import type { DispatchEvent } from '../../engine/index.ts';
import type { RecordingReader } from '../../recording/recordingReader.ts';
import type { WriteBytes } from '../../timeline/export/byteWriter.ts';
import type { ExportFormat } from '../../protocol/protocol.ts';
import type { WholeFile } from '../../timeline/whole/wholeFile.ts';
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

/** Asks for a file and exports a recording to it, with progress that can be cancelled. */
export async function saveExport(reader: RecordingReader, source: vscode.Uri, format: ExportFormat): Promise<void> {
  const { exportName, isEmptyStream } = await loadEngineParts();
  if ((format === 'stdout' || format === 'stderr') && (await isEmptyStream(reader, format))) {
    void notify.info(l10n.t('{0} is empty: nothing to save.', format));
    return;
  }
  const target = await askTarget(exportName(nameOf(source), format), l10n.t('Export: {0}', formatName(format)));
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

/** Exports a recording to a file, which appears only when it is complete. */
export async function exportTo(
  reader: RecordingReader,
  format: ExportFormat,
  target: vscode.Uri,
  signal?: AbortSignal,
): Promise<void> {
  const { exportRecording } = await loadEngineParts();
  await writeFile(target, async (write) => exportRecording(reader, format, write, signal));
}

/** Asks for a file and saves a value to it: bytes unchanged, everything else as JSON. */
export async function saveValue(event: DispatchEvent, source: vscode.Uri): Promise<void> {
  const { valueFile } = await loadEngineParts();
  const { name, bytes } = valueFile(nameOf(source), event);
  const target = await askTarget(name, l10n.t('Save Value As…'));
  if (target) await writeFile(target, async (write) => write(bytes));
}

/** Asks for a file and saves all of a value, of a stream or of the bytes of a frame to it, a piece at a time. */
export async function saveWhole(file: WholeFile, source: vscode.Uri): Promise<void> {
  if (file.size === 0) {
    void notify.info(l10n.t('It is empty: nothing to save.'));
    return;
  }
  const target = await askTarget(`${nameOf(source)}-${file.suffix}`, l10n.t('Save As…'));
  if (!target) return;
  await writeFile(target, async (write) => {
    for await (const piece of file.pieces()) await write(piece);
  });
}

/** Suggests a file in the first folder of the workspace. */
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

/** Asks for the file to write. */
async function askTarget(name: string, title: string): Promise<vscode.Uri | undefined> {
  return vscode.window.showSaveDialog({ defaultUri: suggested(name), title });
}

/** Exports are named after their recording. */
function nameOf(recording: vscode.Uri): string {
  return path.posix.basename(recording.path, '.dispatch');
}

/** Writes a file on disk in pieces, under another name until it is complete; any other file in one go. */
async function writeFile(target: vscode.Uri, fill: (write: WriteBytes) => Promise<void>): Promise<void> {
  if (target.scheme === 'file') {
    const { writeWhole } = await loadEngineParts();
    return writeWhole(target.fsPath, { replace: true }, fill);
  }
  const parts: Uint8Array[] = [];
  await fill((bytes) => void parts.push(bytes));
  await vscode.workspace.fs.writeFile(target, Buffer.concat(parts));
}

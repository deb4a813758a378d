import * as vscode from 'vscode';
import { EXPORT_FORMATS, type ExportFormat } from '../../../protocol/protocol.ts';
import type { AppCommand } from '../../app/app.ts';
import { COMMANDS } from '../../contributions.ts';
import { pickDispatch } from '../../dispatches/pickDispatch.ts';
import { activeRecording, readRecording } from '../../dispatches/recordingArgument.ts';
import { isRecord } from '../../../text/isRecord.ts';
import { l10n } from '../../text/l10n.ts';
import { exportTo, formatName, saveExport } from '../../exports/exportFile.ts';
import { openRecording } from '../../timeline/recordingAccess.ts';

/**
 * Exports a recording; the user picks the format and the file.
 *
 * Other extensions call it with `{recording, format, target}`.
 */
export const exportRecording: AppCommand = {
  id: COMMANDS.exportRecording,
  async execute(app, argument) {
    const wanted = readWanted(argument);
    const uri =
      wanted?.recording ??
      readRecording(argument) ??
      activeRecording(app.results) ??
      (await pickDispatch(app, l10n.t('Which dispatch is to be exported?')));
    if (!uri) return;
    const format = wanted?.format ?? (await pickFormat());
    if (!format) return;
    const open = await openRecording(uri, app.live);
    try {
      if (wanted) await exportTo(open.reader, format, wanted.target);
      else await saveExport(open.reader, uri, format);
    } finally {
      open.dispose();
    }
  },
};

async function pickFormat(): Promise<ExportFormat | undefined> {
  const items = EXPORT_FORMATS.map((format) => ({ label: formatName(format), format }));
  const picked = await vscode.window.showQuickPick(items, { placeHolder: l10n.t('As what?'), ignoreFocusOut: true });
  return picked?.format;
}

function readWanted(argument: unknown) {
  if (!isRecord(argument)) return undefined;
  const recording = readRecording(argument['recording']);
  const format = EXPORT_FORMATS.find((known) => known === argument['format']);
  const { target } = argument;
  return recording && format && target instanceof vscode.Uri ? { recording, format, target } : undefined;
}

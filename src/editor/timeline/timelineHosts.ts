import * as vscode from 'vscode';
import type { DispatchEvent, DispatchMeta } from '../../engine/index.ts';
import type { RecordingReader } from '../../recording/recordingReader.ts';
import type { ExportFormat, HostCommand } from '../../protocol/protocol.ts';
import type { TimelineHost } from '../../timeline/timelineHost.ts';
import type { WholeFile } from '../../timeline/whole/wholeFile.ts';
import type { Log } from '../app/log.ts';
import { reportError } from '../app/reportError.ts';
import { loadEditorParts } from '../loadEditorParts.ts';
import type { TracePlace } from '../source/sourcePlace.ts';
import type { OpenRecording } from './recordingAccess.ts';
import { terminalShell } from './terminalShell.ts';

/** What a timeline does outside its page. */
export interface TimelineActions {
  exportRecording(reader: RecordingReader, uri: vscode.Uri, format: ExportFormat): Promise<void>;
  saveValue(event: DispatchEvent, uri: vscode.Uri): Promise<void>;
  saveWhole(file: WholeFile, uri: vscode.Uri): Promise<void>;
  openWhole(file: WholeFile, uri: vscode.Uri): Promise<void>;
  /** What can be done with the call of a recording. */
  commandsFor(uri: vscode.Uri, meta: DispatchMeta): Promise<readonly HostCommand[]>;
  command(command: HostCommand, uri: vscode.Uri, meta: DispatchMeta): Promise<void>;
}

/** Makes the hosts of the timelines that the editor shows. */
export class TimelineHosts {
  readonly #actions: TimelineActions;
  readonly #log: Log;

  constructor(actions: TimelineActions, log: Log) {
    this.#actions = actions;
    this.#log = log;
  }

  /** @param recording may fail to open: the page tells why */
  async hostOf(uri: vscode.Uri, recording: Promise<OpenRecording>, webview: vscode.Webview): Promise<TimelineHost> {
    const open = await recording.catch(() => undefined);
    const meta = open?.reader.meta;
    const inmateDir = meta?.inmateDir ?? null;
    const commands = meta ? await this.#actions.commandsFor(uri, meta) : [];
    return {
      abilities: {
        stop: open?.live !== undefined,
        export: true,
        openSource: inmateDir !== null && vscode.workspace.workspaceFolders !== undefined,
        saveValue: true,
        commands,
        // Of another language there is a bundle; English needs none.
        texts: vscode.l10n.bundle ?? {},
      },
      recording: uri.toString(),
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a webview of VS Code has no such argument
      send: (message) => void webview.postMessage(message),
      export: async (format) => {
        if (open) await this.#actions.exportRecording(open.reader, uri, format);
      },
      saveValue: async (event) => this.#actions.saveValue(event, uri),
      saveWhole: async (file) => this.#actions.saveWhole(file, uri),
      openWhole: async (file) => this.#actions.openWhole(file, uri),
      copy: async (text) => vscode.env.clipboard.writeText(text),
      get shell() {
        return terminalShell();
      },
      openSource: async (file, line, column) => {
        // Reported here: the page would keep the words and lose the next step.
        await openPlace(inmateDir, { file, line, column }).catch((error: unknown) => reportError(this.#log, error));
      },
      stop: () => open?.live?.dispatch.cancel('by the user'),
      command: async (command) => {
        if (meta) await this.#actions.command(command, uri, meta);
      },
      report: (message) => reportError(this.#log, new Error(message)),
    };
  }
}

async function openPlace(inmateDir: string | null, place: TracePlace): Promise<void> {
  const { openSource } = await loadEditorParts();
  await openSource(inmateDir, place);
}

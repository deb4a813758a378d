import * as vscode from 'vscode';
import type { DispatchEvent } from '../../engine/index.ts';
import type { RecordingReader } from '../../recording/recordingReader.ts';
import type { ExportFormat } from '../../protocol/protocol.ts';
import type { TimelineHost, TimelineSession } from '../../timeline/timelineSession.ts';
import { TIMELINE_EDITOR } from '../contributions.ts';
import type { LiveDispatches } from '../dispatches/liveDispatches.ts';
import { Lifetime, type Disposable } from '../app/lifetime.ts';
import { loadEngineParts } from '../loadEngineParts.ts';
import type { Log } from '../app/log.ts';
import { reportError } from '../app/reportError.ts';
import { messageOf } from '../../wire/thrown.ts';
import { STEPS } from '../steps/nextStep.ts';
import { l10n } from '../text/l10n.ts';
import { UserError } from '../text/userError.ts';
import { openSource } from '../source/openSource.ts';
import { openRecording, type OpenRecording } from './recordingAccess.ts';

/** Actions of a timeline outside its page. */
export interface TimelineActions {
  exportRecording(reader: RecordingReader, uri: vscode.Uri, format: ExportFormat): Promise<void>;
  saveValue(event: DispatchEvent, uri: vscode.Uri): Promise<void>;
}

/** An open recording, shared by all its tabs. */
class RecordingDocument implements vscode.CustomDocument {
  readonly uri: vscode.Uri;
  /** Rejects if it cannot be opened: the page shows why. */
  readonly recording: Promise<OpenRecording>;

  constructor(uri: vscode.Uri, recording: Promise<OpenRecording>) {
    this.uri = uri;
    this.recording = recording;
    recording.catch(() => undefined);
  }

  dispose(): void {
    void this.recording.then(
      (open) => open.dispose(),
      () => undefined,
    );
  }
}

/** Shows `*.dispatch` files, finished or still growing, as timelines. */
export class TimelineEditor implements vscode.CustomReadonlyEditorProvider<RecordingDocument>, Disposable {
  readonly #lifetime = new Lifetime();
  readonly #extensionUri: vscode.Uri;
  readonly #live: LiveDispatches;
  readonly #actions: TimelineActions;
  readonly #log: Log;

  constructor(extensionUri: vscode.Uri, live: LiveDispatches, actions: TimelineActions, log: Log) {
    this.#extensionUri = extensionUri;
    this.#live = live;
    this.#actions = actions;
    this.#log = log;
    const options = { supportsMultipleEditorsPerDocument: true };
    this.#lifetime.add(vscode.window.registerCustomEditorProvider(TIMELINE_EDITOR, this, options));
  }

  openCustomDocument(uri: vscode.Uri): RecordingDocument {
    const recording = openRecording(uri, this.#live);
    // The page says why; the buttons are here.
    recording.catch((error: unknown) => reportError(this.#log, cannotOpen(uri, error)));
    return new RecordingDocument(uri, recording);
  }

  async resolveCustomEditor(document: RecordingDocument, panel: vscode.WebviewPanel): Promise<void> {
    const { webview } = panel;
    const dist = vscode.Uri.joinPath(this.#extensionUri, 'dist', 'webview');
    webview.options = { enableScripts: true, enableForms: false, localResourceRoots: [dist] };
    const lifetime = new Lifetime();
    panel.onDidDispose(() => lifetime.dispose());
    const { TimelineSession: Session, timelinePage } = await loadEngineParts();
    const host = await this.#hostOf(document, webview);
    const recording = document.recording.then(({ reader }) => reader);
    const session: TimelineSession = lifetime.add(new Session(recording, host));
    lifetime.add(webview.onDidReceiveMessage((message: unknown) => session.receive(message)));
    const address = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
    const { html } = timelinePage({
      language: vscode.env.language,
      source: webview.cspSource,
      styles: [address('timeline.css')],
      script: address('timeline.js'),
    });
    webview.html = html;
  }

  dispose(): void {
    this.#lifetime.dispose();
  }

  async #hostOf({ uri, recording }: RecordingDocument, webview: vscode.Webview): Promise<TimelineHost> {
    const open = await recording.catch(() => undefined);
    const inmateDir = open?.reader.meta.inmateDir ?? null;
    return {
      abilities: {
        stop: open?.live !== undefined,
        export: true,
        openSource: inmateDir !== null && vscode.workspace.workspaceFolders !== undefined,
        saveValue: true,
        // Other languages have a bundle; English needs none.
        texts: vscode.l10n.bundle ?? {},
      },
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a VS Code webview has no such argument
      send: (message) => void webview.postMessage(message),
      export: async (format) => {
        if (open) await this.#actions.exportRecording(open.reader, uri, format);
      },
      saveValue: async (event) => this.#actions.saveValue(event, uri),
      copy: async (text) => vscode.env.clipboard.writeText(text),
      openSource: async (file, line, column) => {
        // Reported here: the page would keep the words and lose the next step.
        await openSource(inmateDir, { file, line, column }).catch((error: unknown) => reportError(this.#log, error));
      },
      stop: () => open?.live?.dispatch.cancel('by the user'),
      report: (message) => reportError(this.#log, new Error(message)),
    };
  }
}

/** Any file may be named like a recording. */
function cannotOpen(uri: vscode.Uri, error: unknown): unknown {
  if (error instanceof UserError || !(error instanceof Error) || error.name !== 'FormatError') return error;
  const asText = STEPS.command(l10n.t('Open as Text'), 'vscode.openWith', uri, 'default');
  return new UserError(messageOf(error), [asText, STEPS.openRecording()], { cause: error });
}

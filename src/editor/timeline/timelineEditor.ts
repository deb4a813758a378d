import * as vscode from 'vscode';
import { TIMELINE_EDITOR } from '../contributions.ts';
import type { LiveDispatches } from '../dispatches/run/liveDispatches.ts';
import { Lifetime, type Disposable } from '../app/lifetime.ts';
import type { Log } from '../app/log.ts';
import { reportError } from '../app/reportError.ts';
import { messageOf } from '../../wire/thrown.ts';
import { STEPS } from '../steps/nextStep.ts';
import { l10n } from '../text/l10n.ts';
import { UserError } from '../text/userError.ts';
import { OpenedRecording } from './openedRecording.ts';
import { openRecording } from './recordingAccess.ts';
import type { TimelineHosts } from './timelineHosts.ts';
import { TimelinePage } from './timelinePage.ts';

/** An open recording, shared by all its tabs. */
class RecordingDocument implements vscode.CustomDocument {
  readonly uri: vscode.Uri;
  readonly recording: OpenedRecording;

  constructor(uri: vscode.Uri, recording: OpenedRecording) {
    this.uri = uri;
    this.recording = recording;
  }

  dispose(): void {
    this.recording.dispose();
  }
}

/** Shows `*.dispatch` files, finished or still growing, as timelines. */
export class TimelineEditor implements vscode.CustomReadonlyEditorProvider<RecordingDocument>, Disposable {
  readonly #lifetime = new Lifetime();
  readonly #extensionUri: vscode.Uri;
  readonly #live: LiveDispatches;
  readonly #hosts: TimelineHosts;
  readonly #log: Log;

  constructor(extensionUri: vscode.Uri, live: LiveDispatches, hosts: TimelineHosts, log: Log) {
    this.#log = log;
    this.#extensionUri = extensionUri;
    this.#live = live;
    this.#hosts = hosts;
    const options = { supportsMultipleEditorsPerDocument: true };
    this.#lifetime.add(vscode.window.registerCustomEditorProvider(TIMELINE_EDITOR, this, options));
  }

  openCustomDocument(uri: vscode.Uri): RecordingDocument {
    const recording = new OpenedRecording(async () => openRecording(uri, this.#live));
    // The page says why; the buttons are here.
    recording.get().catch((error: unknown) => reportError(this.#log, cannotOpen(uri, error)));
    return new RecordingDocument(uri, recording);
  }

  async resolveCustomEditor({ uri, recording }: RecordingDocument, panel: vscode.WebviewPanel): Promise<void> {
    const page = new TimelinePage(panel.webview, this.#extensionUri, this.#hosts);
    panel.onDidDispose(() => page.dispose());
    await page.show(uri, recording);
  }

  dispose(): void {
    this.#lifetime.dispose();
  }
}

/** Any file may be named like a recording. */
function cannotOpen(uri: vscode.Uri, error: unknown): unknown {
  if (error instanceof UserError || !(error instanceof Error) || error.name !== 'FormatError') return error;
  const asText = STEPS.command(l10n.t('Open as Text'), 'vscode.openWith', uri, 'default');
  return new UserError(messageOf(error), [asText, STEPS.openRecording()], { cause: error });
}

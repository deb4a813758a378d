import * as vscode from 'vscode';
import { TIMELINE_EDITOR } from '../contributions.ts';
import type { LiveDispatches } from '../dispatches/liveDispatches.ts';
import { Lifetime, type Disposable } from '../app/lifetime.ts';
import { openRecording, type OpenRecording } from './recordingAccess.ts';
import type { TimelineHosts } from './timelineHosts.ts';
import { TimelinePage } from './timelinePage.ts';

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
  readonly #hosts: TimelineHosts;

  constructor(extensionUri: vscode.Uri, live: LiveDispatches, hosts: TimelineHosts) {
    this.#extensionUri = extensionUri;
    this.#live = live;
    this.#hosts = hosts;
    const options = { supportsMultipleEditorsPerDocument: true };
    this.#lifetime.add(vscode.window.registerCustomEditorProvider(TIMELINE_EDITOR, this, options));
  }

  openCustomDocument(uri: vscode.Uri): RecordingDocument {
    return new RecordingDocument(uri, openRecording(uri, this.#live));
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

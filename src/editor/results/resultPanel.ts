import * as vscode from 'vscode';
import { isRecord } from '../../text/isRecord.ts';
import { Lifetime, type Disposable } from '../app/lifetime.ts';
import type { Log } from '../app/log.ts';
import { reportError } from '../app/reportError.ts';
import { RESULT_PANEL, TIMELINE_EDITOR } from '../contributions.ts';
import type { History } from '../dispatches/history/history.ts';
import type { LiveDispatches } from '../dispatches/run/liveDispatches.ts';
import { l10n } from '../text/l10n.ts';
import { OpenedRecording } from '../timeline/openedRecording.ts';
import { openRecording } from '../timeline/recordingAccess.ts';
import type { TimelineHosts } from '../timeline/timelineHosts.ts';
import { TimelinePage } from '../timeline/timelinePage.ts';
import { columnBeside } from './columnBeside.ts';
import { resultTitle } from './resultTitle.ts';

export interface ResultPanelParts {
  readonly extensionUri: vscode.Uri;
  readonly live: LiveDispatches;
  readonly history: History;
  readonly hosts: TimelineHosts;
  readonly log: Log;
}

interface Open {
  readonly panel: vscode.WebviewPanel;
  readonly page: TimelinePage;
}

/**
 * The tab beside the source that shows the result of the last run. It is there for every run, since a webview takes long to
 * load; the focus stays where it is. A tab that was closed comes again with the next run.
 */
export class ResultPanel implements vscode.WebviewPanelSerializer, Disposable {
  readonly #lifetime = new Lifetime();
  readonly #parts: ResultPanelParts;
  #open: Open | undefined;
  #shown: { readonly uri: vscode.Uri; readonly recording: OpenedRecording } | undefined;

  constructor(parts: ResultPanelParts) {
    this.#parts = parts;
    this.#lifetime.add(vscode.window.registerWebviewPanelSerializer(RESULT_PANEL, this));
    this.#lifetime.add({ dispose: () => this.#close() });
  }

  /** The recording that is shown, while the tab is in sight. */
  get inSight(): vscode.Uri | undefined {
    return this.#open?.panel.visible ? this.#shown?.uri : undefined;
  }

  /** Whether a recording is the one that is shown, in sight or not. */
  isShown(recording: string): boolean {
    return this.#shown?.uri.fsPath === recording;
  }

  /** Shows a recording in the place of the one before. */
  show(uri: vscode.Uri): void {
    if (this.#lifetime.ended) return;
    this.#open ??= this.#adopt(this.#create());
    const { panel } = this.#open;
    if (!panel.visible) panel.reveal(undefined, true);
    this.#showIn(this.#open, uri);
  }

  /** Closes the tab of a recording that is gone. */
  closeOne(recordings: readonly string[]): void {
    if (this.#shown && recordings.includes(this.#shown.uri.fsPath)) this.#open?.panel.dispose();
  }

  /** How a dispatch stands may have changed. */
  refresh(): void {
    const entry = this.#shown && this.#parts.history.find(this.#shown.uri.fsPath);
    const panel = this.#open?.panel;
    if (!entry || !panel) return;
    const title = resultTitle(entry);
    if (panel.title !== title) panel.title = title;
  }

  /** Opens what is shown as a tab of its own, at the same place; the next run leaves that alone. */
  async keep(): Promise<void> {
    const viewColumn = this.#open?.panel.viewColumn ?? vscode.ViewColumn.Active;
    if (!this.#shown) return;
    const options = { viewColumn, preview: false };
    await vscode.commands.executeCommand('vscode.openWith', this.#shown.uri, TIMELINE_EDITOR, options);
  }

  /** The window was loaded again. @param state what the page has kept, which names its recording */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const uri = readUri(state);
    if (this.#open || !uri || !(await exists(uri))) {
      panel.dispose();
      return;
    }
    this.#open = this.#adopt(panel);
    this.#showIn(this.#open, uri);
  }

  dispose(): void {
    this.#lifetime.dispose();
  }

  #create(): vscode.WebviewPanel {
    const where = { viewColumn: columnBeside(), preserveFocus: true };
    return vscode.window.createWebviewPanel(RESULT_PANEL, l10n.t('Result'), where, { retainContextWhenHidden: true });
  }

  #adopt(panel: vscode.WebviewPanel): Open {
    const { extensionUri, hosts } = this.#parts;
    const page = new TimelinePage(panel.webview, extensionUri, hosts);
    panel.onDidDispose(() => {
      page.dispose();
      this.#forget();
      this.#open = undefined;
    });
    return { panel, page };
  }

  #showIn({ page }: Open, uri: vscode.Uri): void {
    this.#forget();
    const recording = new OpenedRecording(async () => openRecording(uri, this.#parts.live));
    this.#shown = { uri, recording };
    this.refresh();
    page.show(uri, recording).catch((error: unknown) => reportError(this.#parts.log, error));
  }

  #forget(): void {
    this.#shown?.recording.dispose();
    this.#shown = undefined;
  }

  /** The tab itself stays for the next window. */
  #close(): void {
    this.#open?.page.dispose();
    this.#forget();
    this.#open = undefined;
  }
}

function readUri(state: unknown): vscode.Uri | undefined {
  const name = isRecord(state) ? state['recording'] : undefined;
  if (typeof name !== 'string' || !/^file:.*\.dispatch$/.test(name)) return undefined;
  return vscode.Uri.parse(name);
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return Promise.resolve(vscode.workspace.fs.stat(uri)).then(
    () => true,
    () => false,
  );
}

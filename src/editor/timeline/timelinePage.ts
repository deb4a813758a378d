import * as vscode from 'vscode';
import type { SessionSwitch } from '../../timeline/sessionSwitch.ts';
import { isRecord } from '../../text/isRecord.ts';
import { Lifetime, type Disposable } from '../app/lifetime.ts';
import { loadEngineParts } from '../loadEngineParts.ts';
import type { OpenedRecording } from './openedRecording.ts';
import type { TimelineHosts } from './timelineHosts.ts';

/** The timeline in a webview. It is loaded once, and shows one recording after another. */
export class TimelinePage implements Disposable {
  readonly #lifetime = new Lifetime();
  readonly #webview: vscode.Webview;
  readonly #hosts: TimelineHosts;
  readonly #sessions: Promise<SessionSwitch>;
  /** Counts the recordings: the last one is shown, whichever opens first. */
  #shown = 0;
  #asked: { readonly uri: vscode.Uri; readonly recording: OpenedRecording } | undefined;

  constructor(webview: vscode.Webview, extensionUri: vscode.Uri, hosts: TimelineHosts) {
    this.#webview = webview;
    this.#hosts = hosts;
    this.#sessions = this.#load(vscode.Uri.joinPath(extensionUri, 'dist', 'webview'));
    this.#sessions.catch(() => undefined);
  }

  /** @param recording stays its caller's; where it cannot be opened, the page tells why */
  async show(uri: vscode.Uri, recording: OpenedRecording): Promise<void> {
    const turn = ++this.#shown;
    this.#asked = { uri, recording };
    const opened = recording.get();
    const [sessions, { TimelineSession }] = await Promise.all([this.#sessions, loadEngineParts()]);
    const host = await this.#hosts.hostOf(uri, opened, this.#webview);
    if (turn !== this.#shown || this.#lifetime.ended) return;
    const reader = opened.then((open) => open.reader);
    sessions.show(host.recording, new TimelineSession(reader, host));
  }

  dispose(): void {
    this.#lifetime.dispose();
  }

  #receive(sessions: SessionSwitch, message: unknown): void {
    sessions.receive(message);
    // A page that has been told why nothing is shown, and asks again.
    const asked = this.#asked;
    const isAskedAgain = isRecord(message) && message['kind'] === 'ready' && asked?.recording.hasFailed;
    if (isAskedAgain) void this.show(asked.uri, asked.recording);
  }

  async #load(dist: vscode.Uri): Promise<SessionSwitch> {
    const webview = this.#webview;
    webview.options = { enableScripts: true, enableForms: false, localResourceRoots: [dist] };
    const { SessionSwitch: Switch, timelinePage } = await loadEngineParts();
    const sessions = this.#lifetime.add(new Switch());
    if (this.#lifetime.ended) return sessions;
    this.#lifetime.add(webview.onDidReceiveMessage((message: unknown) => this.#receive(sessions, message)));
    const address = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
    const { html } = timelinePage({
      language: vscode.env.language,
      source: webview.cspSource,
      styles: [address('timeline.css')],
      script: address('timeline.js'),
    });
    webview.html = html;
    return sessions;
  }
}

import * as vscode from 'vscode';
import { clip } from '../../../text/words.ts';
import type { Disposable } from '../../app/lifetime.ts';
import { l10n } from '../../text/l10n.ts';
import { escapeMessage } from '../../text/escapeMarkup.ts';
import { buildLine } from './buildLine.ts';

/** Milliseconds. Most runs are over by then, also those that build what has changed: one that flashes is in the way. */
const DELAY = 1500;
const MAX_LINE = 120;

/** Shows progress that can be cancelled. */
export class ProgressNotification implements Disposable {
  readonly #title: string;
  readonly #cancel: () => void;
  readonly #timer: NodeJS.Timeout;
  #shown: { readonly report: (message: string) => void; readonly end: () => void } | undefined;
  #message = '';
  #ended = false;

  /** @param delay milliseconds: what is over before is not shown */
  constructor(title: string, cancel: () => void, delay: number = DELAY) {
    this.#title = title;
    this.#cancel = cancel;
    this.#timer = setTimeout(() => this.#show(), delay);
  }

  /** Tells output of a build. */
  build(text: string): void {
    const line = buildLine(text);
    if (line !== undefined) this.#report(l10n.t('building: {0}', clip(line, MAX_LINE)));
  }

  /** A build, if there was one, is over. */
  run(): void {
    this.#report(l10n.t('running'));
  }

  #report(message: string): void {
    this.#message = escapeMessage(message);
    this.#shown?.report(this.#message);
  }

  dispose(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#shown?.end();
  }

  #show(): void {
    if (this.#ended || this.#shown) return;
    clearTimeout(this.#timer);
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: escapeMessage(this.#title),
      cancellable: true,
    };
    void vscode.window.withProgress(options, (progress, token) => {
      token.onCancellationRequested(this.#cancel);
      return new Promise<void>((resolve) => {
        this.#shown = { report: (message) => progress.report({ message }), end: resolve };
        if (this.#message !== '') progress.report({ message: this.#message });
        if (this.#ended) resolve();
      });
    });
  }
}

import * as vscode from 'vscode';
import type { Disposable } from './lifetime.ts';
import { escapeText, withoutColours } from '../../text/escape.ts';

/** Logs what the extension does to the output channel; all text is escaped. */
export class Log implements Disposable {
  #made: vscode.LogOutputChannel | undefined;

  /** Created at the first message: the editor makes a folder and a file for it, while it waits for this extension. */
  get #channel(): vscode.LogOutputChannel {
    return (this.#made ??= vscode.window.createOutputChannel('Hoosegow', { log: true }));
  }

  info(text: string): void {
    this.#channel.info(escapeText(text));
  }

  /** Logs output of a build: one or more lines. */
  build(text: string): void {
    for (const line of withoutColours(text).split('\n')) if (line.trim() !== '') this.info(`build: ${line}`);
  }

  warn(text: string): void {
    this.#channel.warn(escapeText(text));
  }

  error(text: string): void {
    this.#channel.error(escapeText(text));
  }

  show(): void {
    this.#channel.show(true);
  }

  dispose(): void {
    this.#made?.dispose();
  }
}

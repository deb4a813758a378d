import * as vscode from 'vscode';
import type { Disposable } from './lifetime.ts';
import { escapeText, withoutColours } from '../../text/escape.ts';

/** What the extension does, in the output channel; whatever text comes from outside is escaped. */
export class Log implements Disposable {
  #made: vscode.LogOutputChannel | undefined;

  /** Made when there is something to say: the editor makes a folder and a file for it, while it waits for this extension. */
  get #channel(): vscode.LogOutputChannel {
    return (this.#made ??= vscode.window.createOutputChannel('Hoosegow', { log: true }));
  }

  info(text: string): void {
    this.#channel.info(escapeText(text));
  }

  /** What a build says: some lines. */
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

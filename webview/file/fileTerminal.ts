import type { TerminalParts } from '../panes/console/loadTerminal.ts';
import { element } from '../ui/dom.ts';
import { readFileScript } from './parts.ts';

/** The console's terminal, whose script the file holds. The policy of the page knows that by its hash. */
export class FileTerminal {
  #loading: Promise<TerminalParts> | undefined;
  #resolve: ((parts: TerminalParts) => void) | undefined;

  /**
   * Runs the script, once.
   *
   * @throws Error if the file is damaged
   */
  async load(): Promise<TerminalParts> {
    return (this.#loading ??= this.#run());
  }

  /** The script has run. */
  loaded(parts: TerminalParts): void {
    this.#resolve?.(parts);
  }

  async #run(): Promise<TerminalParts> {
    const script = element('script', { type: 'module' }, await readFileScript('terminal'));
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      script.addEventListener('error', () => reject(new Error('this file is damaged')));
      document.head.append(script);
    });
  }
}

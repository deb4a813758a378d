import { SearchAddon, type ISearchOptions } from '@xterm/addon-search';
import type { Terminal } from '@xterm/xterm';
import { MOST_MATCHES, type Found } from './found.ts';
import { readLook } from './terminalTheme.ts';

/** Finds text in the lines of a terminal. */
export class TerminalFind {
  readonly #search = new SearchAddon({ highlightLimit: MOST_MATCHES });
  readonly #terminal: Terminal;

  constructor(terminal: Terminal, found: (found: Found) => void) {
    this.#terminal = terminal;
    terminal.loadAddon(this.#search);
    this.#search.onDidChangeResults(({ resultIndex, resultCount }) =>
      found({ at: resultIndex + 1, count: resultCount }),
    );
  }

  /** @param isTyped whether the text is still being typed: then the match at hand stays while it goes on matching */
  find(text: string, step: 1 | -1, caseSensitive: boolean, isTyped = false): void {
    const { match, activeMatch } = readLook();
    const options: ISearchOptions = {
      caseSensitive,
      incremental: isTyped,
      decorations: {
        matchBackground: match,
        matchOverviewRuler: match,
        activeMatchBackground: activeMatch,
        activeMatchColorOverviewRuler: activeMatch,
      },
    };
    if (step === 1) this.#search.findNext(text, options);
    else this.#search.findPrevious(text, options);
  }

  end(): void {
    this.#search.clearDecorations();
    this.#terminal.clearSelection();
  }
}

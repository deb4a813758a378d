import type { ConsoleTerminal } from './terminal.ts';

/** What the terminal's script gives. */
export interface TerminalParts {
  readonly ConsoleTerminal: typeof ConsoleTerminal;
}

declare global {
  /** In a page in a file, which has no place to import from: it runs the script that it holds, which calls `loaded`. */
  var hoosegowTerminal: { load(): Promise<TerminalParts>; loaded(parts: TerminalParts): void } | undefined;
}

/** Loads the terminal when it is first shown: it is larger than all the rest of the page. */
export async function loadTerminal(): Promise<TerminalParts> {
  return globalThis.hoosegowTerminal?.load() ?? import('./terminal.ts');
}

import type { ConsoleTerminal } from './terminal.ts';

/** What the terminal's script gives. */
export interface TerminalParts {
  readonly ConsoleTerminal: typeof ConsoleTerminal;
}

declare global {
  /** In a page in a file, which has no place to import from: it runs the script that it holds, which leaves its parts here. */
  var hoosegowTerminal: { run(): Promise<void>; parts?: TerminalParts } | undefined;
}

/** Loads the terminal when it is first shown: it is larger than all the rest of the page. */
export async function loadTerminal(): Promise<TerminalParts> {
  const held = globalThis.hoosegowTerminal;
  if (!held) return import('./terminal.ts');
  await held.run();
  if (!held.parts) throw new Error('this file is damaged');
  return held.parts;
}

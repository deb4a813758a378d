import type { App } from '../app/app.ts';
import type { HistoryEntry } from './history/historyEntry.ts';
import { readRecording } from './recordingArgument.ts';

/** The dispatches of the history that a command is about: the rows of its menu, or by its key the selected ones. */
export function givenEntries(app: App, argument: unknown, selected: unknown): readonly HistoryEntry[] {
  if (argument === undefined && selected === undefined) return app.dispatches.selection;
  const given: readonly unknown[] = Array.isArray(selected) ? selected : [argument];
  return given
    .map(readRecording)
    .map((uri) => uri && app.history.find(uri.fsPath))
    .filter((entry) => entry !== undefined);
}

import type { AppCommand } from '../../app/app.ts';
import { COMMANDS } from '../../contributions.ts';

/** Keeps the result that is shown in a tab of its own, which no further run takes over. */
export const keepResult: AppCommand = {
  id: COMMANDS.keepResult,
  execute: async (app) => app.results.keep(),
};

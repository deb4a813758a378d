import type { AppCommand } from '../../app/app.ts';
import { COMMANDS } from '../../contributions.ts';
import { givenEntries } from '../../dispatches/givenEntries.ts';

/** Treats pinned dispatches like any others again. */
export const unpinDispatch: AppCommand = {
  id: COMMANDS.unpinDispatch,
  execute: async (app, argument, selected) => app.history.pin(givenEntries(app, argument, selected), false),
};

import type { AppCommand } from '../../app/app.ts';
import { COMMANDS } from '../../contributions.ts';
import { givenEntries } from '../../dispatches/givenEntries.ts';

/** Keeps dispatches on top of the list, also when older ones are deleted. */
export const pinDispatch: AppCommand = {
  id: COMMANDS.pinDispatch,
  execute: async (app, argument, selected) => app.history.pin(givenEntries(app, argument, selected), true),
};

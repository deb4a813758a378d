import type { AppCommand } from '../../app/app.ts';
import { COMMANDS } from '../../contributions.ts';
import { ALL } from '../../dispatches/view/listChoices.ts';

/** Lists all dispatches again. */
export const clearDispatchFilter: AppCommand = {
  id: COMMANDS.clearDispatchFilter,
  execute: async (app) => app.dispatches.choose(ALL),
};

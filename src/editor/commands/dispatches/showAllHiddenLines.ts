import type { AppCommand } from '../../app/app.ts';
import { COMMANDS } from '../../contributions.ts';

/** Shows all lines of the comparison in the active editor. */
export const showAllHiddenLines: AppCommand = {
  id: COMMANDS.showAllHiddenLines,
  execute({ comparisons }) {
    comparisons.openAll();
    return Promise.resolve();
  },
};

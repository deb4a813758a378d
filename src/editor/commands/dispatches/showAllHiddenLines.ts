import type { AppCommand } from '../../app/app.ts';
import { comparisonsOf } from '../../compare/comparisonsOf.ts';
import { COMMANDS } from '../../contributions.ts';

/** Shows all lines of the comparison in the active editor. */
export const showAllHiddenLines: AppCommand = {
  id: COMMANDS.showAllHiddenLines,
  execute(app) {
    comparisonsOf(app).openAll();
    return Promise.resolve();
  },
};

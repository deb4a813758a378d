import type { AppCommand } from '../../app/app.ts';
import { comparisonsOf } from '../../compare/comparisonsOf.ts';
import { COMMANDS } from '../../contributions.ts';

/** Shows the lines of a comparison that the line at the cursor stands for. */
export const showHiddenLines: AppCommand = {
  id: COMMANDS.showHiddenLines,
  execute(app) {
    comparisonsOf(app).openAtCursor();
    return Promise.resolve();
  },
};

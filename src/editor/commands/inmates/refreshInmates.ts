import type { AppCommand } from '../../app/app.ts';
import { COMMANDS } from '../../contributions.ts';

/** Searches the workspace for inmates again. */
export const refreshInmates: AppCommand = {
  id: COMMANDS.refreshInmates,
  async execute(app) {
    await app.projects.refresh();
  },
};

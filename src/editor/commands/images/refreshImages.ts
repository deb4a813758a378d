import type { AppCommand } from '../../app/app.ts';
import { COMMANDS } from '../../contributions.ts';

/** Asks the engine again what it keeps. */
export const refreshImages: AppCommand = {
  id: COMMANDS.refreshImages,
  async execute(app) {
    app.images.refresh();
    await Promise.resolve();
  },
};

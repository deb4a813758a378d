import type { AppCommand } from '../app/app.ts';
import { COMMANDS } from '../contributions.ts';

/** Shows what the extension did. */
export const showLog: AppCommand = {
  id: COMMANDS.showLog,
  execute(app) {
    app.log.show();
    return Promise.resolve();
  },
};

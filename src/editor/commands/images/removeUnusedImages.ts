import { formatSize } from '../../../text/words.ts';
import type { AppCommand } from '../../app/app.ts';
import { notify } from '../../app/notify.ts';
import { COMMANDS } from '../../contributions.ts';
import { openStore } from '../../images/openStore.ts';
import { l10n } from '../../text/l10n.ts';

/** Removes every image of an inmate that no container uses, after saying how many and how much. */
export const removeUnusedImages: AppCommand = {
  id: COMMANDS.removeUnusedImages,
  async execute(app) {
    const { store, docker } = await openStore();
    const { removed, freed } = await store.prune(docker, true);
    if (removed.length === 0) {
      void notify.info(l10n.t('Every image of an inmate is in use.'));
      return;
    }
    const question = l10n.t('Remove {0} images that no container uses?', removed.length);
    const size = freed === null ? l10n.t('an unknown size') : formatSize(freed);
    const detail = l10n.t('It frees at least {0}. A run that needs one of them builds it again.', size);
    if (!(await notify.confirm(question, detail, l10n.t('Remove')))) return;
    const report = await store.prune(docker, false);
    for (const { names, why } of report.removed) app.log.info(`removed ${names.join(', ')}: ${why}`);
    for (const { names, reason } of report.failed) app.log.warn(`could not remove ${names.join(', ')}: ${reason}`);
    app.images.refresh();
    void notify.info(l10n.t('Removed: images {0}', report.removed.length));
  },
};

import { formatSize } from '../../../text/words.ts';
import type { AppCommand } from '../../app/app.ts';
import { notify } from '../../app/notify.ts';
import { COMMANDS } from '../../contributions.ts';
import { usersOf } from '../../images/imageUsers.ts';
import { readStoreIds } from '../../images/storeArguments.ts';
import { STEPS } from '../../steps/nextStep.ts';
import { openStore } from '../../images/openStore.ts';
import { stopContainer } from './stopContainer.ts';
import { l10n } from '../../text/l10n.ts';
import { UserError } from '../../text/userError.ts';

/** Removes images of inmates, after saying which and how much. */
export const removeImage: AppCommand = {
  id: COMMANDS.removeImage,
  async execute(app, ...args) {
    // A key is pressed on what is selected.
    const given = args.length > 0 ? args : [undefined, app.images.selected];
    const targets = readStoreIds('image', given);
    const [first] = targets;
    if (!first) {
      if (readStoreIds('container', given).length > 0) await stopContainer.execute(app, ...given);
      return;
    }
    const { store, docker } = await openStore();
    const ids = targets.map(({ id }) => id);
    const { images, containers } = await store.read(docker);
    const { names, items } = usersOf(ids, images, containers);
    if (names.length > 0) {
      const message = l10n.t('An image stays while a container is made from it: {0}', names.join(', '));
      throw new UserError(message, [items.length > 0 ? STEPS.stopContainers(items) : STEPS.refreshImages()]);
    }
    const freed = targets.reduce((sum, { size = 0 }) => sum + size, 0);
    const question =
      targets.length === 1
        ? l10n.t('Remove this image of {0}?', first.name)
        : l10n.t('Remove {0} images?', targets.length);
    const detail = l10n.t('It frees at least {0}. A run that needs it builds it again.', formatSize(freed));
    if (!(await notify.confirm(question, detail, l10n.t('Remove')))) return;
    const [refused] = await store.removeImages(docker, ids);
    app.images.refresh();
    if (refused !== undefined) throw new UserError(refused, [STEPS.refreshImages()]);
  },
};

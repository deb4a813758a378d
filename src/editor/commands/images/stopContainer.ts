import type { AppCommand } from '../../app/app.ts';
import { notify } from '../../app/notify.ts';
import { COMMANDS } from '../../contributions.ts';
import { readStoreIds } from '../../images/storeArguments.ts';
import { openStore } from '../../images/openStore.ts';
import { l10n } from '../../text/l10n.ts';

/** Stops and removes containers of inmates: those that wait, and those that are at work. */
export const stopContainer: AppCommand = {
  id: COMMANDS.stopContainer,
  async execute(app, ...args) {
    const targets = readStoreIds('container', args);
    const [first] = targets;
    if (!first) return;
    const question =
      targets.length === 1
        ? l10n.t('Stop and remove this container of {0}?', first.name)
        : l10n.t('Stop and remove {0} containers?', targets.length);
    const detail = l10n.t('A method that runs in it ends without a result. The next run makes another container.');
    if (!(await notify.confirm(question, detail, l10n.t('Stop and Remove')))) return;
    // A method of this window that runs in it is cancelled by the user: its container does not vanish under it.
    const running = app.live.findIn(targets.flatMap(({ container }) => container ?? []));
    for (const { dispatch } of running) dispatch.cancel('by the user');
    await Promise.all(running.map(({ dispatch }) => dispatch.outcome));
    // An engine makes another one for what is taken from it, and an image that is to be removed would stay in use.
    await app.engines.rest();
    const { store, docker } = await openStore();
    await store.removeContainers(
      docker,
      targets.map(({ id }) => id),
    );
    app.images.refresh();
  },
};

import * as vscode from 'vscode';
import { formatSize } from '../../../text/words.ts';
import type { AppCommand } from '../../app/app.ts';
import { pickProject } from '../../calls/pickProject.ts';
import { COMMANDS } from '../../contributions.ts';
import { readMethodTarget } from '../../inmates/methodTarget.ts';
import { openStore } from '../../images/openStore.ts';
import type { InmateProject } from '../../inmates/inmateProject.ts';
import { KINDS } from '../../settings/engineKind.ts';
import { l10n } from '../../text/l10n.ts';
import { notify } from '../../app/notify.ts';

/** Removes the images of an inmate, and containers that a crash left behind. Only touches what has our labels. */
export const cleanUp: AppCommand = {
  id: COMMANDS.cleanUp,
  async execute(app, argument) {
    const target = readMethodTarget(argument);
    const project = await pickProject(app, target?.inmate);
    if (!project) return undefined;
    const question = l10n.t('Remove the images of {0}, and containers left behind?', project.name);
    const use = await app.engines.use(project.dir);
    try {
      const what = KINDS[use.options.engine].hasImages ? await imagesOf(project) : '';
      const detail = l10n.t('The next run builds the image again. Only what Hoosegow made is removed.');
      if (!(await notify.confirm(question, `${what}${detail}`, l10n.t('Remove')))) return undefined;
      const options = { location: vscode.ProgressLocation.Notification, title: l10n.t('Hoosegow: cleaning up') };
      const { containers, images } = await vscode.window.withProgress(options, async () => ({
        containers: await use.hoosegow.sweep(),
        images: KINDS[use.options.engine].hasImages ? await use.hoosegow.cleanup() : [],
      }));
      for (const name of [...containers, ...images]) app.log.info(`removed ${name}`);
      const message = l10n.t('Removed: images {0}, containers {1}', images.length, containers.length);
      app.images.refresh();
      void notify.info(message);
      return { images, containers };
    } finally {
      use.dispose();
    }
  },
};

/** How many images it has, and how much at least is freed. */
async function imagesOf({ dir }: InmateProject): Promise<string> {
  const { store, docker } = await openStore();
  const images = (await store.read(docker)).images.filter(({ folder }) => folder === dir.fsPath);
  const freed = images.reduce((sum, { ownSize }) => sum + (ownSize ?? 0), 0);
  return `${l10n.t('Images: {0}, at least {1}.', images.length, formatSize(freed))} `;
}

import type { App } from '../app/app.ts';
import { isBuildError } from '../engines/buildError.ts';
import { ProgressNotification } from '../dispatches/run/progressNotification.ts';
import { saveSources } from '../dispatches/run/saveSources.ts';
import type { InmateProject } from '../inmates/inmateProject.ts';
import { STEPS } from '../steps/nextStep.ts';
import { l10n } from '../text/l10n.ts';
import { UserError } from '../text/userError.ts';
import { showBuildFailure } from './showBuildFailure.ts';
import { errorOf } from '../app/reportError.ts';
import { notify } from '../app/notify.ts';
import { KINDS } from '../settings/engineKind.ts';

/** Builds an inmate's image, with progress that can be cancelled. @returns the image's name; `undefined` without one */
export async function buildProject(app: App, project: InmateProject): Promise<string | undefined> {
  const use = await app.engines.use(project.dir);
  const controller = new AbortController();
  const progress = new ProgressNotification(
    l10n.t('Hoosegow: building {0}', project.name),
    () => controller.abort(),
    0,
  );
  try {
    if (!KINDS[use.options.engine].hasImages)
      throw new UserError(l10n.t('The process engine needs no image.'), [STEPS.selectEngine()]);
    app.buildMarks.clear(project.dir);
    app.engines.buildLogs.begin(project.dir.fsPath);
    await saveSources(project.dir);
    const image = await use.hoosegow.buildImage({
      signal: controller.signal,
      onProgress: ({ text }) => {
        progress.build(text);
        app.log.build(text);
        app.engines.buildLogs.add(project.dir.fsPath, text);
      },
    });
    app.log.info(`built ${image}`);
    void notify.info(l10n.t('The image of {0} is built.', project.name));
    return image;
  } catch (error) {
    if (controller.signal.aborted) return undefined;
    if (!isBuildError(error)) throw errorOf(project.dir, error);
    await showBuildFailure(app, project, error);
    return undefined;
  } finally {
    progress.dispose();
    use.dispose();
  }
}

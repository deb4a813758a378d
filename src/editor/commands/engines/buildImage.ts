import type { AppCommand } from '../../app/app.ts';
import { buildProject } from '../../builds/buildProject.ts';
import { pickProject } from '../../calls/pickProject.ts';
import { COMMANDS } from '../../contributions.ts';
import { readMethodTarget } from '../../inmates/methodTarget.ts';

/** Builds the image of an inmate. Returns the image's name. */
export const buildImage: AppCommand = {
  id: COMMANDS.build,
  async execute(app, argument) {
    const project = await pickProject(app, readMethodTarget(argument)?.inmate);
    return project && buildProject(app, project);
  },
};

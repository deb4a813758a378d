import { describeProblem, Hoosegow, inmateFolderOf, readInmate, refuseProblems } from '../../engine/index.ts';
import { BuildView } from '../output/buildView.ts';
import { defineCommand } from '../command.ts';
import { BUILD_OPTIONS, buildOptions, DOCKER_OPTIONS, dockerOptions } from '../input/engineOptions.ts';
import { escapeText } from '../../text/escape.ts';
import { INTERRUPTED, interruptible } from '../interrupt.ts';
import { choosePaint, COLOR_OPTION } from '../output/paint.ts';
import { reportLine } from '../output/report.ts';

export const buildCommand = defineCommand({
  name: 'build',
  usage: ['build [DIR]'],
  summary: 'builds the image of an inmate and prints its name',
  options: {
    pull: { type: 'boolean', help: 'asks the registry for a newer base image, also where there is one' },
    'no-cache': { type: 'boolean', help: 'runs every step again, and uses nothing of an earlier build' },
    ...BUILD_OPTIONS,
    ...DOCKER_OPTIONS,
    ...COLOR_OPTION,
  },
  positionals: [0, 1],
  async run([named = '.'], values, { stdout, stderr, env }) {
    const inmateDir = await inmateFolderOf(named);
    const hoosegow = new Hoosegow({ inmateDir, ...dockerOptions(values), ...buildOptions(values) });
    // A folder that is not an inmate, or cannot run, is better reported now than by Docker.
    const inmate = await readInmate(inmateDir, buildOptions(values));
    refuseProblems(inmateDir, inmate);
    for (const problem of inmate.problems) await reportLine(stderr, describeProblem(problem));
    const view = new BuildView(
      stderr,
      choosePaint(stderr.isTerminal, env, values.text('color'), values.nameOf('color')),
    );
    return interruptible([], async (signal) => {
      try {
        const image = await hoosegow.buildImage({
          onProgress: ({ text }) => view.push(text),
          signal,
          pull: values.flag('pull'),
          noCache: values.flag('no-cache'),
        });
        await view.end();
        await stdout.write(`${escapeText(image)}\n`);
        return 0;
      } catch (error) {
        await view.end();
        if (signal.aborted) return INTERRUPTED;
        throw error;
      } finally {
        await hoosegow.close();
      }
    });
  },
});

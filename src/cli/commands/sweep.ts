import { Hoosegow } from '../../engine/index.ts';
import { defineCommand } from '../command.ts';
import { DOCKER_OPTIONS, dockerOptions } from '../input/engineOptions.ts';
import { escapeText } from '../../text/escape.ts';

export const sweepCommand = defineCommand({
  name: 'sweep',
  usage: ['sweep'],
  summary: 'removes containers that a crash left behind, and prints their names',
  notes: 'Only containers of hoosegow are touched, and only those past their deadline or whose owner is dead.',
  options: DOCKER_OPTIONS,
  positionals: [0, 0],
  async run(_, values, { stdout, stderr }) {
    // Sweeping is about a daemon; the folder matters only to dispatches.
    const hoosegow = new Hoosegow({ inmateDir: '.', ...dockerOptions(values) });
    try {
      const removed = await hoosegow.sweep();
      for (const name of removed) await stdout.write(`${escapeText(name)}\n`);
      await stderr.write(removed.length === 0 ? 'Nothing was left behind.\n' : `Removed ${removed.length}.\n`);
      return 0;
    } finally {
      await hoosegow.close();
    }
  },
});

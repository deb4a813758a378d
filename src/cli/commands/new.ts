import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { scaffold, UsageError } from '../../engine/index.ts';
import { defineCommand } from '../command.ts';
import { escapeText } from '../../text/escape.ts';
import { INMATE_ENDINGS } from '../../text/inmateEndings.ts';
import { shellPath } from '../../text/shell/shellWord.ts';

export const newCommand = defineCommand({
  name: 'new',
  usage: ['new [DIR] [--name NAME] [--method NAME]'],
  summary: 'makes a new inmate project from the template',
  notes:
    'DIR is the folder at hand where it is left out, if that is empty or holds an inmate. It may exist and hold other\nfiles, your sources or an inmate: it gets what is missing, and nothing is ever overwritten.',
  options: {
    name: { type: 'string', value: 'NAME', help: 'name of the package, default the name of the folder' },
    method: {
      type: 'string',
      value: 'NAME',
      help: 'name of the first method, default greet',
    },
  },
  positionals: [0, 1],
  async run([named], values, { stdout, stderr }) {
    const target = named ?? (await emptyHere());
    const made = await scaffold(target, { name: values.text('name'), method: values.text('method'), keep: true });
    const shown = escapeText(shellPath(path.relative(process.cwd(), made.dir) || '.', process.platform));
    await stdout.write(`${escapeText(made.dir)}\n`);
    await stderr.write(
      [
        `Made the inmate ${escapeText(made.name)}, with ${made.files.join(', ')}`,
        ...(made.kept.length > 0 ? [`Left as they were: ${made.kept.map(escapeText).join(', ')}`] : []),
        ...(made.kept.includes('Dockerfile') ? [`${OWN_DOCKERFILE} hoosegow upgrade ${shown}`] : []),
        'Next:',
        `  hoosegow methods ${shown}`,
        `  hoosegow run ${shown} METHOD [ARG…]`,
        '',
      ].join('\n'),
    );
    return 0;
  },
});

const OWN_DOCKERFILE =
  'The Dockerfile is not that of an inmate, whose entrypoint it has to start: what it lacks is told by';

/** @throws UsageError where no folder was named and the current one is no place for an inmate */
async function emptyHere(): Promise<string> {
  const names = (await readdir('.')).filter((name) => !name.startsWith('.'));
  if (names.length === 0 || INMATE_ENDINGS.some((ending) => names.includes(`inmate.${ending}`))) return '.';
  throw new UsageError(
    'the folder at hand holds other files: name a new one, as in hoosegow new my-inmate, or this one, as .',
  );
}

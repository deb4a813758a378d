import path from 'node:path';
import { scaffold } from '../../engine/index.ts';
import { defineCommand } from '../command.ts';
import { escapeText } from '../../shared/escape.ts';

export const newCommand = defineCommand({
  name: 'new',
  usage: ['new DIR [--name NAME]'],
  summary: 'makes a new inmate project from the template',
  notes:
    'DIR may exist and hold other files: nothing is ever overwritten. An inmate that is there stays with its package.json,\nand gets what makes an image of it.',
  options: {
    name: { type: 'string', value: 'NAME', help: 'name of the package, default the name of the folder' },
  },
  positionals: [1, 1],
  async run([target = ''], values, { stdout, stderr }) {
    const name = values.text('name');
    const made = await scaffold(target, name === undefined ? {} : { name });
    const shown = escapeText(path.relative(process.cwd(), made.dir) || '.');
    await stdout.write(`${escapeText(made.dir)}\n`);
    await stderr.write(
      [
        `Made the inmate ${escapeText(made.name)}: ${made.files.join(', ')}`,
        ...(made.kept.length > 0 ? [`Left as they were: ${made.kept.map(escapeText).join(', ')}`] : []),
        'Next:',
        `  hoosegow methods ${shown}`,
        `  hoosegow run ${shown} METHOD [ARG…]`,
        '',
      ].join('\n'),
    );
    return 0;
  },
});

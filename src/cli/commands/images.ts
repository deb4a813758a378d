import { listImages } from '../../engine/index.ts';
import { escapeJson } from '../../text/escape.ts';
import { plural } from '../../text/words.ts';
import { defineCommand } from '../command.ts';
import { DOCKER_OPTIONS, dockerOptions } from '../input/engineOptions.ts';
import { rowsOfImage } from '../output/imageRows.ts';

export const imagesCommand = defineCommand({
  name: 'images',
  usage: ['images [--json]'],
  summary: 'lists the images that inmates were built into, those used last first',
  notes: `
Images share most of their layers with each other and with their base: "only here" is what no other image has.
Only images of hoosegow are listed, of every folder, also of those that are gone.`,
  options: {
    json: { type: 'boolean', help: 'one JSON object a line for each image; sizes in bytes' },
    ...DOCKER_OPTIONS,
  },
  positionals: [0, 0],
  async run(_, values, { stdout, stderr }) {
    const images = await listImages(dockerOptions(values));
    for (const image of images) {
      await stdout.write(values.flag('json') ? `${escapeJson(JSON.stringify(image))}\n` : rowsOfImage(image));
    }
    if (!values.flag('json')) await stderr.write(`${plural(images.length, 'image')}.\n`);
    return 0;
  },
});

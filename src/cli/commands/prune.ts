import { pruneImages, UsageError, type PruneOptions, type PruneReport } from '../../engine/index.ts';
import { escapeJson } from '../../text/escape.ts';
import { formatSize, plural } from '../../text/words.ts';
import { defineCommand } from '../command.ts';
import { DOCKER_OPTIONS, dockerOptions } from '../input/engineOptions.ts';
import { FAILED } from '../exitStatus.ts';
import { rowsOfImage, shortName } from '../output/imageRows.ts';
import type { OptionValues } from '../input/optionValues.ts';
import { reportLine } from '../output/report.ts';
import { parseAge, parseCount } from '../input/units.ts';

const OPTIONS = {
  all: { type: 'boolean', help: 'every image that no container uses, also one that was used lately' },
  'older-than': { type: 'string', value: 'AGE', help: 'every image that was not used for so long: 90m, 12h, 7d or 2w' },
  keep: { type: 'string', value: 'N', help: 'images of each folder that stay, default 3' },
  elsewhere: { type: 'boolean', help: 'also images that other machines have built, or that do not say who has' },
  'dry-run': { type: 'boolean', help: 'only tells what would be removed' },
  json: { type: 'boolean', help: 'one JSON object a line for each image that is removed, or that failed to be' },
  ...DOCKER_OPTIONS,
} as const;

type Values = OptionValues<keyof typeof OPTIONS>;

export const pruneCommand = defineCommand({
  name: 'prune',
  usage: ['prune [--all | --older-than AGE] [--dry-run]'],
  summary: 'removes images of inmates that are not used any more, and tells which',
  notes: `
Without --all and --older-than: images of folders that are gone, and of each other folder all but the 3 used last. What
was used within the last hour stays. What a container uses always stays, and so does what is none of hoosegow's.`,
  options: OPTIONS,
  positionals: [0, 0],
  async run(_, values, { stdout, stderr }) {
    const options = readOptions(values);
    const report = await pruneImages(options);
    const isDry = options.dryRun === true;
    const json = values.flag('json');
    for (const image of report.removed) {
      const line = escapeJson(JSON.stringify({ ...image, removed: !isDry }));
      await stdout.write(json ? `${line}\n` : rowsOfImage(image, image.why));
    }
    for (const image of report.failed) {
      if (json) await stdout.write(`${escapeJson(JSON.stringify({ ...image, removed: false }))}\n`);
      await reportLine(stderr, `${shortName(image)} could not be removed: ${image.reason}`);
    }
    if (!json) await stderr.write(summaryOf(report, isDry));
    return report.failed.length > 0 ? FAILED : 0;
  },
});

function readOptions(values: Values): PruneOptions {
  const olderThan = values.read('older-than', parseAge);
  const keep = values.read('keep', parseCount);
  const all = values.flag('all');
  if (all && olderThan !== undefined) throw new UsageError('give either --all or --older-than');
  if (keep !== undefined && (all || olderThan !== undefined)) {
    throw new UsageError(`give either --keep or ${all ? '--all' : '--older-than'}`);
  }
  return {
    ...dockerOptions(values),
    all,
    elsewhere: values.flag('elsewhere'),
    dryRun: values.flag('dry-run'),
    ...(olderThan === undefined ? {} : { olderThan }),
    ...(keep === undefined ? {} : { keep }),
  };
}

function summaryOf({ removed, kept, freed }: PruneReport, isDry: boolean): string {
  const others = kept.filter(({ place }) => place === 'elsewhere' || place === 'unknown').length;
  const stay = `${plural(kept.length, 'image')} ${kept.length === 1 ? 'stays' : 'stay'}`;
  const hint = others > 0 ? ` (--elsewhere looks at ${others} of other machines, or of unknown owners, too)` : '';
  if (removed.length === 0) return `Nothing to remove; ${stay}${hint}.\n`;
  const size =
    freed === null ? '' : isDry ? `, at least ${formatSize(freed)}` : `, ${formatSize(freed)} less of layers`;
  return `${isDry ? 'Would remove' : 'Removed'} ${plural(removed.length, 'image')}${size}; ${stay}${hint}.\n`;
}

import { inmateFolderOf, upgrade, type Upgraded, type UpgradeStep } from '../../engine/index.ts';
import { escapeText } from '../../text/escape.ts';
import { defineCommand } from '../command.ts';
import { FAILED } from '../exitStatus.ts';
import { reportLine } from '../output/report.ts';
import { rowsOfText } from '../output/textRows.ts';

const SIGNS: Readonly<Record<UpgradeStep['action'], string>> = { add: '+', replace: '~', keep: '!', same: '=' };

export const upgradeCommand = defineCommand({
  name: 'upgrade',
  usage: ['upgrade [DIR] [--dry-run] [--force]'],
  summary: 'renews the entrypoint of an inmate project, and what else is the template’s',
  notes: `
It replaces bin/hoosegow, bin/entrypoint.cjs and bin/install.cjs, and the Dockerfile and .dockerignore where they are as
a version has made them. What was edited stays (!), and what the template has in its place is shown: - is only in yours,
+ only in the template's. Where the entrypoint itself was edited, nothing is changed without --force.`,
  options: {
    'dry-run': { type: 'boolean', help: 'only tells what would be changed' },
    force: { type: 'boolean', help: 'replaces also what was edited, or what is of a newer version' },
  },
  positionals: [0, 1],
  async run([named = '.'], values, { stdout, stderr }) {
    const dryRun = values.flag('dry-run');
    const upgraded = await upgrade(await inmateFolderOf(named), { dryRun, force: values.flag('force') });
    for (const step of upgraded.steps) await stdout.write(rowsOf(step, upgraded.version));
    if (upgraded.refused.length > 0) {
      const files = upgraded.refused.join(', ');
      await reportLine(stderr, `nothing was changed: look at ${files}; --force replaces what was edited`);
      return FAILED;
    }
    await stderr.write(`${summaryOf(upgraded, dryRun)}\n`);
    return 0;
  },
});

function rowsOf({ path, action, from, why, diff }: UpgradeStep, to: string): string {
  const versions = action === 'replace' && from !== null && from !== to ? `, ${from} → ${to}` : '';
  const lines = action === 'same' ? [] : diff.flatMap(rowsOfText).map((row) => `    ${row}\n`);
  return `${SIGNS[action]} ${path} (${escapeText(`${why}${versions}`)})\n${lines.join('')}`;
}

function summaryOf({ steps, version }: Upgraded, isDry: boolean): string {
  const changed = steps.filter(({ action }) => action === 'add' || action === 'replace').length;
  if (changed === 0) return `Nothing to renew: it is of ${version}.`;
  return isDry ? `Would renew ${changed} of ${steps.length} files, to ${version}.` : `Renewed to ${version}.`;
}

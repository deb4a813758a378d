import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buildCommand } from '../../../src/cli/commands/build.ts';
import { imagesCommand } from '../../../src/cli/commands/images.ts';
import { inspectCommand } from '../../../src/cli/commands/inspect.ts';
import { methodsCommand } from '../../../src/cli/commands/methods.ts';
import { newCommand } from '../../../src/cli/commands/new.ts';
import { pruneCommand } from '../../../src/cli/commands/prune.ts';
import { runCommand } from '../../../src/cli/commands/run.ts';
import { showCommand } from '../../../src/cli/commands/show.ts';
import { sweepCommand } from '../../../src/cli/commands/sweep.ts';
import { upgradeCommand } from '../../../src/cli/commands/upgrade.ts';
import { usageOfCommand } from '../../../src/cli/usage.ts';
import { SETTINGS } from '../../../src/editor/contributions.ts';

const ROOT = join(import.meta.dirname, '../../..');
const COMMANDS = [
  newCommand,
  methodsCommand,
  buildCommand,
  runCommand,
  showCommand,
  inspectCommand,
  upgradeCommand,
  imagesCommand,
  pruneCommand,
  sweepCommand,
];

const known = new Set([
  '--help',
  ...COMMANDS.flatMap(({ options }) => Object.keys(options).map((name) => `--${name}`)),
]);

it.each(['README.md', 'SECURITY.md', 'inmate-template/README.md', 'package.nls.json'])(
  '%s names only settings that there are',
  async (file) => {
    const text = await readFile(join(ROOT, file), 'utf8');
    const settings = Array.from(text.matchAll(/`(hoosegow\.\w+\.\w+)`/g), ([, id]) => id ?? '');
    expect(settings.filter((id) => !Object.values<string>(SETTINGS).includes(id))).toEqual([]);
  },
);

it('the README names only flags that its command has', async () => {
  const text = await readFile(join(ROOT, 'README.md'), 'utf8');
  const [, section = ''] = text.split('\n## The command\n');
  const flags = Array.from((section.split('\n## ')[0] ?? '').matchAll(/(?<![\w-])--[a-z][a-z-]+/g), ([flag]) => flag);
  expect(flags.length).toBeGreaterThan(10);
  expect(flags.filter((flag) => !known.has(flag))).toEqual([]);
});

it('the help of a command has a line for each of its flags', () => {
  for (const command of COMMANDS) {
    const lines = usageOfCommand(command).split('\n');
    for (const name of Object.keys(command.options)) {
      expect(lines.filter((line) => new RegExp(`^  --${name}( \\S+)? +\\S`).test(line))).toHaveLength(1);
    }
    expect(lines.filter((line) => line.length > 120)).toEqual([]);
  }
});

it('the README has each flag that holds an inmate or lets it out', async () => {
  const text = await readFile(join(ROOT, 'README.md'), 'utf8');
  const flags = [
    'env',
    'env-file',
    'user',
    'network',
    'runtime',
    'memory',
    'cpus',
    'pids',
    'value-items',
    'value-depth',
  ];
  expect(flags.filter((name) => !text.includes(`--${name}`) || !(name in runCommand.options))).toEqual([]);
});

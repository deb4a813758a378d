import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { COMMANDS } from '../../../src/cli/cli.ts';
import { runCommand } from '../../../src/cli/commands/run.ts';
import { EXIT_STATUSES } from '../../../src/cli/exitStatus.ts';
import { SETTINGS as CLI_SETTINGS } from '../../../src/cli/input/settings.ts';
import { usageOfCommand } from '../../../src/cli/usage.ts';
import { SETTINGS } from '../../../src/editor/contributions.ts';
import { STEPS } from '../../support/eventSamples.ts';
import { readmeCommands } from '../../support/readmeCommands.ts';
import { VERSION } from '../../../src/engine/assets/version.ts';

const ROOT = join(import.meta.dirname, '../../..');

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
      expect(lines.filter((line) => new RegExp(`^  (-\\w, )?--${name}( \\S+)? +\\S`).test(line))).toHaveLength(1);
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

it('the README has each exit status with its meaning, and no other', async () => {
  const text = await readFile(join(ROOT, 'README.md'), 'utf8');
  const [, section = ''] = text.split('\n### Exit statuses\n');
  const rows = Array.from(
    (section.split('\n#')[0] ?? '').matchAll(/^\| (\d+) +\| (.*?) +\|$/gm),
    ([, status, meaning]) => {
      return [Number(status), meaning];
    },
  );
  expect(rows).toEqual(EXIT_STATUSES);
});

it('the README has each command', async () => {
  const text = await readFile(join(ROOT, 'README.md'), 'utf8');
  expect(COMMANDS.filter(({ name }) => !text.includes(`| \`hoosegow ${name}`)).map(({ name }) => name)).toEqual([]);
});

it('the README has each setting of `hoosegow config`', async () => {
  const text = await readFile(join(ROOT, 'README.md'), 'utf8');
  expect(CLI_SETTINGS.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});

it('docs/observability.md has each step of a dispatch', async () => {
  const text = await readFile(join(ROOT, 'docs/observability.md'), 'utf8');
  expect(Object.keys(STEPS).filter((step) => !text.includes(`\`${step}\``))).toEqual([]);
});

it('a recording names the version of this package', async () => {
  const manifest: unknown = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  expect(manifest).toMatchObject({ version: VERSION });
});

const READMES = ['README.md', 'CONTRIBUTING.md', 'inmate-template/README.md', 'test/bench/README.md'];

it.each(READMES)('%s has no command, option, script or file that there is not', async (file) => {
  const manifest = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
  const scripts = [...Object.keys(manifest.scripts), 'ci', 'link', 'install'];
  const faults = (line: string): readonly string[] => {
    const [program, ...words] = line.trim().split(/\s+/);
    if (program === 'npm') {
      const script = words.find((word) => word !== 'run' && !word.startsWith('--')) ?? '';
      return scripts.includes(script) ? [] : [`${line}: no script`];
    }
    if (program === 'npx') {
      return words.filter((word) => word.startsWith('test/') && !existsSync(join(ROOT, word)));
    }
    const command = COMMANDS.find(({ name }) => name === words[0]);
    if (!command) return [`${line}: no command`];
    const options = words.flatMap((word) => /^--([a-z-]+)/.exec(word)?.[1] ?? []);
    return options.filter((name) => name !== 'help' && !(name in command.options));
  };
  const commands = readmeCommands(await readFile(join(ROOT, file), 'utf8'));
  const lines = commands.flatMap(({ text }) => text.replace(/ #.*$/, '').split(' && '));
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.flatMap(faults)).toEqual([]);
});

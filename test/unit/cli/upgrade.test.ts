import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../../../src/cli/cli.ts';
import { formatAge, rowsOfImage } from '../../../src/cli/output/imageRows.ts';
import type { Output } from '../../../src/cli/output/output.ts';
import { parseAge, parseCount } from '../../../src/cli/input/units.ts';
import { scaffold, UsageError, type ImageInfo } from '../../../src/engine/index.ts';

let parent: string;
let dir: string;
beforeEach(async () => {
  parent = await mkdtemp(path.join(tmpdir(), 'hoosegow-cli-upgrade-'));
  dir = path.join(parent, 'project');
  await scaffold(dir);
});
afterEach(async () => {
  await rm(parent, { recursive: true });
});

function memory(): Output & { readonly text: () => string } {
  let text = '';
  return {
    isTerminal: false,
    closed: new AbortController().signal,
    write: async (more) => void (text += String(more)),
    text: () => text,
  };
}

async function hoosegow(...argv: readonly string[]) {
  const [stdout, stderr] = [memory(), memory()];
  const code = await runCli(argv, { stdin: { read: async () => new Uint8Array() }, stdout, stderr, env: {} });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

describe('hoosegow upgrade', () => {
  it('says that a new project has nothing to renew', async () => {
    expect(await hoosegow('upgrade', dir)).toEqual({
      code: 0,
      stdout: [
        '= bin/hoosegow (up to date)',
        '= bin/entrypoint.cjs (up to date)',
        '= bin/install.cjs (up to date)',
        '= Dockerfile (up to date)',
        '= .dockerignore (up to date)',
        '',
      ].join('\n'),
      stderr: expect.stringMatching(/^Nothing to renew: it is of \d+\.\d+\.\d+\.\n$/) as unknown,
    });
  });

  it('shows what the template has in place of what was edited, and leaves it', async () => {
    const file = path.join(dir, 'Dockerfile');
    const edited = (await readFile(file, 'utf8')).replace('WORKDIR /hoosegow', 'WORKDIR /mine\u001b[2J');
    await writeFile(file, edited);
    const { code, stdout } = await hoosegow('upgrade', dir);
    expect(code).toBe(0);
    expect(stdout).toContain('! Dockerfile (edited by hand)\n    -WORKDIR /mine\\x1b[2J\n    +WORKDIR /hoosegow\n');
    expect(await readFile(file, 'utf8')).toBe(edited);
    const dry = await hoosegow('upgrade', dir, '--force', '--dry-run');
    expect([dry.code, dry.stdout, dry.stderr]).toEqual([
      0,
      expect.stringContaining('~ Dockerfile'),
      expect.stringMatching(/^Would renew 1 of 5 files/),
    ]);
    expect(await readFile(file, 'utf8')).toBe(edited);
  });

  it('changes nothing and says so where the entrypoint was edited', async () => {
    await writeFile(path.join(dir, 'bin/hoosegow'), '#!/bin/sh\nexec mine\n');
    const { code, stderr } = await hoosegow('upgrade', dir);
    expect([code, stderr]).toEqual([3, expect.stringMatching(/nothing was changed: look at bin\/hoosegow; --force/)]);
    expect((await hoosegow('upgrade', dir, '--force')).code).toBe(0);
    expect((await hoosegow('upgrade', dir)).stderr).toMatch(/^Nothing to renew/);
  });

  it.each([
    ['escapes', '0.0.1\u001b[2J\u001b]0;x\u0007'],
    ['other words', '0.0.1-\u202eunedited'],
    ['no end', `0.0.1-${'x'.repeat(100_000)}`],
  ])('says nothing dangerous of a version with %s that a stranger has put his own mark on', async (_, version) => {
    const digest = createHash('sha256').update('exec mine\n').digest('hex');
    await writeFile(
      path.join(dir, 'bin/hoosegow'),
      `# hoosegow-inspector ${version}, unedited: ${digest}\nexec mine\n`,
    );
    const { code, stdout } = await hoosegow('upgrade', dir, '--force');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^~ bin\/hoosegow \(edited by hand, or of a version/)]);
    expect(stdout.length).toBeLessThan(1000);
  });

  it('shows no more of a line than anybody reads', async () => {
    await writeFile(path.join(dir, 'Dockerfile'), 'y'.repeat(1_000_000));
    const { code, stdout } = await hoosegow('upgrade', dir);
    expect([code, stdout.length < 20_000]).toEqual([0, true]);
  });

  it('refuses what is not an inmate project', async () => {
    const { code, stderr } = await hoosegow('upgrade', parent);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/there is no inmate in/)]);
  });
});

describe('hoosegow prune', () => {
  it.each([
    [['--all', '--older-than', '7d'], /either --all or --older-than/],
    [['--all', '--keep', '2'], /either --keep or --all/],
    [['--keep', '2', '--older-than', '1h'], /either --keep or --older-than/],
    [['--older-than', '7'], /an age such as 90m, 12h, 7d or 2w/],
    [['--keep', '0'], /a whole number of at least 1/],
    [['DIR'], /too many arguments/],
  ])('with %j is refused before anything is looked at', async (argv, message) => {
    const { code, stderr } = await hoosegow('prune', ...argv, '--host', 'unix:///nowhere');
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
  });
});

describe('images in rows', () => {
  const image: ImageInfo = {
    id: `sha256:${'1'.repeat(64)}`,
    names: [`hoosegow:${'a'.repeat(64)}`],
    otherNames: [],
    inmate: 'my-inmate',
    folder: '/home/me/my-inmate',
    place: 'here',
    created: new Date(Date.now() - 3 * 86_400_000 - 1000),
    lastUsed: new Date(Date.now() - 12 * 60_000 - 1000),
    size: 200 * 1024 ** 2,
    ownSize: 1024 ** 2,
    containers: [],
  };

  it('say what is known of them', () => {
    expect(rowsOfImage(image)).toBe(
      'hoosegow:aaaaaaaaaaaa  my-inmate  /home/me/my-inmate\n' +
        '    used 12 min ago · built 3 d ago · 200 MiB, of which 1 MiB only here\n',
    );
    const used = { ...image, place: 'elsewhere' as const, containers: ['c1'], otherNames: ['mine:1'], ownSize: null };
    expect(rowsOfImage(used, 'why')).toBe(
      'hoosegow:aaaaaaaaaaaa  my-inmate  /home/me/my-inmate (of another machine)\n' +
        '    used now · built 3 d ago · 200 MiB · in use by c1 · also called mine:1 · why\n',
    );
  });

  it('hold nothing dangerous, whatever a label says', () => {
    const hostile = { ...image, names: [], inmate: 'a\u001b[2Jb', folder: '/x\n\u202ey', place: 'gone' as const };
    expect(rowsOfImage(hostile)).toMatch(/^sha256:1{12} {2}a\\x1b\[2Jb {2}\/x\\n\\u\{202e\}y \(gone\)\n/);
    expect(rowsOfImage({ ...hostile, id: 'a\u001b:b' })).toMatch(/^a\\x1b:b /);
    expect(rowsOfImage({ ...hostile, folder: null, inmate: null })).toMatch(/ \? {2}\(it does not say/);
  });

  it('tell ages in their largest unit', () => {
    const now = Date.now();
    const ages = [-5000, 0, 999, 1000, 59_999, 60_000, 7_200_000, 86_400_000 * 400];
    expect(ages.map((age) => formatAge(new Date(now - age), now))).toEqual([
      'just now',
      'just now',
      'just now',
      '1 s ago',
      '59 s ago',
      '1 min ago',
      '2 h ago',
      '400 d ago',
    ]);
  });
});

it('ages and counts are read, and nothing that looks like them', () => {
  expect(['0s', '90m', '1.5h', '7d', '2w'].map((text) => parseAge(text, '--older-than'))).toEqual([
    0, 5_400_000, 5_400_000, 604_800_000, 1_209_600_000,
  ]);
  for (const text of ['', '7', '-1d', '7 d', '7D', '1e3d', '999999999999d', '7ms']) {
    expect(() => parseAge(text, '--older-than')).toThrow(UsageError);
  }
  expect(parseCount('10', '--keep')).toBe(10);
  for (const text of ['', '0', '-1', '1.5', '1e3', '01', '9'.repeat(20)]) {
    expect(() => parseCount(text, '--keep')).toThrow(UsageError);
  }
});

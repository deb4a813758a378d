import { execFileSync } from 'node:child_process';
import { appendFile, chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contentHash } from '../../../../../../../../src/engine/hosts/docker/images/context/contentHash.ts';
import { readBuildContext } from '../../../../../../../../src/engine/hosts/docker/images/context/contextEntries.ts';
import { readGitIndex } from '../../../../../../../../src/engine/hosts/docker/images/context/git/gitIndex.ts';
import { withLf } from '../../../../../../../../src/engine/hosts/docker/images/files/lineEnds.ts';

let base: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'hoosegow-git-'));
});
afterEach(() => rm(base, { recursive: true }));

function git(...args: string[]): void {
  const who = ['-c', 'user.name=x', '-c', 'user.email=x@example.org', '-c', 'init.defaultBranch=main'];
  execFileSync('git', [...who, ...args], { cwd: base, stdio: 'pipe' });
}

const FILES: Readonly<Record<string, string>> = {
  Dockerfile: 'FROM scratch\n',
  'inmate.js': 'export const f = () => `\n`;\n',
  'lib/deep/ü.txt': 'a\nb\n',
  'lib/deep.txt': 'no end of line',
  'empty.txt': '',
  'always.csv': 'a,b\r\nc,d\r\n',
  'mixed.txt': 'a\r\nb\nc\n',
  'binary.dat': 'a\n\0\n',
  'lone.txt': 'a\rb\n',
  'tool.sh': '#!/bin/sh\necho\n',
  'plain.sh': '#!/bin/sh\necho\n',
};

/** A repository with the project, or with the project in a folder of it. */
async function makeRepository(within: string, ...settings: string[]): Promise<void> {
  const project = join(base, 'origin', within);
  for (const [path, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(project, path)), { recursive: true });
    await writeFile(join(project, path), text);
  }
  await chmod(join(project, 'tool.sh'), 0o755);
  await symlink('lib/deep.txt', join(project, 'link'));
  git('init', '-q', ...settings, 'origin');
  git('-C', 'origin', 'add', '-A');
  git('-C', 'origin', 'commit', '-qm', 'all');
}

const hashOf = async (folder: string) => contentHash(await readBuildContext(join(base, folder)), {});

describe('one commit is one image', () => {
  it.each(['', 'parts/inmate'])('whose clone has other line ends (project in %j)', async (within) => {
    await makeRepository(within);
    git('-c', 'core.autocrlf=true', 'clone', '-q', 'origin', 'clone');
    expect(await hashOf(join('clone', within))).toBe(await hashOf(join('origin', within)));
  });

  it.each(['2', '3', '4'])('whose clone has an index of version %s', async (version) => {
    await makeRepository('inmate');
    git('-c', 'core.autocrlf=true', 'clone', '-q', 'origin', 'clone');
    git('-C', 'clone', 'update-index', '--index-version', version);
    if (version === '3') git('-C', 'clone', 'update-index', '--skip-worktree', 'inmate/Dockerfile');
    expect(await hashOf('clone/inmate')).toBe(await hashOf('origin/inmate'));
  });

  it('whose clone is a further work tree, or names content by SHA-256', async () => {
    await makeRepository('', '--object-format=sha256');
    git('-C', 'origin', 'config', 'core.autocrlf', 'true');
    git('-C', 'origin', 'worktree', 'add', '-q', join(base, 'tree'));
    expect(await hashOf('tree')).toBe(await hashOf('origin'));
  });

  it('whose clone is on a disk without modes and links', async () => {
    await makeRepository('');
    git(
      '-c',
      'core.autocrlf=true',
      'clone',
      '-q',
      '-c',
      'core.symlinks=false',
      '-c',
      'core.filemode=false',
      'origin',
      'clone',
    );
    for (const file of Object.keys(FILES)) await chmod(join(base, 'clone', file), 0o777);
    expect(await hashOf('clone')).toBe(await hashOf('origin'));
  });

  it('whose clone has a split index, before and after a file is added', async () => {
    await makeRepository('inmate');
    git('-c', 'core.autocrlf=true', 'clone', '-q', 'origin', 'clone');
    git('-C', 'clone', 'update-index', '--split-index');
    expect(await hashOf('clone/inmate')).toBe(await hashOf('origin/inmate'));
    for (const [place, text] of [
      ['origin', 'a\n'],
      ['clone', 'a\r\n'],
    ] as const) {
      await writeFile(join(base, place, 'inmate/more.txt'), text);
      git('-C', place, '-c', 'core.autocrlf=true', '-c', 'core.splitIndex=true', 'add', '-A');
    }
    expect(await hashOf('clone/inmate')).toBe(await hashOf('origin/inmate'));
  });

  it.each([
    [
      'in the settings of its work tree',
      'extensions.worktreeConfig',
      'config.worktree',
      '[core]\n\tfilemode = false\n',
    ],
    ['in another spelling', 'core.filemode', 'config', '[core]\n\tfileMode = no ; as the disk is\n'],
  ])('whose clone says %s that its disk has no modes', async (_, setting, file, text) => {
    await makeRepository('');
    git('clone', '-q', '-c', `${setting}=true`, 'origin', 'clone');
    await appendFile(join(base, 'clone/.git', file), text);
    await chmod(join(base, 'clone/inmate.js'), 0o777);
    expect(await hashOf('clone')).toBe(await hashOf('origin'));
  });

  it('and an edit of it is another one', async () => {
    await makeRepository('');
    git('-c', 'core.autocrlf=true', 'clone', '-q', 'origin', 'clone');
    const before = await hashOf('clone');
    await writeFile(join(base, 'clone/inmate.js'), 'export const f = () => 2;\r\n');
    expect(await hashOf('clone')).not.toBe(before);
  });

  it('and what is ignored by git is as it is', async () => {
    await makeRepository('');
    await writeFile(join(base, 'origin/untracked.txt'), 'a\r\n');
    const { entries } = await readBuildContext(join(base, 'origin'));
    expect(entries.find(({ path }) => path === 'untracked.txt')).not.toHaveProperty('form');
  });
});

describe('an index', () => {
  it('of whatever bytes is read to an end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.integer({ min: 0, max: 5 }), (bytes, version) => {
        const head = Buffer.from('DIRC\0\0\0\0\xff\xff\xff\xff', 'latin1');
        head.writeUInt8(version, 7);
        expect(readGitIndex(Buffer.concat([head, bytes]), '', 20).size).toBeLessThan(20);
      }),
    );
  });
});

describe('a text with the line ends of Unix', () => {
  it('is the one that had those of Windows, and what is no text is none', () => {
    const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/[\r\n\0]/g, ''));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), (lines) => {
        const unix = `${lines.join('\n')}\n`;
        expect(withLf(Buffer.from(unix.replaceAll('\n', '\r\n')))?.toString()).toBe(unix);
        expect(withLf(Buffer.from(unix))).toBeUndefined();
        expect(withLf(Buffer.from(`${unix}\r\n\r`))).toBeUndefined();
        expect(withLf(Buffer.from(`${unix}\r\n\0`))).toBeUndefined();
      }),
    );
  });
});

import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../../../../../../src/engine/errors/errors.ts';
import { Hoosegow } from '../../../../../../../src/engine/index.ts';
import {
  noteOnSize,
  resolveContextBounds,
} from '../../../../../../../src/engine/hosts/docker/images/context/contextBounds.ts';
import {
  readBuildContext,
  type ContextReading,
} from '../../../../../../../src/engine/hosts/docker/images/context/contextEntries.ts';
import { contextText } from '../../../../../../../src/engine/hosts/docker/images/context/contextText.ts';
import { FileDigests } from '../../../../../../../src/engine/hosts/docker/images/files/fileDigests.ts';
import { ReadingProgress } from '../../../../../../../src/engine/hosts/docker/images/progress/readingProgress.ts';

const GIB = 1024 ** 3;

let root: string;
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'reading-')));
  await writeFile(join(root, 'Dockerfile'), 'FROM scratch');
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

async function sparse(path: string, size: number): Promise<void> {
  await writeFile(join(root, path), '');
  await truncate(join(root, path), size);
}

/** Notes whether anything was read. */
class WatchedDigests extends FileDigests {
  reads = 0;
  override async get(...args: Parameters<FileDigests['get']>): ReturnType<FileDigests['get']> {
    this.reads++;
    return super.get(...args);
  }
}

describe('a folder that is too much', () => {
  it('of one sparse file of 20 GB is refused before anything is read, with the line that keeps it out', async () => {
    await mkdir(join(root, 'data'));
    await sparse('data/huge*.bin', 20 * GIB);
    const digests = new WatchedDigests();
    const reading = readBuildContext(root, { digests });
    await expect(reading).rejects.toThrow(UsageError);
    await expect(reading).rejects.toThrow(
      String.raw`the folder has more than 2.1 GB for the image: 21.5 GB of it in data/huge*.bin; write the line "data/huge\*.bin" into .dockerignore, or raise contextBytes (--context-bytes)`,
    );
    expect(digests.reads).toBe(0);
    await writeFile(join(root, '.dockerignore'), String.raw`data/huge\*.bin`);
    expect((await readBuildContext(root)).entries).toHaveLength(3);
  });

  it('of many files is refused, with the folder that has most of them', async () => {
    await mkdir(join(root, 'lib/vendor/many'), { recursive: true });
    for (let i = 0; i < 30; i++) await writeFile(join(root, 'lib/vendor/many', `${i}`), 'x');
    await expect(readBuildContext(root, { bounds: { bytes: GIB, files: 20 } })).rejects.toThrow(
      /^the folder has more than 20 files and folders for the image: \d\d of them in lib\/vendor\/many; write the line "lib\/vendor\/many" into \.dockerignore, or raise contextFiles \(--context-files\)$/,
    );
    await writeFile(join(root, '.dockerignore'), 'lib/vendor/many');
    await readBuildContext(root, { bounds: { bytes: GIB, files: 20 } });
  });

  it('is what the options say', () => {
    expect(resolveContextBounds({})).toEqual({ bytes: 2 * GIB, files: 200_000 });
    expect(resolveContextBounds({ contextBytes: 1, contextFiles: 2 })).toEqual({ bytes: 1, files: 2 });
  });

  it.each([{ contextBytes: 0 }, { contextFiles: 1.5 }, { contextFiles: Number.NaN }])('%j is refused', (options) => {
    expect(() => new Hoosegow({ inmateDir: root, ...options })).toThrow(
      /^context(?:Bytes|Files) must be a whole number of at least 1, not /,
    );
  });
});

describe('a large folder', () => {
  const files = (folder: string, count: number, size: number) =>
    Array.from({ length: count }, (_, i) => ({ path: `${folder}/${i}`, type: 'file' as const, size }));

  it.each([
    ['of few files and bytes', files('data', 5000, 100), 'nothing'],
    [
      'of many files',
      files('data/raw', 6000, 100),
      '6,000 files and folders of 600.0 kB for the image: 6,000 of them in data/raw;',
    ],
    [
      'of many bytes',
      files('m[1]', 4, 1e8),
      '4 files and folders of 400.0 MB for the image: 400.0 MB of it in m[1]; write the line "m\\[1\\]"',
    ],
    [
      'without a folder that has most',
      [...files('a', 2, 1e8), ...files('b/c', 3, 1e8), ...files('d', 2, 1e8)],
      '300.0 MB of it in b;',
    ],
    [
      'with names that mean something to rules',
      files('!x', 6000, 1),
      String.raw`write the line "\!x" into .dockerignore if`,
    ],
  ])('%s is told of so', (_what, found, note) => {
    expect(noteOnSize(found) ?? 'nothing').toContain(note);
  });

  it('says how far its reading is', async () => {
    const said: string[] = [];
    let steps = 0;
    const progress = new ReadingProgress(
      ({ text }) => said.push(text),
      () => steps++,
      0,
    );
    progress.add(12_000, 3_200_000_000);
    progress.begin('reading the folder');
    progress.add(1, 0);
    progress.add(0, 900);
    expect(said).toEqual([
      'looking through the folder: 12,000 files, 3.2 GB\n',
      'reading the folder: 1 files, 0 bytes\n',
      'reading the folder: 1 files, 900 bytes\n',
    ]);
    expect(steps).toBe(3);
    const none: string[] = [];
    new ReadingProgress(({ text }) => none.push(text), undefined, Number.POSITIVE_INFINITY).add(1, 1);
    expect(none).toEqual([]);
  });
});

describe.each([true, false])('a reading that is cancelled (local: %s)', (isLocal) => {
  const bounds = { bytes: 1024 ** 4, files: 200_000 };

  /** Aborts after some steps. @returns how many came after that */
  async function stepsAfterAbort(abortAt: number, reading: ContextReading): Promise<number> {
    const abort = new AbortController();
    const reason = new Error('enough');
    let steps = 0;
    const onRead = () => {
      steps++;
      if (steps === abortAt) abort.abort(reason);
    };
    await expect(readBuildContext(root, { ...reading, isLocal, bounds, onRead, signal: abort.signal })).rejects.toBe(
      reason,
    );
    return steps - abortAt;
  }

  it('ends with a piece of a sparse file of 20 GB', async () => {
    await sparse('huge', 20 * GIB);
    expect(await stepsAfterAbort(20, {})).toBeLessThanOrEqual(8);
  });

  it('ends while it lists', async () => {
    for (let i = 0; i < 600; i++) await writeFile(join(root, `${i}`), 'x');
    expect(await stepsAfterAbort(1, {})).toBeLessThanOrEqual(256);
  });

  it('does not begin', async () => {
    const signal = AbortSignal.abort(new Error('before'));
    await expect(readBuildContext(root, { isLocal, signal })).rejects.toThrow('before');
  });
});

describe.skipIf(process.platform === 'win32')('what is not a file', () => {
  const fifo = (path: string) => {
    execFileSync('mkfifo', [join(root, path)]);
  };

  it.each([
    ['.dockerignore is a FIFO', async () => fifo('.dockerignore'), '.dockerignore is a FIFO'],
    ['.dockerignore is a folder', async () => mkdir(join(root, '.dockerignore')), '.dockerignore is a folder'],
    [
      '.dockerignore has no end',
      async () => symlink('/dev/zero', join(root, '.dockerignore')),
      '.dockerignore is a link that leads out',
    ],
    [
      '.dockerignore is the host’s',
      async () => symlink('/etc/passwd', join(root, '.dockerignore')),
      '.dockerignore is a link that leads out',
    ],
    [
      '.dockerignore is lost',
      async () => symlink('nothing', join(root, '.dockerignore')),
      '.dockerignore is a link that leads nowhere',
    ],
    ['.dockerignore is huge', async () => sparse('.dockerignore', 5 * GIB), '.dockerignore is larger than 1 MiB'],
    ['Dockerfile is a FIFO', async () => replaceDockerfile(async () => fifo('Dockerfile')), 'Dockerfile is a FIFO'],
    [
      'Dockerfile is a folder',
      async () => replaceDockerfile(async () => mkdir(join(root, 'Dockerfile'))),
      'Dockerfile is a folder',
    ],
    ['.npmrc is huge', async () => sparse('.npmrc', 1024 ** 2 + 1), '.npmrc is larger than 1 MiB'],
    ['.git is a link to a FIFO', async () => gitWith('config', (path) => fifo(path)), '.git/config is a FIFO'],
    ['.git/index is a FIFO', async () => gitWith('index', (path) => fifo(path)), '.git/index is a FIFO'],
    [
      '.git/index has no end',
      async () => gitWith('index', async (path) => symlink('/dev/zero', join(root, path))),
      '.git/index is a device',
    ],
    [
      '.git/index is huge',
      async () => gitWith('index', async (path) => sparse(path, 5 * GIB)),
      '.git/index is larger than 256 MiB',
    ],
    ['.git/commondir is a FIFO', async () => gitWith('commondir', (path) => fifo(path)), '.git/commondir is a FIFO'],
    ['.git is huge', async () => sparse('.git', 5 * GIB), '.git is larger than 1 MiB'],
  ])('is refused at once, by its name: %s', async (_what, make, problem) => {
    await make();
    const reading = readBuildContext(root);
    await expect(reading).rejects.toThrow(UsageError);
    await expect(reading).rejects.toThrow(problem);
  });

  it('lies deeper than a path leads, and is refused in few words', async () => {
    const name = 'd'.repeat(200);
    const script = `for (let i = 0; i < 30; i++) { fs.mkdirSync('${name}'); process.chdir('${name}'); }`;
    execFileSync(process.execPath, ['-e', script], { cwd: root });
    await expect(readBuildContext(root)).rejects.toThrow(/^d{100}… lies so deep that no path leads to it$/);
    // Node's own way takes paths.
    execFileSync('rm', ['-rf', join(root, name)]);
  });

  it('beside the inmate is left out', async () => {
    fifo('package.json');
    await mkdir(join(root, '.git'));
    fifo('.git/HEAD');
    expect((await readBuildContext(root)).entries.map(({ path }) => path)).toEqual(['Dockerfile']);
  });

  it('comes in the place of a file that is read again, and is refused', async () => {
    await writeFile(join(root, 'package.json'), '{}');
    const context = await readBuildContext(root);
    expect(await contextText(context, 'package.json')).toBe('{}');
    await rm(join(root, 'package.json'));
    expect(await contextText(context, 'package.json')).toBeUndefined();
    fifo('package.json');
    await expect(contextText(context, 'package.json')).rejects.toThrow('package.json is a FIFO');
    await rm(join(root, 'package.json'));
    await symlink('/etc/passwd', join(root, 'package.json'));
    await expect(contextText(context, 'package.json')).rejects.toThrow('package.json is a link that leads out');
  });

  async function replaceDockerfile(make: () => Promise<unknown>): Promise<void> {
    await rm(join(root, 'Dockerfile'));
    await make();
  }

  /** A file with other line ends has git asked. */
  async function gitWith(name: string, make: (path: string) => unknown): Promise<void> {
    await mkdir(join(root, '.git'));
    await writeFile(join(root, 'crlf.txt'), 'a\r\nb\r\n');
    if (name !== 'config') await writeFile(join(root, '.git/config'), '[core]\n');
    await make(`.git/${name}`);
  }
});

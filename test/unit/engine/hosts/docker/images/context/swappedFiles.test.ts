import { readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { link, mkdir, mkdtemp, readFile, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extract } from 'tar-stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EngineError, UsageError } from '../../../../../../../src/engine/errors/errors.ts';
import { lookInto, lookIntoSync } from '../../../../../../../src/engine/files/lookInto.ts';
import {
  readBuildContext,
  type BuildContext,
} from '../../../../../../../src/engine/hosts/docker/images/context/contextEntries.ts';
import {
  BoundedContext,
  DEFAULT_CONTEXT_BOUNDS,
} from '../../../../../../../src/engine/hosts/docker/images/context/contextBounds.ts';
import { FileDigests } from '../../../../../../../src/engine/hosts/docker/images/files/fileDigests.ts';
import { readIgnoreRules } from '../../../../../../../src/engine/hosts/docker/images/context/ignoreRules.ts';
import { listFolder } from '../../../../../../../src/engine/hosts/docker/images/context/listFolder.ts';
import { packContext } from '../../../../../../../src/engine/hosts/docker/images/context/packContext.ts';
import { ReadingProgress } from '../../../../../../../src/engine/hosts/docker/images/progress/readingProgress.ts';

/** What only the caller may read. */
const SECRET = 'what is the host’s';
const LARGE = 2_000_000;

let base: string;
let root: string;
beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'swapped-')));
  root = join(base, 'project');
  await mkdir(join(root, 'data/deep'), { recursive: true });
  await mkdir(join(base, 'host/deep'), { recursive: true });
  await writeFile(join(root, 'Dockerfile'), 'FROM scratch');
  await writeFile(join(root, 'data/b0'), Buffer.alloc(LARGE, 'b'));
  for (const file of ['zz', 'deep/zz']) {
    await writeFile(join(root, 'data', file), SECRET.replaceAll(/./g, 'x'));
    await writeFile(join(base, 'host', file), SECRET);
  }
  await writeFile(join(root, 'data/large'), Buffer.alloc(LARGE, 'l'));
  await writeFile(join(base, 'host/large'), Buffer.alloc(LARGE, SECRET));
});
afterEach(async () => {
  await rm(base, { recursive: true });
});

/** What comes to be in the place of something, and which file of the project it stands for. */
const SWAPS: readonly (readonly [what: string, file: string, swap: () => Promise<void>])[] = [
  [
    'a file becomes a link',
    'data/zz',
    async () => replace('data/zz', () => symlink(join(base, 'host/zz'), join(root, 'data/zz'))),
  ],
  [
    'a file becomes a link up',
    'data/zz',
    async () => replace('data/zz', () => symlink('../../host/zz', join(root, 'data/zz'))),
  ],
  [
    'a file becomes a hard link',
    'data/zz',
    async () => replace('data/zz', () => link(join(base, 'host/zz'), join(root, 'data/zz'))),
  ],
  [
    'a file becomes another one',
    'data/zz',
    async () => replace('data/zz', () => writeFile(join(root, 'data/zz'), SECRET)),
  ],
  ['a file becomes a folder', 'data/zz', async () => replace('data/zz', () => mkdir(join(root, 'data/zz')))],
  ['a file is gone', 'data/zz', async () => replace('data/zz', async () => undefined)],
  [
    'a folder becomes a link',
    'data/zz',
    async () => replace('data', () => symlink(join(base, 'host'), join(root, 'data'))),
  ],
  [
    'a folder further up becomes a link',
    'data/deep/zz',
    async () => replace('data', () => symlink(join(base, 'host'), join(root, 'data'))),
  ],
  [
    'a folder within becomes a link',
    'data/deep/zz',
    async () => replace('data/deep', () => symlink(join(base, 'host/deep'), join(root, 'data/deep'))),
  ],
  [
    'the project itself becomes a link',
    'data/zz',
    async () => {
      await mkdir(join(base, 'other'));
      await rename(join(base, 'host'), join(base, 'other/data'));
      await rename(root, join(base, 'moved'));
      await symlink('other', root);
    },
  ],
  [
    'a large file becomes a link',
    'data/large',
    async () => replace('data/large', () => symlink(join(base, 'host/large'), join(root, 'data/large'))),
  ],
  [
    'a large file becomes another one',
    'data/large',
    async () => replace('data/large', () => writeFile(join(root, 'data/large'), Buffer.alloc(LARGE, 'm'))),
  ],
  [
    'the folder of a large file becomes a link',
    'data/large',
    async () => replace('data', () => symlink(join(base, 'host'), join(root, 'data'))),
  ],
];

async function replace(path: string, make: () => Promise<void>): Promise<void> {
  await rename(join(root, path), join(base, 'gone'));
  await make();
}

/** Runs something just before a file is opened: after all was listed. */
class SwappingDigests extends FileDigests {
  readonly #swap: () => Promise<void>;
  readonly #file: string;
  constructor(file: string, swap: () => Promise<void>) {
    super();
    this.#file = file;
    this.#swap = swap;
  }
  override async get(...[path, facts, read]: Parameters<FileDigests['get']>): ReturnType<FileDigests['get']> {
    return super.get(path, facts, async () => {
      if (path === this.#file) await this.#swap();
      return read();
    });
  }
}

describe.each([
  ['this thread waits', true],
  ['other threads read', false],
])('where %s', (_how, isLocal) => {
  it.each(SWAPS)('and %s before it is read, that is refused', async (_what, file, swap) => {
    const reading = readBuildContext(root, { isLocal, digests: new SwappingDigests(file, swap) });
    await expect(reading).rejects.toThrow(UsageError);
    await expect(reading).rejects.toThrow(/^data\/\S+ changed while it was read: try again$/);
  });

  it.each(SWAPS)(
    'and %s before it is packed, that is refused, and nothing of it is sent',
    async (_what, file, swap) => {
      const { context, sent, failure } = await packSwapping(isLocal, swap);
      expect(failure).toBeInstanceOf(EngineError);
      expect(String(failure)).toContain(' changed while the image was being built: build again');
      expect(context.entries.map(({ path }) => path)).toContain(file);
      expect(Buffer.concat(sent).includes(SECRET)).toBe(false);
    },
  );

  it.each([
    ['a folder becomes a link', 'data'],
    ['a folder within becomes a link', 'data/deep'],
  ])('and %s before it is looked into, that is refused', async (_what, folder) => {
    const rules = readIgnoreRules('');
    let isSwapped = false;
    const swapping = {
      ...rules,
      ignores: (path: string) => {
        // Seen in the folder above it, and entered only then.
        if (path === folder && !isSwapped) {
          isSwapped = true;
          renameSync(join(root, folder), join(base, 'gone'));
          symlinkSync(join(base, folder === 'data' ? 'host' : 'host/deep'), join(root, folder));
        }
        return rules.ignores(path);
      },
    };
    const options = {
      rules: swapping,
      isSetting: () => false,
      atOnce: isLocal,
      bounded: new BoundedContext(DEFAULT_CONTEXT_BOUNDS),
      progress: new ReadingProgress(),
    };
    await expect(listFolder(root, options)).rejects.toThrow(`${folder} changed while it was read`);
  });

  it('a folder whose files stay is read and packed as ever', async () => {
    const context = await readBuildContext(root, { isLocal });
    const names: string[] = [];
    const archive = extract();
    packContext(context).pipe(archive);
    for await (const entry of archive) {
      names.push(entry.header.name);
      entry.resume();
    }
    expect(names).toEqual(['Dockerfile', 'data/', 'data/b0', 'data/deep/', 'data/deep/zz', 'data/large', 'data/zz']);
  });
});

/** Swaps something when the first large file is under way, which waits until somebody takes more of it. */
async function packSwapping(
  isLocal: boolean,
  swap: () => Promise<void>,
): Promise<{ readonly context: BuildContext; readonly sent: readonly Buffer[]; readonly failure: unknown }> {
  const context = await readBuildContext(root, { isLocal });
  const sent: Buffer[] = [];
  let isSwapped = false;
  try {
    for await (const chunk of packContext(context)) {
      sent.push(Buffer.from(chunk as Uint8Array));
      if (isSwapped || !Buffer.concat(sent).includes('data/b0')) continue;
      isSwapped = true;
      await swap();
    }
  } catch (error) {
    return { context, sent, failure: error };
  }
  return { context, sent, failure: undefined };
}

describe('a look into a folder', () => {
  /** Puts another folder in the place of one, and looks into that. */
  const lookSwapped = (at: string | Buffer) => {
    renameSync(join(root, 'data'), join(base, 'gone'));
    symlinkSync(join(base, 'host'), join(root, 'data'));
    return readFileSync(join(at.toString(), 'zz'), 'utf8');
  };
  const undo = () => {
    rmSync(join(root, 'data'));
    renameSync(join(base, 'gone'), join(root, 'data'));
  };

  it.runIf(process.platform === 'linux')(
    'goes on in the folder that was opened, whatever comes in its place',
    async () => {
      const folder = join(root, 'data');
      expect(lookIntoSync(folder, 'data', lookSwapped)).toMatch(/^x+$/);
      undo();
      expect(await lookInto(folder, 'data', async (at) => lookSwapped(at))).toMatch(/^x+$/);
    },
  );

  it('that is only compared before and after does not count where it was swapped', async () => {
    const folder = join(root, 'data');
    expect(() => lookIntoSync(folder, 'data', lookSwapped, false)).toThrow('data changed while it was read');
    undo();
    const looking = lookInto(folder, 'data', async (at) => lookSwapped(at), false);
    await expect(looking).rejects.toThrow('data changed while it was read');
  });

  it.each([true, false])('refuses a link (by handles: %s)', async (hasHandles) => {
    const folder = join(root, 'link');
    symlinkSync(join(base, 'host'), folder);
    expect(() => lookIntoSync(folder, 'data', () => 0, hasHandles)).toThrow('data changed while it was read');
    await expect(lookInto(folder, 'data', async () => 0, hasHandles)).rejects.toThrow('data changed');
  });

  it('gives what is found', async () => {
    for (const hasHandles of [true, false]) {
      const folder = join(root, 'data');
      expect(lookIntoSync(folder, 'data', (at) => readFileSync(join(at.toString(), 'zz'), 'utf8'), hasHandles)).toMatch(
        /^x+$/,
      );
      expect(
        await lookInto(folder, 'data', async (at) => readFile(join(at.toString(), 'zz'), 'utf8'), hasHandles),
      ).toMatch(/^x+$/);
    }
  });
});

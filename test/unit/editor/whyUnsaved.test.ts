import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whyUnsaved, type Disk } from '../../../src/editor/dispatches/run/whyUnsaved.ts';

/** A disk on which everything is there, and that refuses as it is told. */
function diskThat(refusal: { readonly code?: string; readonly free?: number; readonly missing?: RegExp }): Disk {
  const missing = (path: string): void => {
    if (refusal.missing?.test(path)) throw Object.assign(new Error('it is not there'), { code: 'ENOENT' });
  };
  return {
    stat: async (path) => {
      missing(path);
      return { isDirectory: () => !path.endsWith('.ts') };
    },
    access: async (path) => {
      missing(path);
      if (refusal.code !== undefined) throw Object.assign(new Error('refused'), { code: refusal.code });
    },
    statfs: async () => ({ bavail: refusal.free ?? 1 }),
  };
}

describe('why a file could not be saved', () => {
  it.each([
    ['EROFS', 'the disk is read-only'],
    ['EACCES', 'its permissions do not allow it'],
    ['EPERM', 'its permissions do not allow it'],
    ['EIO', undefined],
  ])('is told by %s of the disk, also of the folder that is to hold it', async (code, why) => {
    expect(await whyUnsaved('/a/b/c.ts', diskThat({ code }))).toBe(why);
    expect(await whyUnsaved('/a/b/c.ts', diskThat({ code, missing: /^\/a\/b/ }))).toBe(why);
  });

  it('is that there is no room, or nothing that the disk tells', async () => {
    expect(await whyUnsaved('/a/b.ts', diskThat({ free: 0 }))).toBe('the disk is full');
    expect(await whyUnsaved('/a/b.ts', diskThat({ free: 1 }))).toBeUndefined();
    expect(await whyUnsaved('/a/b.ts', diskThat({ free: 0, missing: /b/ }))).toBe('the disk is full');
    expect(await whyUnsaved('/a/b.ts', diskThat({ missing: /./ }))).toBeUndefined();
  });

  describe('on a real disk', () => {
    let folder = '';
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'hoosegow-test-unsaved-'));
      await mkdir(join(folder, 'folder.ts'));
      await writeFile(join(folder, 'file.ts'), '');
    });
    afterAll(() => rm(folder, { recursive: true }));

    it.each([
      ['folder.ts', 'there is a folder in its place'],
      ['file.ts/a.ts', 'its folder is gone'],
      ['file.ts', undefined],
      ['none.ts', undefined],
      ['gone/none.ts', undefined],
    ])('is of %s %j', async (name, why) => {
      expect(await whyUnsaved(join(folder, name))).toBe(why);
    });
  });
});

import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../../../src/engine/errors/errors.ts';
import { readFileWithin, readRegularFile } from '../../../../src/engine/files/readRegularFile.ts';

const MOST = 1024;
const bounds = { maxBytes: MOST, name: 'package.json' };

let root: string;
let file: string;
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'regular-')));
  file = join(root, 'package.json');
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

/** What stands there instead of a file, and what is said of it. */
const OTHERS: readonly (readonly [what: string, make: () => Promise<AsyncDisposable | void>, problem: string])[] = [
  ['a folder', async () => mkdir(file), 'is a folder: only a regular file is read'],
  [
    'a FIFO',
    async () => {
      execFileSync('mkfifo', [file]);
    },
    'is a FIFO: only a regular file is read',
  ],
  [
    'a socket',
    async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(file, resolve));
      return { [Symbol.asyncDispose]: async () => new Promise<void>((resolve) => server.close(() => resolve())) };
    },
    'is a socket: only a regular file is read',
  ],
  ['nothing', async () => undefined, 'is not there'],
  [
    'a file in a file',
    async () => {
      await writeFile(join(root, 'x'), '');
      file = join(root, 'x', 'package.json');
    },
    'is not there',
  ],
  ['too much', async () => writeFile(file, 'x'.repeat(MOST + 1)), 'is larger than 1 KiB, and no more is read of it'],
  [
    'a sparse file of 1 TiB',
    async () => {
      await writeFile(file, '');
      await truncate(file, 1024 ** 4);
    },
    'is larger than 1 KiB, and no more is read of it',
  ],
];

describe.each([
  ['readRegularFile', async () => readRegularFile(file, bounds)],
  ['readFileWithin', async () => (await readFileWithin(root, file, bounds)).bytes],
])('%s', (_name, read) => {
  it.each([0, 1, MOST - 1, MOST])('reads a file of %d bytes', async (size) => {
    const bytes = Buffer.alloc(size, 'abc');
    await writeFile(file, bytes);
    expect((await read()).equals(bytes)).toBe(true);
  });

  it.each(OTHERS)('refuses %s, naming it', async (_what, make, problem) => {
    await using _made = (await make()) ?? { [Symbol.asyncDispose]: async () => undefined };
    const failure = read();
    await expect(failure).rejects.toThrow(UsageError);
    await expect(failure).rejects.toThrow(`package.json ${problem}`);
  });

  it('ends with the reason of its signal', async () => {
    await writeFile(file, 'x');
    const reason = new Error('enough');
    const signal = AbortSignal.abort(reason);
    await expect(readRegularFile(file, { ...bounds, signal })).rejects.toBe(reason);
    await expect(readFileWithin(root, file, { ...bounds, signal })).rejects.toBe(reason);
  });
});

describe('readRegularFile', () => {
  it('follows no link, but in the folders above', async () => {
    await writeFile(join(root, 'there'), 'x');
    await symlink('there', file);
    await expect(readRegularFile(file, bounds)).rejects.toThrow('package.json is a symbolic link');
    await symlink(root, join(root, 'self'));
    expect((await readRegularFile(join(root, 'self', 'there'), bounds)).toString()).toBe('x');
  });

  // What the kernel makes up says that it has no bytes, and some of it has no end.
  it.skipIf(process.platform !== 'linux')('reads what a file has, not what it says', async () => {
    expect((await readRegularFile('/proc/self/cmdline', { maxBytes: 1024 ** 2 })).length).toBeGreaterThan(0);
    await expect(readRegularFile('/proc/self/maps', { maxBytes: 1000 })).rejects.toThrow('is larger than 1,000 bytes');
  });

  it.skipIf(process.platform === 'win32')('opens no device', async () => {
    await expect(readRegularFile('/dev/zero', bounds)).rejects.toThrow('package.json is a device');
  });
});

describe('readFileWithin', () => {
  it('follows a link within the folder', async () => {
    await mkdir(join(root, 'shared'));
    await writeFile(join(root, 'shared', 'it'), 'x');
    await symlink('shared/it', file);
    expect(await readFileWithin(root, 'package.json', bounds)).toEqual({
      bytes: Buffer.from('x'),
      file: join(root, 'shared', 'it'),
    });
  });

  it.each([
    ['to a device', '/dev/zero'],
    ['to a file of the machine', '/etc/passwd'],
    ['up', '../../../../../../../../etc/passwd'],
    ['to the folder itself', '.'],
  ])('follows no link %s', async (_where, target) => {
    await symlink(target, file);
    await expect(readFileWithin(root, 'package.json', bounds)).rejects.toThrow(
      'package.json is a link that leads out of its folder, and is not followed',
    );
  });

  it('refuses a link that leads nowhere, or in a circle', async () => {
    await symlink('nothing', file);
    await expect(readFileWithin(root, 'package.json', bounds)).rejects.toThrow(
      'package.json is a link that leads nowhere',
    );
    await rm(file);
    await symlink('package.json', file);
    await expect(readFileWithin(root, 'package.json', bounds)).rejects.toThrow('is a link that leads nowhere');
  });
});

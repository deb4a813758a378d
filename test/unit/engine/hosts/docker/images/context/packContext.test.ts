import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { extract } from 'tar-stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EngineError } from '../../../../../../../src/engine/errors/errors.ts';
import { readBuildContext } from '../../../../../../../src/engine/hosts/docker/images/context/contextEntries.ts';
import { packContext } from '../../../../../../../src/engine/hosts/docker/images/context/packContext.ts';

const BIG = Buffer.alloc(3_000_000, 'big');

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'pack-'));
  await mkdir(join(root, 'bin'));
  await mkdir(join(root, 'empty'));
  await writeFile(join(root, 'Dockerfile'), 'FROM scratch');
  await writeFile(join(root, 'bin/run'), '#!/bin/sh\n');
  await chmod(join(root, 'bin/run'), 0o700);
  await writeFile(join(root, 'big'), BIG);
  await writeFile(join(root, 'ü'.repeat(120)), 'long');
  await symlink('../outside', join(root, 'link'));
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

describe('packContext', () => {
  it('holds everything, owned by root, at no time', async () => {
    const found = new Map<string, unknown>();
    const entries = Readable.from(packContext(await readBuildContext(root))).pipe(extract());
    for await (const entry of entries) {
      const { name, type, mode, uid, gid, mtime, linkname } = entry.header;
      const digest = createHash('sha256')
        .update(await buffer(entry))
        .digest('hex');
      expect({ uid, gid, mtime }).toEqual({ uid: 0, gid: 0, mtime: new Date(0) });
      found.set(name, type === 'file' ? [mode, digest] : [mode, type, linkname]);
    }
    const sha = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');
    expect(Object.fromEntries(found)).toEqual({
      Dockerfile: [0o644, sha('FROM scratch')],
      big: [0o644, sha(BIG)],
      'bin/': [0o755, 'directory', null],
      'bin/run': [0o755, sha('#!/bin/sh\n')],
      'empty/': [0o755, 'directory', null],
      link: [0o777, 'symlink', '../outside'],
      ['ü'.repeat(120)]: [0o644, sha('long')],
    });
  });

  it('is the same byte for byte', async () => {
    const first = await buffer(packContext(await readBuildContext(root)));
    await utimes(join(root, 'big'), 5, 5);
    expect((await buffer(packContext(await readBuildContext(root)))).equals(first)).toBe(true);
  });

  it.each([
    ['shrunk', Buffer.alloc(10)],
    ['grown', Buffer.alloc(BIG.length + 100_000, 'big')],
    ['other', Buffer.alloc(BIG.length, 'gib')],
  ])('fails for a file that has %s since', async (_how, bytes) => {
    const context = await readBuildContext(root);
    await writeFile(join(root, 'big'), bytes);
    const failure = buffer(packContext(context));
    await expect(failure).rejects.toThrow(EngineError);
    await expect(failure).rejects.toThrow(/big changed while the image was being built/);
  });

  it('fails for a file that has gone', async () => {
    const context = await readBuildContext(root);
    await rm(join(root, 'big'));
    await expect(buffer(packContext(context))).rejects.toThrow(/big changed/);
  });
});

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseVolumes } from '../../../../../../src/engine/hosts/docker/container/volumes.ts';
import { UsageError } from '../../../../../../src/engine/errors/errors.ts';

const one = (containerPath: string, host: string) => parseVolumes({ [containerPath]: host }, '/projects/inmate')[0];

describe('parseVolumes', () => {
  it.each([
    ['/data', '/srv/data', 'bind', '/srv/data', true],
    ['/data', '/srv/data:ro', 'bind', '/srv/data', true],
    ['/data', '/srv/data:rw', 'bind', '/srv/data', false],
    ['/data', 'C:\\Users\\me', 'bind', 'C:\\Users\\me', true],
    ['/data', 'C:\\Users\\me:rw', 'bind', 'C:\\Users\\me', false],
    ['/data', 'd:/x:ro', 'bind', 'd:/x', true],
    ['/data', '\\\\server\\share:rw', 'bind', '\\\\server\\share', false],
    ['/data', './here', 'bind', '/projects/inmate/here', true],
    ['/data', '../up:rw', 'bind', '/projects/up', false],
    ['/data', '.', 'bind', '/projects/inmate', true],
    ['/data/', 'cache-volume', 'volume', 'cache-volume', true],
    ['/data//x/../y', 'cache_1.0:rw', 'volume', 'cache_1.0', false],
  ] as const)('reads %j: %j', (containerPath, host, type, source, readOnly) => {
    expect(one(containerPath, host)).toEqual({
      Type: type,
      Source: source,
      Target: containerPath === '/data//x/../y' ? '/data/y' : '/data',
      ReadOnly: readOnly,
    });
  });

  it.each([
    ['data', '/srv', /must be absolute/],
    ['/', '/srv', /over the root/],
    ['/data', '', /is missing/],
    ['/data', ':rw', /is missing/],
    ['/data', '/srv:RW', /only :ro or :rw/],
    ['/data', '/srv:z', /only :ro or :rw/],
    ['/data', '/srv:rw:rw', /only :ro or :rw/],
    ['/data', 'C:', /only :ro or :rw/],
    ['/data', '~/data', /~ has no meaning/],
    ['/data', '-x', /neither a path/],
  ])('refuses %j: %j', (containerPath, host, why) => {
    expect(() => one(containerPath, host)).toThrow(UsageError);
    expect(() => one(containerPath, host)).toThrow(why);
    expect(() => one(containerPath, host)).toThrow(JSON.stringify(containerPath));
  });

  it('takes no name for a volume that a folder here has', async () => {
    const here = await mkdtemp(join(tmpdir(), 'hoosegow-volumes-'));
    try {
      await mkdir(join(here, 'data'));
      await writeFile(join(here, 'file'), '');
      const read = (host: string) => parseVolumes({ '/data': host }, here)[0];
      expect(() => read('data:rw')).toThrow(UsageError);
      expect(() => read('data')).toThrow('write ./data for the folder');
      expect(read('./data')).toMatchObject({ Type: 'bind', Source: join(here, 'data') });
      expect(read('file')).toMatchObject({ Type: 'volume', Source: 'file' });
      expect(read('other')).toMatchObject({ Type: 'volume', Source: 'other' });
    } finally {
      await rm(here, { recursive: true });
    }
  });
});

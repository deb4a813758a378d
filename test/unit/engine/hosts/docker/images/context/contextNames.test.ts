import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contentHash } from '../../../../../../../src/engine/hosts/docker/images/context/contentHash.ts';
import { readBuildContext } from '../../../../../../../src/engine/hosts/docker/images/context/contextEntries.ts';
import { packContext } from '../../../../../../../src/engine/hosts/docker/images/context/packContext.ts';

let base: Buffer;
beforeEach(() => {
  base = Buffer.from(mkdtempSync(join(tmpdir(), 'hoosegow-names-')));
});
afterEach(() => {
  rmSync(base.toString(), { recursive: true });
});

const within = (...names: readonly (Buffer | string)[]) =>
  Buffer.concat([base, ...names.flatMap((name) => [Buffer.from('/'), Buffer.from(name)])]);

function makeProject(): void {
  mkdirSync(within('project'));
  writeFileSync(within('project', 'Dockerfile'), 'FROM scratch\n');
}

/** What GNU tar makes of the archive, name by name in bytes. */
async function unpacked(): Promise<Buffer[]> {
  const archive = await buffer(packContext(await readBuildContext(within('project').toString())));
  mkdirSync(within('out'));
  execFileSync('tar', ['-xf', '-', '-C', within('out').toString()], { input: archive });
  const found = execFileSync('find', ['.', '-mindepth', '1', '-print0'], { cwd: within('out').toString() });
  return found
    .toString('latin1')
    .split('\0')
    .filter((name) => name !== '')
    .map((name) => Buffer.from(name.slice(2), 'latin1'))
    .toSorted((a, b) => Buffer.compare(a, b));
}

const NO_UTF8 = Buffer.from('caf\xe9.txt', 'latin1');

describe.skipIf(process.platform !== 'linux')('names', () => {
  it.each<[string, Buffer]>([
    ['with backslashes', Buffer.from('a\\b.txt')],
    ['of bytes that are not UTF-8', NO_UTF8],
    ['with a newline', Buffer.from('a\nb')],
    ['of Object', Buffer.from('__proto__')],
    ['as long as there are', Buffer.from('ü'.repeat(127))],
  ])('%s arrive, as those of files, folders and ends of links', async (_what, name) => {
    makeProject();
    mkdirSync(within('project', name));
    writeFileSync(within('project', name, name), 'content');
    symlinkSync(Buffer.concat([name, Buffer.from('/'), name]), within('project', 'link'));
    symlinkSync('Dockerfile', within('project', name, 'link'));
    const inside = (last: Buffer | string) => Buffer.concat([name, Buffer.from('/'), Buffer.from(last)]);
    expect(await unpacked()).toEqual(
      [Buffer.from('Dockerfile'), Buffer.from('link'), name, inside(name), inside('link')].toSorted((a, b) =>
        Buffer.compare(a, b),
      ),
    );
    expect(readFileSync(within('out', 'link')).toString()).toBe('content');
  });

  it('of any bytes give archives with the same names, and hashes of their own', async () => {
    const byte = fc.integer({ min: 1, max: 255 }).filter((code) => code !== 0x2f);
    const name = fc
      .array(byte, { minLength: 1, maxLength: 120 })
      .map((codes) => Buffer.from(codes))
      .filter((bytes) => !['.', '..', 'Dockerfile', '.dockerignore'].includes(bytes.toString()));
    const seen = new Map<string, string>();
    await fc.assert(
      fc.asyncProperty(name, async (bytes) => {
        rmSync(base.toString(), { recursive: true });
        mkdirSync(base);
        makeProject();
        writeFileSync(within('project', bytes), '');
        const context = await readBuildContext(within('project').toString());
        if (context.secrets.length > 0) return;
        const hash = contentHash(context, {});
        expect(seen.get(hash) ?? bytes.toString('hex')).toBe(bytes.toString('hex'));
        seen.set(hash, bytes.toString('hex'));
        expect(await unpacked()).toEqual([Buffer.from('Dockerfile'), bytes].toSorted((a, b) => Buffer.compare(a, b)));
      }),
      { numRuns: 60 },
    );
  });

  it('that are shown alike are not taken for each other', async () => {
    makeProject();
    writeFileSync(within('project', Buffer.from([0xe9])), 'one');
    writeFileSync(within('project', Buffer.from([0xe8])), 'other');
    writeFileSync(within('project', '\ufffd'), 'the sign itself');
    await unpacked();
    expect(readFileSync(within('out', Buffer.from([0xe9]))).toString()).toBe('one');
    expect(readFileSync(within('out', Buffer.from([0xe8]))).toString()).toBe('other');
    expect(readFileSync(within('out', '\ufffd')).toString()).toBe('the sign itself');
  });
});

describe('a large folder', () => {
  it('of more files than a call has arguments is read', async () => {
    // In memory, where there is such a place: that many files take a disk long.
    const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
    const folder = mkdtempSync(join(memory, 'hoosegow-many-'));
    try {
      writeFileSync(join(folder, 'Dockerfile'), 'FROM scratch\n');
      mkdirSync(join(folder, 'data'));
      for (let i = 0; i < 125_000; i++) symlinkSync('x', join(folder, 'data', String(i)));
      const { entries } = await readBuildContext(folder);
      expect(entries).toHaveLength(125_002);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 120_000);

  it('of a thousand levels is read and packed', async () => {
    makeProject();
    const deep = `${'d/'.repeat(1000)}file`;
    mkdirSync(join(within('project').toString(), 'd/'.repeat(1000)), { recursive: true });
    writeFileSync(within('project', deep), '');
    const found = await unpacked();
    expect(found.some((name) => name.toString() === deep)).toBe(true);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LocalPaths } from '../../../src/timeline/export/page/localPaths.ts';

const DIR = '/srv/code/inmates/markdown';
const paths = new LocalPaths(DIR, '/export/people/ada', '/scratch/ada');

describe('what is passed on', () => {
  it.each([
    [`at file://${DIR}/src/inmate.ts:12:5`, 'at src/inmate.ts:12:5'],
    [`cd ${DIR} && ls`, 'cd . && ls'],
    [`"${DIR}/"`, '""'],
    [`${DIR}-2/a.ts`, '../markdown-2/a.ts'],
    ['/srv/code/inmates/shared.ts', '../shared.ts'],
    ['/export/people/ada/.docker/sock', '~/.docker/sock'],
    ['/export/people/adam', '/export/people/adam'],
    ['/scratch/ada/x.log', '<temp>/x.log'],
    ['/home/someone/a /Users/Else/b C:\\Users\\Third\\c /root/d', '~/a ~/b ~\\c ~/d'],
    ['/tmp/abc /var/folders/a1/b2/T/x /private/tmp/y', '<temp>/abc <temp>/x <temp>/y'],
    ['C:\\Users\\ada\\AppData\\Local\\Temp\\x', '<temp>\\x'],
    ['unix:///home/ada/run/docker.sock', 'unix://~/run/docker.sock'],
    ['see /etc/hosts, tmp/x and a/home/b', 'see /etc/hosts, tmp/x and a/home/b'],
  ])('names no place of this machine: %j', (text, expected) => {
    expect(paths.text(text)).toBe(expected);
    expect(Buffer.from(paths.bytes(Buffer.from(text))).toString()).toBe(expected);
  });

  it('is the same on Windows, with either slash and doubled', () => {
    const windows = new LocalPaths('D:\\code\\inmate', 'D:\\people\\ada', 'D:\\temp');
    expect(windows.text('D:\\code\\inmate\\a.ts D:/code/inmate/b.ts "D:\\\\code\\\\inmate\\\\c.ts"')).toBe(
      'a.ts b.ts "c.ts"',
    );
    expect(windows.text('file:///D:/code/inmate/a.ts')).toBe('a.ts');
  });

  it('keeps the length of raw bytes, and the letters of other languages', () => {
    const dir = new LocalPaths('/srv/Ünïcode dir/x', '/export/people/ada', '/scratch/ada');
    expect(dir.text('/srv/Ünïcode dir/x/inmate.ts and file:///srv/%C3%9Cn%C3%AFcode%20dir/x/b.ts')).toBe(
      'inmate.ts and b.ts',
    );
    const bytes = Buffer.from(`é ${DIR}/ü.ts /home/me`);
    const masked = paths.masked(bytes);
    expect(masked.length).toBe(bytes.length);
    expect(Buffer.from(masked).toString()).toBe(`é ${'*'.repeat(DIR.length)}/ü.ts ${'*'.repeat(8)}`);
    expect(Buffer.from(dir.bytes(Buffer.from('/srv/Ünïcode dir/x/ü.ts'))).toString()).toBe('ü.ts');
  });

  it('is cleaned in all texts, keys and bytes of a value, and nothing else is changed', () => {
    const value = { [`${DIR}/k`]: [`${DIR}/v`, { base64: Buffer.from(`${DIR}/b`).toString('base64') }], n: 1 };
    const masked = Buffer.from(`${'*'.repeat(DIR.length)}/b`).toString('base64');
    expect(paths.json(value)).toEqual({ k: ['v', { base64: masked }], n: 1 });
    const hostile: unknown = JSON.parse('{"__proto__":{"a":["/home/x/y"]}}');
    expect(JSON.stringify(paths.json(hostile))).toBe('{"__proto__":{"a":["~/y"]}}');
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(paths.json(json)).toEqual(json);
      }),
    );
  });

  it('never names the folder, whatever stands around it', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        expect(paths.text(`${before} ${DIR}/${after}`)).not.toContain(DIR);
      }),
    );
  });

  it('takes its time for no text', () => {
    const long = '/home/'.repeat(50_000) + '/var/folders/'.repeat(50_000);
    expect(paths.text(long).length).toBeGreaterThan(0);
  });
});

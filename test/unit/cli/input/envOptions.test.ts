import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readEnv } from '../../../../src/cli/input/envOptions.ts';
import { UsageError } from '../../../../src/engine/errors/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'hoosegow-env-'));
afterAll(() => rmSync(folder, { recursive: true }));

const HERE = { HOME: '/home/me', EMPTY: '', TOKEN: 'of the shell' };
let files = 0;

function fileOf(content: string | Uint8Array): string {
  const file = join(folder, `${files++}.env`);
  writeFileSync(file, content);
  return file;
}

describe('--env', () => {
  it.each([
    ['A=1', { A: '1' }],
    ['A=', { A: '' }],
    ['A==x=y', { A: '=x=y' }],
    ['A= "b" ', { A: ' "b" ' }],
    ['HOME', { HOME: '/home/me' }],
    ['EMPTY', { EMPTY: '' }],
    ['__proto__=1', { ['__proto__']: '1' }],
  ])('%j', async (text, expected) => {
    expect(await readEnv([text], [], HERE)).toEqual(expected);
  });

  it.each([
    ['NOPE', /--env NOPE: this environment has no such variable; give its value as NOPE=VALUE/],
    ['', /--env must be NAME/],
    ['=x', /--env must be NAME/],
    ['my secret', /--env must be NAME/],
    ['my secret=x', /--env must be NAME/],
  ])('%j is refused', async (text, message) => {
    await expect(readEnv([text], [], HERE)).rejects.toThrow(UsageError);
    await expect(readEnv([text], [], HERE)).rejects.toThrow(message);
    await expect(readEnv([text], [], HERE)).rejects.not.toThrow(/secret/);
  });
});

describe('--env-file', () => {
  it('is read as docker run reads it', async () => {
    const file = fileOf(
      [
        '\ufeffFIRST=with a byte order mark',
        '# a comment',
        '',
        '   ',
        '  LEADING= kept ',
        'QUOTED="kept"',
        'HASH=a # no comment',
        'CRLF=x\r',
        'EQUALS=a=b',
        'EMPTY=',
        'HOME',
        'TWICE=1',
        'TWICE=2',
        'LAST=€',
      ].join('\n'),
    );
    expect(await readEnv([], [file], HERE)).toEqual({
      FIRST: 'with a byte order mark',
      LEADING: ' kept ',
      QUOTED: '"kept"',
      HASH: 'a # no comment',
      CRLF: 'x',
      EQUALS: 'a=b',
      EMPTY: '',
      HOME: '/home/me',
      TWICE: '2',
      LAST: '€',
    });
  });

  it('counts before nothing: later files and --env come over it', async () => {
    const [one, two] = [fileOf('A=1\nB=1\nC=1\n'), fileOf('B=2\nC=2')];
    expect(await readEnv(['C=3', 'C=4'], [one, two], HERE)).toEqual({ A: '1', B: '2', C: '4' });
  });

  it.each([
    ['OK=1\nexport B=secret', /, line 2: a name has no spaces/],
    ['=secret', /, line 1: there is no name before the "="/],
    ['# x\n\nKEY=-----BEGIN\nsecretsecretsecret\n', /, line 4: it has no "="/],
    ['A=1\nNODE_OPTIONS=--secret', /, line 2: Node would take NODE_OPTIONS for this command, too/],
    ['-----BEGIN secret KEY-----', /, line 1: a name has no spaces/],
    [Buffer.from('A=1\nB=secret\xff', 'latin1'), /, line 2: it has bytes that are not UTF-8/],
  ])('%j is refused by its line, and nothing of the line is shown', async (content, message) => {
    const reading = readEnv([], [fileOf(content)], HERE);
    await expect(reading).rejects.toThrow(UsageError);
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.not.toThrow(/secret/);
  });

  it('says why it cannot be read', async () => {
    await expect(readEnv([], [join(folder, 'nope')], HERE)).rejects.toThrow(/--env-file .*nope: there is no such file/);
    await expect(readEnv([], [folder], HERE)).rejects.toThrow(/it is a folder/);
    const endless = fileOf(Buffer.alloc(16 * 1024 * 1024 + 1, '#'));
    await expect(readEnv([], [endless], HERE)).rejects.toThrow(/it has more than 16 MiB$/);
  });
});

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fillCallFiles, findCallFiles } from '../../../../src/editor/lazy/calls/callFiles.ts';
import { STEPS } from '../../../../src/editor/steps/nextStep.ts';
import { FileReference } from '../../../../src/wire/types/fileReference.ts';

describe('files of a call', () => {
  let dir = '';
  let inmate = '';
  beforeEach(() => {
    dir = realpathSync(mkdtempSync(join(tmpdir(), 'hoosegow-call-')));
    inmate = join(dir, 'inmate');
    mkdirSync(inmate);
    writeFileSync(join(inmate, 'a.md'), '# Ä');
    writeFileSync(join(inmate, 'bytes'), new Uint8Array([0xff]));
    writeFileSync(join(dir, 'secret'), 'secret');
    symlinkSync('../secret', join(inmate, 'link'));
    symlinkSync('a.md', join(inmate, 'inner'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const fill = async (value: unknown): Promise<unknown> => {
    const [filled] = await fillCallFiles([value], await findCallFiles([value], inmate));
    return filled;
  };

  it('lead to where the call is written, where one of them cannot be taken', async () => {
    const step = STEPS.command('Show Call', 'vscode.open', 'file');
    const many = Array.from({ length: 1001 }, (_, i) => new FileReference(`${i}`));
    for (const value of [new FileReference('none'), new FileReference('bytes', 'text'), new FileReference('.'), many]) {
      const filled = findCallFiles([value], inmate, step).then((files) => fillCallFiles([value], files));
      await expect(filled).rejects.toMatchObject({ steps: [step] });
    }
    await expect(findCallFiles(many, inmate)).rejects.toMatchObject({ steps: [STEPS.editArguments()] });
  });

  it('are bytes, or text where text is wanted', async () => {
    const bytes = new TextEncoder().encode('# Ä');
    expect(await fill({ a: [new FileReference('a.md')] })).toEqual({ a: [bytes] });
    expect(await fill(new FileReference('./a.md', 'text'))).toBe('# Ä');
    expect(await fill(new FileReference('inner', 'text'))).toBe('# Ä');
    await expect(fill(new FileReference('bytes', 'text'))).rejects.toThrow(/not UTF-8/);
  });

  it.each(['../secret', 'link', 'sub/../../secret'])('%s is told as one outside of the folder', async (path) => {
    mkdirSync(join(inmate, 'sub'));
    const { outside } = await findCallFiles([new FileReference(path)], inmate);
    expect(outside).toEqual([join(dir, 'secret')]);
  });

  it('of the folder itself are within, also by their whole path', async () => {
    const found = await findCallFiles([new FileReference(join(inmate, 'a.md')), new FileReference('inner')], inmate);
    expect(found.outside).toEqual([]);
  });

  it('that are not there, or no files, are told by their name', async () => {
    await expect(fill(new FileReference('nowhere.md'))).rejects.toThrow(/nowhere\.md/);
    await expect(fill(new FileReference('.'))).rejects.toThrow(/cannot be read/);
    execFileSync('mkfifo', [join(inmate, 'fifo')]);
    await expect(fill(new FileReference('fifo'))).rejects.toThrow(/fifo/);
  });
});

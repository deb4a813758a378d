import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXPORT_FORMATS } from '../../../src/protocol/protocol.ts';
import { exportName, valueFile, valueText } from '../../../src/timeline/export/savedFile.ts';
import { UnwritableError, writeWhole } from '../../../src/timeline/export/writeWhole.ts';

describe('what is saved', () => {
  it('is called after its recording', () => {
    expect(EXPORT_FORMATS.map((format) => exportName('render-1', format))).toEqual([
      'render-1.ndjson',
      'render-1.trace.json',
      'render-1.stdout.txt',
      'render-1.stderr.txt',
      'render-1.html',
    ]);
  });

  it('holds bytes as they are, and any other value as JSON', () => {
    const at = { t: 0, seq: 7 };
    const bytes = Uint8Array.of(0, 255);
    expect(valueFile('a', { ...at, type: 'return', value: bytes })).toEqual({ name: 'a-return-8.bin', bytes });
    // Of a yield of one value, that one.
    expect(valueFile('a', { ...at, type: 'yield', value: [bytes] })).toEqual({ name: 'a-yield-8.bin', bytes });
    const { name, bytes: json } = valueFile('a', { ...at, type: 'yield', value: [1, 5n] });
    expect([name, JSON.parse(Buffer.from(json).toString())]).toEqual(['a-yield-8.json', [1, { bigint: '5' }]]);
    expect(valueText({ a: [] }, 0)).toBe('{"a":[]}\n');
    expect(valueText({ a: 1 }, 2)).toBe('{\n  "a": 1\n}\n');
  });

  it('says so where it is too large for JSON', () => {
    const shared = 'x'.repeat(2 ** 28);
    expect(() => valueText([shared, shared, shared], 0)).toThrow(
      new RangeError('the value is too large to be written as JSON'),
    );
  });
});

describe('a file that is written whole or not at all', () => {
  let dir = '';
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'hoosegow-whole-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('is there when all of it is written', async () => {
    const file = join(dir, 'a');
    writeFileSync(file, 'old');
    await writeWhole(file, { replace: true }, async (write) => {
      await write(Buffer.from('new '));
      expect(readFileSync(file, 'utf8')).toBe('old');
      await write(Buffer.from('text'));
    });
    expect(readFileSync(file, 'utf8')).toBe('new text');
    expect(readdirSync(dir)).toEqual(['a']);
  });

  it.each([true, false])('leaves nothing behind where what fills it fails (replace: %s)', async (replace) => {
    const failure = new Error('no more');
    const work = writeWhole(join(dir, 'a'), { replace }, async (write) => {
      await write(Buffer.from('half'));
      throw failure;
    });
    await expect(work).rejects.toBe(failure);
    expect(readdirSync(dir)).toEqual([]);
  });

  it('takes the place of nothing where it may not', async () => {
    const file = join(dir, 'a');
    writeFileSync(file, 'old');
    const work = writeWhole(file, { replace: false }, async (write) => write(Buffer.from('new')));
    await expect(work).rejects.toMatchObject({ name: 'UnwritableError', cause: { code: 'EEXIST' } });
    expect(readFileSync(file, 'utf8')).toBe('old');
  });

  it('says why it cannot be written', async () => {
    const file = join(dir, 'none', 'a');
    const work = writeWhole(file, { replace: true }, () => Promise.resolve());
    await expect(work).rejects.toThrow(UnwritableError);
    await expect(work).rejects.toThrow(`cannot write ${file}: ENOENT`);
  });
});

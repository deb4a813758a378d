import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArgument, readArgumentList } from '../../../src/cli/arguments.ts';
import { parseJson } from '../../../src/cli/parseJson.ts';
import { UsageError } from '../../../src/engine/errors.ts';

let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'hoosegow-arguments-'));
  await writeFile(path.join(dir, 'bytes'), Buffer.from([0, 255, 10]));
  await writeFile(path.join(dir, 'args.json'), '["a", {"bigint":"1"}]');
});

afterAll(async () => {
  await rm(dir, { recursive: true });
});

describe('an ARG', () => {
  it.each([
    ['1', 1],
    ['-1.5e3', -1500],
    ['"1"', '1'],
    ['null', null],
    ['{"a":[true]}', { a: [true] }],
    ['{"bigint":"1"}', { bigint: '1' }],
    ['12345678901234567890', 12345678901234567890n],
    ['', ''],
    ['hello world', 'hello world'],
    ['{broken', '{broken'],
    ["{'a':1}", "{'a':1}"],
    ['NaN', 'NaN'],
    ['01', '01'],
    ['@@file', '@file'],
    ['@@', '@'],
  ])('%j', async (text, value) => {
    expect(await readArgument(text)).toStrictEqual(value);
  });

  it('is JSON whenever it is JSON, and a string otherwise', async () => {
    const argument = fc.oneof(
      fc.json(),
      fc.string().filter((text) => !text.startsWith('@')),
    );
    const expected = (text: string): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        return text;
      }
    };
    await fc.assert(
      fc.asyncProperty(argument, async (text) => {
        expect(await readArgument(text)).toEqual(expected(text));
      }),
    );
  });

  it('is the bytes of a file', async () => {
    expect(await readArgument(`@${path.join(dir, 'bytes')}`)).toStrictEqual(new Uint8Array([0, 255, 10]));
  });

  it('says what to do about a file that cannot be read', async () => {
    await expect(readArgument('@nope')).rejects.toThrow(UsageError);
    await expect(readArgument('@nope')).rejects.toThrow(/@nope: there is no such file or folder; .* "@@nope"/);
    await expect(readArgument(`@${dir}`)).rejects.toThrow(/it is a folder/);
    await expect(readArgument('@')).rejects.toThrow(/names no file/);
  });
});

describe('--args', () => {
  it('takes tagged forms', async () => {
    const text = '[{"bigint":"5"},{"base64":"AA=="},{"map":[["bigint","5"]]},"@x",18446744073709551615]';
    expect(await readArgumentList(text)).toStrictEqual([
      5n,
      new Uint8Array([0]),
      { bigint: '5' },
      '@x',
      18446744073709551615n,
    ]);
    expect(await readArgumentList(`@${path.join(dir, 'args.json')}`)).toStrictEqual(['a', 1n]);
  });

  it.each([
    ['[1,', /^--args is not JSON \(.*--args @FILE/],
    ['{"a":1}', /^--args must be a JSON array/],
    ['[1,{"a":{"bigint":"x"}}]', /^--args\[1\]\.a\.bigint must be a whole number/],
    ['@nope', /cannot read/],
  ])('refuses %s', async (text, message) => {
    await expect(readArgumentList(text)).rejects.toThrow(UsageError);
    await expect(readArgumentList(text)).rejects.toThrow(message);
  });
});

describe('parseJson', () => {
  it('keeps the digits of every integer, wherever it stands', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }), fc.string(), (integer, string) => {
        const text = `{"${integer}":[${integer}, ${JSON.stringify(`${string}\\" ${integer}`)}, ${integer}.5, {"__proto__":${integer}}]}`;
        const exact = `${Number(integer)}` === `${integer}` ? Number(integer) : integer;
        const parsed = parseJson(text);
        expect(Object.entries(parsed ?? {})).toEqual([
          [`${integer}`, [exact, `${string}\\" ${integer}`, Number(`${integer}.5`), { ['__proto__']: exact }]],
        ]);
      }),
    );
  });

  it('is JSON.parse for everything else', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
    for (const text of ['', '[1', '{"a":}', '"\n"', '1 2']) expect(() => parseJson(text)).toThrow(SyntaxError);
  });

  it('takes long texts', () => {
    const long = `{"a":"${'\\"x'.repeat(2_000_000)}","b":12345678901234567890}`;
    expect(Object.values(parseJson(long) ?? {}).at(-1)).toBe(12345678901234567890n);
  });
});

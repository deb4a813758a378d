import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArgumentList as readList, readArguments } from '../../../../src/cli/input/arguments.ts';
import { openInput, type Input } from '../../../../src/cli/input/readBytes.ts';
import { UsageError } from '../../../../src/engine/errors/errors.ts';
import { parametersOf } from '../../../support/shapeOf.ts';

let dir: string;

/** Standard input with these bytes, in chunks. */
const inputOf = (...chunks: readonly Uint8Array[]): Input =>
  openInput(
    () => Readable.from(chunks),
    async () => {},
  );
const NOTHING = inputOf();

const readArgument = async (text: string, stdin = NOTHING): Promise<unknown> => (await readArguments([text], stdin))[0];
const readArgumentList = async (text: string, stdin = NOTHING): Promise<readonly unknown[]> => readList(text, stdin);

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'hoosegow-arguments-'));
  await writeFile(path.join(dir, 'bytes'), Buffer.from([0, 255, 10]));
  await writeFile(path.join(dir, 'args.json'), '["a", {"bigint":"1"}]');
});

afterAll(async () => {
  await rm(dir, { recursive: true });
});

describe('a file for a parameter that is known', () => {
  it('is its text where a text is taken and no bytes, and its bytes everywhere else', async () => {
    await writeFile(path.join(dir, 'text'), '\ufeff# Ä');
    const at = `@${path.join(dir, 'text')}`;
    const bytes = new TextEncoder().encode('\ufeff# Ä');
    const parameters = parametersOf('a: string, b: string | Uint8Array, c, d: number, ...rest: string[]');
    expect(await readArguments([at, at, at, at, at], NOTHING, parameters)).toStrictEqual([
      '# Ä',
      bytes,
      bytes,
      bytes,
      '# Ä',
    ]);
    await expect(readArguments([`@${path.join(dir, 'bytes')}`], NOTHING, parameters)).rejects.toThrow(
      /a is a text, .*not UTF-8/,
    );
  });
});

describe('an ARG', () => {
  it.each([
    ['1', 1],
    ['-1.5e3', -1500],
    ['"1"', '1'],
    ['null', null],
    ['{"a":[true]}', { a: [true] }],
    ['{"bigint":"1"}', 1n],
    ['{"base64":"AP8="}', new Uint8Array([0, 255])],
    ['{"map":[["base64","AP8="]]}', { base64: 'AP8=' }],
    ['-0', -0],
    ['9007199254740992', 9007199254740992n],
    ['0.1', 0.1],
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

  it.each([
    ['1e400', /^1e400 is more than a number can be/],
    ['[18446744073709551616]', /more than 64 bits/],
    ['{"a":{"base64":"?"}}', /^arguments\[0\]\.a\.base64 must be a string in base64/],
    ['{"a":1,"a":2}', /has the key "a" twice/],
    ['"\\ud800"', /half of a surrogate pair/],
  ])('%j is JSON that stands for no value', async (text, message) => {
    await expect(readArgument(text)).rejects.toThrow(UsageError);
    await expect(readArgument(text)).rejects.toThrow(message);
  });

  it('is JSON whenever it is JSON, and a string otherwise', async () => {
    const argument = fc.oneof(
      fc.json().filter((text) => !/\d{16}/.test(text)),
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

describe('standard input', () => {
  const bytes = Buffer.from([0, 255, 0xe2, 0x82, 0xac, 10]);

  it('is bytes as they are, as an ARG', async () => {
    expect(await readArgument('@-', inputOf(bytes.subarray(0, 3), bytes.subarray(3)))).toStrictEqual(
      new Uint8Array(bytes),
    );
    expect(await readArgument('@-')).toStrictEqual(new Uint8Array());
  });

  it('is the list of arguments, in UTF-8, with a byte order mark or not', async () => {
    const json = Buffer.from('\ufeff["€", 1]');
    for (let cut = 0; cut <= json.length; cut++) {
      expect(await readArgumentList('@-', inputOf(json.subarray(0, cut), json.subarray(cut)))).toEqual(['€', 1]);
    }
    await expect(readArgumentList('@-', inputOf(bytes))).rejects.toThrow(/not UTF-8/);
    await expect(readArgumentList('@-')).rejects.toThrow(/--args is not JSON/);
  });

  it('is there for one argument only', async () => {
    await expect(readArguments(['@-', 'x', '@-'], NOTHING)).rejects.toThrow(/only one argument can be @-/);
    expect(await readArguments(['@-', '@@-'], inputOf(bytes))).toStrictEqual([new Uint8Array(bytes), '@-']);
  });

  it('tells a person at a terminal that it is being read, and nobody else', async () => {
    const hints: boolean[] = [];
    for (const isTTY of [true, false]) {
      const stream = Object.assign(Readable.from([Buffer.from('x')]), { isTTY });
      await openInput(
        () => stream,
        async () => void hints.push(isTTY),
      ).read();
    }
    expect(hints).toEqual([true]);
  });

  it('says why it cannot be read', async () => {
    const broken = new Readable({ read: () => void broken.destroy(Object.assign(new Error('x'), { code: 'EISDIR' })) });
    const input = openInput(
      () => broken,
      async () => {},
    );
    await expect(input.read()).rejects.toThrow(/^cannot read standard input: it is a folder/);
  });
});

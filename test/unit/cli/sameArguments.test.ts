import fc from 'fast-check';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readArgumentList, readArguments } from '../../../src/cli/input/arguments.ts';
import { openInput } from '../../../src/cli/input/readBytes.ts';
import { readCallText } from '../../../src/editor/lazy/calls/readCallText.ts';
import { parseArgument, textOfValue } from '../../../src/editor/lazy/arguments/argumentText.ts';

const NOTHING = openInput(
  () => Readable.from([]),
  async () => {},
);

/** A text is typed as an ARG, as an item of --args, into the editor's box for a parameter of any type, and in a document. */
async function typedEverywhere(text: string): Promise<readonly unknown[]> {
  const parsed = parseArgument(text, { optional: false, rest: false });
  const typed = await Promise.allSettled([
    readArguments([text], NOTHING),
    readArgumentList(`[${text}]`, NOTHING),
    parsed.kind === 'value' ? Promise.resolve([parsed.value]) : Promise.reject(new Error(JSON.stringify(parsed))),
    inDocument(text),
  ]);
  return typed.map((each) => (each.status === 'fulfilled' ? each.value[0] : messageOf(each.reason)));
}

/** @throws Error with the first of what is wrong, of a document whose method only running tells */
async function inDocument(text: string): Promise<readonly unknown[]> {
  const known = { methods: [], unknown: [], namesKnown: false };
  const { args, problems } = readCallText(`{ "method": "f", "args": [${text}] }`, known);
  return args ?? Promise.reject(new Error(problems[0]?.message));
}

/** Without the place, which each calls by its own name. */
function messageOf(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const [, message] = /^\{"kind":"problem","message":(.*)\}$/.exec(error.message) ?? [];
  const text = message === undefined ? error.message : String(JSON.parse(message));
  return { refused: text.replace(/^(?:arguments|--args)\[0\]|^value/, '') };
}

describe('JSON means the same on the command line and in the editor', () => {
  it.each<readonly [string, unknown]>([
    ['1', 1],
    ['-0', -0],
    ['1.5e3', 1500],
    ['0.1', 0.1],
    ['true', true],
    ['null', null],
    ['"text"', 'text'],
    ['[1, {"a": "b"}]', [1, { a: 'b' }]],
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', 9007199254740992n],
    ['9007199254740993', 9007199254740993n],
    ['-9223372036854775808', -9223372036854775808n],
    ['18446744073709551615', 18446744073709551615n],
    ['{"base64":"AP8="}', new Uint8Array([0, 255])],
    ['{"a":[{"base64":"AP8="}]}', { a: [new Uint8Array([0, 255])] }],
    ['{"bigint":"5"}', 5n],
    ['{"date":"2024-02-29T12:00:00.000Z"}', new Date('2024-02-29T12:00:00.000Z')],
    ['{"float":"NaN"}', NaN],
    ['{"map":[[1,"a"]]}', new Map([[1, 'a']])],
    ['{"map":[["base64","x"]]}', { base64: 'x' }],
    ['{"__proto__":1}', { ['__proto__']: 1 }],
  ])('%s', async (text, value) => {
    const typed = await typedEverywhere(text);
    for (const each of typed) expect(each).toStrictEqual(value);
  });

  it.each([
    ['1e400', 'more than a number can be'],
    ['-1e400', 'more than a number can be'],
    ['1e-400', 'would become 0'],
    ['18446744073709551616', 'more than 64 bits'],
    ['-9223372036854775809', 'more than 64 bits'],
    ['[99999999999999999999999999]', 'more than 64 bits'],
    ['{"a":1,"a":2}', 'twice'],
    ['"\\ud800"', 'surrogate'],
    ['{"base64":"?"}', 'base64 must be'],
    ['{"date":"yesterday"}', 'date must be'],
    ['{"map":[[1,2],[1,3]]}', 'came before'],
  ])('%s is refused in the same words', async (text, words) => {
    const [first, ...others] = await typedEverywhere(text);
    expect(first).toEqual({ refused: expect.stringContaining(words) as string });
    for (const other of others) expect(other).toEqual(first);
  });
});

/** What the command makes of an ARG, and the editor of the same text in the box of a parameter of any type. */
async function typedInBoth(text: string): Promise<readonly [unknown, ReturnType<typeof parseArgument>]> {
  const [value] = await readArguments([text], NOTHING);
  return [value, parseArgument(text, { optional: false, rest: false })];
}

describe('text that is not valid JSON means the same on the command line and in the editor', () => {
  it.each(['hello', ' two words ', 'NaN', 'undefined', 'true story', '/path', '# Heading', "'quoted'", 'é\n'])(
    '%j is itself',
    async (text) => {
      expect(await typedInBoth(text)).toEqual([text, { kind: 'value', value: text }]);
    },
  );

  it.each(['{broken', '[draft] of a text', '"half', '3 apples', '2024-01-01', '-5 degrees', '01', '\u00a03'])(
    '%j is itself on a command line, where it is whole, and refused while it is typed',
    async (text) => {
      const problem = { kind: 'problem', message: expect.stringContaining('This is not valid JSON') as string };
      expect(await typedInBoth(text)).toEqual([text, problem]);
    },
  );
});

describe('the text that the editor shows for a value', () => {
  it('is that value again on the command line', async () => {
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom('@file', '@@', '-', '', '{', '12', 'null', -0, NaN, Infinity, null, true, new Date(0)),
      fc.uint8Array(),
      fc.jsonValue(),
      fc.double(),
      fc.bigInt(-(2n ** 63n), 2n ** 64n - 1n),
    );
    await fc.assert(
      fc.asyncProperty(value, async (given) => {
        expect(await readArguments([textOfValue(given, undefined)], NOTHING)).toEqual([given]);
      }),
      { numRuns: 500 },
    );
  });
});

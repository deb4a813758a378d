import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { argumentNames } from '../../../../src/editor/lazy/calls/parameterNames.ts';
import { methodOfCall, readCallText, type KnownMethods } from '../../../../src/editor/lazy/calls/readCallText.ts';
import { writeCallText } from '../../../../src/editor/lazy/calls/writeCallText.ts';
import { FileReference } from '../../../../src/wire/types/fileReference.ts';
import { parametersOf } from '../../../support/shapeOf.ts';

const OPTIONS = `interface Options { /** Whether lines stay. */ breaks?: boolean; at?: Date }`;

function known(signature: string, name = 'render', before = OPTIONS): KnownMethods {
  return { methods: [{ name, parameters: parametersOf(signature, before) }], unknown: [], namesKnown: true };
}

const read = (args: string, signature: string) =>
  readCallText(`{ "method": "render", "args": ${args} }`, known(signature));

/** What is wrong, with the text that is marked. */
function problemsOf(text: string, signature: string): readonly (readonly [message: string, marked: string])[] {
  const { problems } = readCallText(text, known(signature));
  return problems.map(({ message, start, end }) => [message, text.slice(start, end)]);
}

describe('a document that calls a method', () => {
  it('is JSON with comments and commas at the end; each value is what its type means', () => {
    const text = `// about it
{
  "method": "render", /* which */
  "args": {
    "text": "@docs/page.md", // a file
    "options": { "breaks": true, "at": "2024-02-29T12:00:00Z", },
    "id": 9007199254740993,
    "data": { "base64": "AP8=" },
  },
}`;
    const { method, args, problems } = readCallText(
      text,
      known('text: string, options: Options, id: bigint, data: Uint8Array'),
    );
    expect(problems).toEqual([]);
    expect(method).toBe('render');
    expect(args).toEqual([
      new FileReference('docs/page.md', 'text'),
      { breaks: true, at: new Date('2024-02-29T12:00:00Z') },
      9007199254740993n,
      new Uint8Array([0, 255]),
    ]);
  });

  it('has arguments by their names, or in their order; what is left out keeps its place', () => {
    const signature = `when: string, mode?: 'a' | 'b', flag = false, count?: number, ...rest: string[]`;
    expect(read('{ "count": 3, "when": "now" }', signature).args).toEqual(['now', undefined, false, 3]);
    expect(read('{ "when": "now" }', signature).args).toEqual(['now']);
    expect(read('{ "when": "now", "rest": ["x", "@@y"] }', signature).args).toEqual([
      'now',
      undefined,
      false,
      undefined,
      'x',
      '@y',
    ]);
    expect(read('["now", "b"]', signature).args).toEqual(['now', 'b']);
    expect(readCallText('{ "method": "render" }', known('a?')).args).toEqual([]);
  });

  it.each<readonly [string, string, RegExp, string]>([
    ['{ "text": 1 }', 'text: string', /1, but the type is a text/, '1'],
    ['{ "mode": "fasst" }', `mode: 'fast' | 'slow'`, /Did you mean "fast"/, '"fasst"'],
    ['{ "o": { "brakes": true } }', 'o: Options', /no "brakes".*Did you mean breaks/, 'true'],
    ['{ "o": { "breaks": "yes" } }', 'o: Options', /true or false/, '"yes"'],
    ['{ "txet": 1 }', 'text?: string', /no argument "txet".*Did you mean "text"/, '"txet"'],
    ['{}', 'text: string', /"text" is missing: a text/, '{'],
    ['{ "b": 1 }', 'a = make(), b?: number', /"a" has to be given/, '{'],
    ['{ "a": 123456789012345678901 }', 'a', /64 bits/, '123456789012345678901'],
    ['{ "a": { "base64": "?" } }', 'a', /base64/, '{ "base64": "?" }'],
    ['{ "a": { "b": 1, "b": 2 } }', 'a', /twice/, '"b"'],
    ['{ "a": 1, "a": 2 }', 'a', /twice/, '"a"'],
    ['[1, 2]', 'a', /one more/, '2'],
    ['7', 'a', /"args" is an object/, '7'],
    ['{ "a": { "c": [1, "x"] } }', 'a: { c: number[] }', /"x", but/, '"x"'],
    ['{ "a": { "c": 1 } }', 'a: { c: number; d: string }', /"d" is missing/, '{'],
    ['{ "rest": 1 }', '...rest: number[]', /as a list/, '1'],
  ])('%s for (%s) is marked where it is wrong', (args, signature, message, marked) => {
    const [first] = problemsOf(`{ "method": "render", "args": ${args} }`, signature);
    expect(first?.[0]).toMatch(message);
    expect(first?.[1]).toBe(marked);
  });

  it.each<readonly [string, RegExp]>([
    ['', /value is missing/],
    ['{', /not closed/],
    ['{ "method": "render" "args": {} }', /comma/],
    ['{ "method" }', /colon/],
    ['{ method: "render" }', /double quotes/],
    ['{ "method": "render", "args": { "a": } }', /value is missing/],
    ['{ "method": "render" } x', /follow the end/],
    ['{ "method": "render", "args": {"a": tru} }', /JSON/],
    [`{ "method": "render", "args": ${'['.repeat(200)}`, /too deep/],
    ['[]', /A call is an object/],
    ['{}', /"method" is missing/],
    ['{ "method": "rendr" }', /no method "rendr".*Did you mean "render"/],
    ['{ "method": "render", "arg": {} }', /no "arg".*Did you mean "args"/],
    ['{ "method": "render", "args": {"a": "half', /./],
    ['{ "method": "render", "method": "other" }', /"method" stands here twice/],
    ['{ "method": "render", "args": {}, "args": { "a": 1 } }', /"args" stands here twice/],
  ])('%s is no call', (text, message) => {
    const { args, problems } = readCallText(text, known('a?'));
    expect(args).toBeUndefined();
    expect(problems.map((problem) => problem.message).join('\n')).toMatch(message);
  });

  it('tells once of what is no value at all, and once of a member that says which object is meant', () => {
    const messages = (args: string, signature: string): readonly string[] =>
      problemsOf(`{ "method": "render", "args": ${args} }`, signature).map(([message]) => message);
    expect(messages('{ "id": 123456789012345678901 }', 'id: bigint')).toEqual([expect.stringMatching(/64 bits/)]);
    const union = `part: { kind: 'wheel'; radius: number } | { kind: 'brake'; force: number }`;
    expect(messages('{ "part": { "kind": "x" } }', union)).toEqual([
      expect.stringMatching(/"x", but the type is "wheel" or "brake"/),
    ]);
    expect(messages('{ "part": {} }', union)).toEqual([expect.stringMatching(/"kind" is missing: "wheel" or "brake"/)]);
    expect(messages('{ "part": { "kind": "brake" } }', union)).toEqual([expect.stringMatching(/"force" is missing/)]);
  });

  it('takes anything for a method that only running tells', () => {
    const call = readCallText('{ "method": "made", "args": [1, "x"] }', { ...known('a'), namesKnown: false });
    expect(call).toMatchObject({ method: 'made', args: [1, 'x'], problems: [] });
  });

  it('never throws, and names its method as far as it is typed', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"method"',
      '"render"',
      '"args"',
      '"a"',
      '1',
      ' ',
      '\n',
      '//',
      '/*',
      '*/',
      '"',
      '\\',
      'x',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        const text = parts.join('');
        const { args, problems } = readCallText(text, known('a?'));
        expect(args === undefined).toBe(problems.length > 0);
        for (const { start, end } of problems) expect(start <= end && end <= text.length).toBe(true);
      }),
      { numRuns: 2000 },
    );
    expect(methodOfCall('// x\n{ "method": "render", "args": {')).toBe('render');
  });
});

describe('a document that is written', () => {
  const method = {
    name: 'render',
    doc: 'Renders it.',
    parameters: parametersOf('text: string, options: Options = {}, ...more: number[]', OPTIONS),
  };

  it('tells of every parameter in comments, and what is left out is there to be taken in', () => {
    const { text, first } = writeCallText(method, []);
    expect(text).toBe(`// render(text, options?, ...more): Renders it.
// Ctrl+Enter (Cmd+Enter) runs it. Saved, it is kept beside the inmate, to be run again and shared.
// "@page.md" stands for a file, starting at the folder of the inmate; "@@text" is the text "@text".
{
  "method": "render",
  "args": {
    // text: string
    "text": ""
    // options: Options = {}
    //   breaks?: true or false — Whether lines stay.
    //   at?: a date
    // , "options": {}
    // ...more: number[]
    // , "more": []
  }
}
`);
    expect(text.slice(first - 1, first + 1)).toBe('""');
  });

  it.each([
    'data: Uint8Array',
    'a: { data: Uint8Array; at: Date }',
    `a: '@media' | '@import'`,
    'pair: [Uint8Array, Date]',
    'n: bigint, m: Map<string, number>, list: string[], all: Record<string, number>, none: null, any',
  ])('has for (%s) what may stand there', (signature) => {
    const { text } = writeCallText({ name: 'render', parameters: parametersOf(signature) }, []);
    expect(readCallText(text, known(signature)).problems).toEqual([]);
  });

  it.each([
    'text: string, at?: Date, mode?: number, ...more: number[]',
    'at?: Date, mode?: number, ...more: number[]',
    `a = '\u202e"x"', b = '${'long '.repeat(60)}'`,
  ])('stays one where arguments of (%s) are taken out of their comments', (signature) => {
    const parameters = parametersOf(signature);
    const { text } = writeCallText({ name: 'render', parameters }, []);
    const lines = text.split('\n');
    const commented = lines.flatMap((line, i) => (/^ +\/\/ (?:, )?"\w+": /.test(line) ? [i] : []));
    expect(commented.length).toBe(parameters.filter(({ optional }) => optional).length);
    for (let chosen = 0; chosen < 2 ** commented.length; chosen++) {
      const taken = lines.map((line, i) =>
        commented.includes(i) && (chosen >> commented.indexOf(i)) & 1 ? line.replace('// ', '') : line,
      );
      const { problems } = readCallText(taken.join('\n'), known(signature));
      expect(problems.filter(({ message }) => !/has to be given/.test(message))).toEqual([]);
    }
  });

  it('is read as the very values again', () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.string().map((each) => `@${each}`),
      fc.bigInt(2n ** 60n, 2n ** 64n - 1n),
      fc.uint8Array({ maxLength: 5 }),
      fc.constantFrom(NaN, -0, 2 ** 60, new Date(0)),
    );
    fc.assert(
      fc.property(value, fc.option(value, { nil: undefined }), fc.array(value, { maxLength: 2 }), (a, b, more) => {
        const parameters = parametersOf('a, b?, ...more');
        const given = [
          { value: a },
          b === undefined ? undefined : { value: b },
          ...more.map((each) => ({ value: each })),
        ];
        const { text } = writeCallText({ name: 'render', parameters }, given);
        const { args, problems } = readCallText(text, known('a, b?, ...more'));
        expect(problems).toEqual([]);
        const wanted = more.length > 0 ? [a, b, ...more] : b === undefined ? [a] : [a, b];
        expect(args).toEqual(wanted);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps what a stranger wrote within its comment', () => {
    const [parameter] = parametersOf('a: string');
    const evil = {
      name: 'render',
      doc: 'x\n"args": \u2028{ \u202e',
      parameters: parameter ? [{ ...parameter, doc: 'a\r\n}' }] : [],
    };
    const { text } = writeCallText(evil, []);
    expect(readCallText(text, known('a: string')).problems).toEqual([]);
    expect(text.split(/[\n\r\u2028\u202e]/).every((line) => /^(?:\/\/|[ {}]|$)/.test(line))).toBe(true);
  });

  it('names a parameter that is taken apart by its place', () => {
    expect(argumentNames(parametersOf('{ a, b }, c, [d], ünï'))).toEqual(['arg1', 'c', 'arg3', 'ünï']);
  });
});

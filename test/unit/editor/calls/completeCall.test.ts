import { describe, expect, it } from 'vitest';
import { completeCall } from '../../../../src/editor/lazy/calls/completeCall.ts';
import type { KnownMethods } from '../../../../src/editor/lazy/calls/readCallText.ts';
import { parametersOf } from '../../../support/shapeOf.ts';

const KNOWN: KnownMethods = {
  methods: [
    {
      name: 'render',
      parameters: parametersOf(
        `mode: 'fast' | 'slow', options?: Options, when?: Date, rows?: Options[], ...rest: boolean[]`,
        'interface Options { /** Whether lines stay. */ breaks?: boolean; data?: Uint8Array | null; inner?: { deep: number } }',
      ),
    },
    { name: 'reverse', parameters: [] },
    { name: 'style', parameters: parametersOf(`rule: '@media' | 'none', data: Uint8Array`) },
  ],
  unknown: [{ name: 'made' }],
  namesKnown: true,
};

/** What is proposed at the place of the bar, and what the text is with the first of it. */
function at(marked: string): { labels: readonly string[]; inserts: readonly string[]; taken: string | undefined } {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const found = completeCall(text, offset, KNOWN);
  const [first] = found;
  return {
    labels: found.map(({ label }) => label),
    inserts: found.map(({ insert }) => insert),
    taken: first && `${text.slice(0, first.start)}${first.insert}${text.slice(first.end)}`,
  };
}

const inArgs = (args: string): string => `{ "method": "render", "args": ${args} }`;

describe('what is proposed in a document of a call', () => {
  it.each<readonly [string, readonly string[]]>([
    ['{ | }', ['method', 'args']],
    ['{ "method": | }', ['"render"', '"reverse"', '"style"', '"made"']],
    ['{ "method": "re|" }', ['"render"', '"reverse"', '"style"', '"made"']],
    [inArgs('{ | }'), ['mode', 'options', 'when', 'rows', 'rest']],
    [inArgs('{ "mode": | }'), ['"fast"', '"slow"']],
    [inArgs('{ "mode": "f|" }'), ['"fast"', '"slow"']],
    [inArgs('{ "mode": "fast", | }'), ['options', 'when', 'rows', 'rest']],
    [inArgs('{ "options": { | } }'), ['breaks', 'data', 'inner']],
    [inArgs('{ "options": { "breaks": | } }'), ['true', 'false']],
    [inArgs('{ "rows": [{ | }] }'), ['breaks', 'data', 'inner']],
    [inArgs('{ "rows": [ | ] }'), ['{}']],
    [inArgs('{ "rest": [true, | ] }'), ['true', 'false']],
    [inArgs('{ "when": | }'), ['"2000-01-01T00:00:00Z"']],
    [inArgs('{ // |\n }'), []],
    [inArgs('{ /* | */ }'), []],
    ['{ "method": "reverse", "args": { | } }', []],
  ])('%s', (marked, labels) => {
    expect(at(marked).labels).toEqual(labels);
  });

  it('is what a document means by it: two @ stand for one', () => {
    const args = (text: string): string => `{ "method": "style", "args": ${text} }`;
    expect(at(args('{ "rule": | }'))).toMatchObject({
      labels: ['"@media"', '"none"'],
      inserts: ['"@@media"', '"none"'],
    });
    expect(at(args('{ | }')).inserts).toEqual(['"rule": "@@media"', '"data": {"base64":""}']);
  });

  it('is put in as a whole: a name with the least value of its type', () => {
    expect(at(inArgs('{ "mo|" }')).taken).toBe(inArgs('{ "mode": "fast" }'));
    expect(at(inArgs('{ "o|": { } }')).inserts).toContain('"options"');
    expect(at(inArgs('{ "options": { "in|" } }')).inserts).toContain('"inner": {"deep":0}');
    expect(at(inArgs('{ "options": { "data": | } }')).inserts).toEqual(['"@"', '{ "base64": "" }', 'null']);
  });
});

import { deepStrictEqual, ok } from 'node:assert';
import fc from 'fast-check';
import { completeCall } from '../../../src/editor/lazy/calls/completeCall.ts';
import { readCallText, type KnownMethods } from '../../../src/editor/lazy/calls/readCallText.ts';
import { writeCallText } from '../../../src/editor/lazy/calls/writeCallText.ts';
import { toTagged } from '../../../src/wire/json/taggedJson.ts';
import { parametersOf } from '../../support/shapeOf.ts';
import { anyValue } from '../../unit/wire/values.ts';
import { bytesOf, textOf } from '../text.ts';
import type { Target } from '../target.ts';

const parameters = parametersOf(
  `mode: 'fast' | 'slow', options: Options = {}, when?: Date, any?, ...rest: (string | Uint8Array)[]`,
  'interface Options { breaks?: boolean; inner?: { deep: [number, ...string[]] }; [name: string]: unknown }',
);
const KNOWN: KnownMethods = { methods: [{ name: 'f', parameters }], unknown: [], namesKnown: true };

const texts = fc.tuple(anyValue, fc.constantFrom('fast', 'slow', 'bogus')).map(([value, mode]) => {
  return `// a call\n{ "method": "f", "args": { "mode": "${mode}", /* any */ "any": ${JSON.stringify(toTagged(value))}, } }`;
});

/** A document that calls a method, from anybody and half-typed: a call, or problems within it; proposals anywhere. */
export const callText: Target = {
  name: 'callText',
  generate: (seed, count) => fc.sample(texts, { seed, numRuns: count }).map(bytesOf),
  run: (input) => {
    const text = textOf(input);
    const { args, problems } = readCallText(text, KNOWN);
    ok((args === undefined) === problems.length > 0, 'a call or problems');
    for (const { start, end } of problems) ok(start <= end && end <= text.length, 'a problem beyond the text');
    for (const at of [0, text.length >> 1, text.length]) {
      for (const { start, end } of completeCall(text, at, KNOWN)) ok(start <= at && at <= end, 'a proposal elsewhere');
    }
    if (!args) return;
    const given = args.map((value) => (value === undefined ? undefined : { value }));
    const again = readCallText(writeCallText({ name: 'f', parameters }, given).text, KNOWN);
    deepStrictEqual(again.args, args, 'what is written is read again');
  },
};

import { deepStrictEqual, ok } from 'node:assert';
import fc from 'fast-check';
import { parseArgument, textOfValue } from '../../../src/editor/lazy/arguments/argumentText.ts';
import { toTagged } from '../../../src/wire/json/taggedJson.ts';
import { anyValue } from '../../unit/wire/values.ts';
import { withShape } from '../../support/shapeOf.ts';
import { bytesOf, textOf } from '../text.ts';
import type { Target } from '../target.ts';

const types = fc.constantFrom(
  'string',
  'number',
  'boolean',
  'Uint8Array',
  'null',
  'string[]',
  'object',
  'unknown',
  'string | null',
  'Uint8Array | string',
  'Date',
  'bigint | boolean',
  '{ a?: string; b: [number, ...Date[]] }',
  '"a" | "b"',
  'Record<string, number> | undefined',
  '((',
  "'",
  '=> =>',
  '|',
  '[[[',
);
const texts = fc.oneof(
  anyValue.map((value) => JSON.stringify(toTagged(value))),
  fc.string(),
  fc.constantFrom(
    'null',
    '1e999',
    '-',
    '12345678901234567890',
    '{"base64":"AA"}',
    '{"bigint":"x"}',
    '"',
    ' " " ',
    '\u2028',
  ),
);

/** What a person types for an argument, its type in the first line: a value, nothing, or a problem in words. */
export const argument: Target = {
  name: 'argument',
  generate: (seed, count) =>
    fc.sample(fc.tuple(types, texts), { seed, numRuns: count }).map(([type, text]) => bytesOf(`${type}\n${text}`)),
  run: (input) => {
    const [type = '', ...rest] = textOf(input).split('\n');
    for (const optional of [true, false]) {
      for (const isRest of [true, false]) {
        const parameter = { optional, rest: isRest, ...withShape(type === '' ? undefined : type) };
        const parsed = parseArgument(rest.join('\n'), parameter);
        if (parsed.kind === 'problem') ok(parsed.message.length > 0, 'a problem without words');
        if (parsed.kind !== 'value' || isRest) continue;
        const again = parseArgument(textOfValue(parsed.value, parameter.shape), parameter);
        deepStrictEqual(again, parsed, 'what is shown again');
      }
    }
  },
};

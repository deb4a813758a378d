import { deepStrictEqual } from 'node:assert';
import fc from 'fast-check';
import { fromTagged, TaggedJsonError, toTagged } from '../../../src/wire/json/taggedJson.ts';
import { anyValue } from '../../unit/wire/values.ts';
import { textOf } from '../text.ts';
import type { Target } from '../target.ts';

const tags = fc.constantFrom('base64', 'bigint', 'date', 'float', 'map', 'ext');
const looksTagged = fc.dictionary(
  tags,
  fc.oneof(fc.jsonValue(), fc.constantFrom('AA==', '12', '2024-02-30T00:00:00Z')),
  {
    maxKeys: 2,
  },
);

/** Values written as JSON, in recordings and on command lines: the same value once read, or one error that names the place. */
export const taggedJson: Target = {
  name: 'taggedJson',
  generate: (seed, count) =>
    fc
      .sample(fc.oneof(anyValue.map(toTagged), looksTagged, fc.jsonValue()), { seed, numRuns: count })
      .map((json) => new TextEncoder().encode(JSON.stringify(json))),
  run: (input) => {
    const json = parsed(input);
    if (json === undefined) return;
    let value: unknown;
    try {
      value = fromTagged(json);
    } catch (error) {
      if (error instanceof TaggedJsonError) return;
      throw error;
    }
    deepStrictEqual(fromTagged(JSON.parse(JSON.stringify(toTagged(value)))), value, 'what is written again');
  },
};

function parsed(input: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(input));
  } catch {
    return undefined;
  }
}

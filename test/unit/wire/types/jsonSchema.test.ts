import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromTagged, TaggedJsonError } from '../../../../src/wire/json/taggedJson.ts';
import { fitValue } from '../../../../src/wire/types/fitValue.ts';
import { ISO_DATE_PATTERN, readIsoDate } from '../../../../src/wire/types/isoDate.ts';
import { schemaOfParameters, schemaOfType } from '../../../../src/wire/types/jsonSchema.ts';
import { parametersOf } from '../../../support/shapeOf.ts';
import { jsonOf, readableJson, valueType } from './valueTypes.ts';

// One for all: that what is made is a schema, is looked at once below.
const ajv = new Ajv2020({ strict: false, validateFormats: false, validateSchema: false });
const strict = new Ajv2020();
const compile = (schema: object) => ajv.compile(schema);

describe('the schema of a type', () => {
  it('accepts exactly what the check accepts', () => {
    const typed = valueType.chain((type) => fc.tuple(fc.constant(type), fc.oneof(jsonOf(type), readableJson)));
    fc.assert(
      fc.property(typed, ([type, json]) => {
        const value = readable(json);
        if (value === undefined) return;
        const { problems } = fitValue(value.read, type);
        expect({ accepts: compile(schemaOfType(type))(json) }).toEqual({ accepts: problems.length === 0 });
      }),
      { numRuns: 400 },
    );
  });

  it('is a schema', () => {
    fc.assert(
      fc.property(valueType, (type) => {
        expect(strict.validateSchema(schemaOfType(type))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('of a whole call names what has to be there, and takes nothing else', () => {
    const isCall = compile(
      schemaOfParameters(parametersOf(`mode: 'fast' | 'slow', options?: { breaks?: boolean }, ...rest: number[]`)),
    );
    expect(isCall({ mode: 'fast' })).toBe(true);
    expect(isCall({ mode: 'slow', options: { breaks: true }, rest: [1, 2] })).toBe(true);
    for (const wrong of [{}, { mode: 'bogus' }, { mode: 'fast', options: { brakes: true } }, { mode: 'fast', x: 1 }]) {
      expect(isCall(wrong)).toBe(false);
    }
  });

  it('tells what members and parameters are for', () => {
    const before = '/** @param a how many\n */';
    const [parameter] = parametersOf('a: { /** The first. */ b: number }', before);
    expect(JSON.stringify(schemaOfParameters(parameter ? [parameter] : []))).toMatch(/"The first\.".*"how many"/);
  });
});

describe('a date as text', () => {
  it('is every day that there is, and no other', () => {
    const day = fc.tuple(
      fc.integer({ min: 1, max: 9999 }),
      fc.integer({ min: 0, max: 13 }),
      fc.integer({ min: 0, max: 32 }),
    );
    fc.assert(
      fc.property(day, ([year, month, date]) => {
        const text = `${pad(year, 4)}-${pad(month)}-${pad(date)}`;
        const found = new Date(`${text}T00:00:00Z`);
        const isThere = !Number.isNaN(found.getTime()) && found.toISOString().startsWith(text);
        expect(readIsoDate(text)?.toISOString().slice(0, 10)).toBe(isThere ? text : undefined);
      }),
      { numRuns: 3000 },
    );
  });

  it('with a time needs a zone, for without one it is another moment on another machine', () => {
    expect(readIsoDate('2024-02-29T12:00:00+01:00')).toEqual(new Date('2024-02-29T11:00:00Z'));
    expect(readIsoDate('2024-02-29T12:00:00')).toBeUndefined();
    expect(readIsoDate('2024-02-29T12:00Z')).toEqual(new Date('2024-02-29T12:00:00Z'));
    expect(new RegExp(ISO_DATE_PATTERN).test('2024-02-29T24:00:00Z')).toBe(false);
  });
});

function readable(json: unknown): { readonly read: unknown } | undefined {
  try {
    return { read: fromTagged(json) };
  } catch (error) {
    if (error instanceof TaggedJsonError) return undefined;
    throw error;
  }
}

function pad(number: number, digits = 2): string {
  return String(number).padStart(digits, '0');
}

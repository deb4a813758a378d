import { deepStrictEqual, ok } from 'node:assert';
import { decode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { Unpackr } from 'msgpackr';
import { decodeValue } from '../../../src/wire/msgpack/decodeValue.ts';
import { encodeValue } from '../../../src/wire/msgpack/encodeValue.ts';
import { FAULTED, NEED_MORE, ValueWalker } from '../../../src/wire/msgpack/valueWalker.ts';
import { encoded } from '../../unit/wire/encodings.ts';
import { decodeReference, InvalidError, type Decoded } from '../reference.ts';
import type { Target } from '../target.ts';

const DEPTH = 100;
const LIMITS = { valueBytes: 2 ** 20, valueNodes: 2 ** 16, valueDepth: DEPTH };

/** One msgpack value: found, decoded and encoded again here, and by three decoders that are not ours. */
export const value: Target = {
  name: 'value',
  generate: (seed, count) => fc.sample(encoded.any, { seed, numRuns: count }).map(({ bytes }) => bytes),
  run: (input) => {
    const walker = new ValueWalker(LIMITS);
    walker.begin(0);
    const reached = walker.walk(input, 0);
    const expected = referenceOf(input);
    if (expected instanceof Error) {
      ok(reached < 0, `found a value where there is none: ${expected.message}`);
      if (expected instanceof InvalidError) ok(reached === FAULTED, 'waits for more of a value that is none');
      return;
    }
    if (expected.depth > DEPTH) return ok(reached === FAULTED, 'a value is nested too deep');
    ok(reached !== NEED_MORE, 'waits for more of a whole value');
    deepStrictEqual(reached, expected.end, 'where it ends');
    const bytes = input.subarray(0, reached);
    deepStrictEqual(decodeValue(bytes), expected.value, 'what is decoded');
    deepStrictEqual(decodeValue(encodeValue(expected.value)), expected.value, 'what is encoded again');
    compareToOthers(bytes, expected);
  },
};

function referenceOf(input: Uint8Array): Decoded | Error {
  try {
    return decodeReference(Buffer.from(input), 0);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** What other libraries say of the same bytes, where they are known to say it right: the reference itself is held to it. */
function compareToOthers(bytes: Uint8Array, { value: expected, isCommon }: Decoded): void {
  if (!isCommon) return;
  const msgpackr = new Unpackr({ useRecords: false, mapsAsObjects: false });
  deepStrictEqual(inOurKinds(msgpackr.unpack(bytes)), asMaps(expected), 'what msgpackr decodes');
  if (!hasOddKeys(expected)) {
    deepStrictEqual(inOurKinds(decode(bytes, { useBigInt64: true })), expected, 'what @msgpack/msgpack decodes');
  }
}

/** Keys that `@msgpack/msgpack` refuses, or takes for text. */
function hasOddKeys(given: unknown): boolean {
  if (given instanceof Map) return true;
  if (typeof given !== 'object' || given === null || given instanceof Uint8Array) return false;
  return Object.hasOwn(given, '__proto__') || Object.values(given).some(hasOddKeys);
}

/** Kinds that libraries give otherwise: bytes as `Buffer`s, all 64-bit integers as bigints. */
function inOurKinds(given: unknown): unknown {
  if (given instanceof Uint8Array) return new Uint8Array(given);
  if (typeof given === 'bigint') return Number.isSafeInteger(Number(given)) ? Number(given) : given;
  if (Array.isArray(given)) return given.map(inOurKinds);
  if (given instanceof Map) return new Map([...given].map(([key, item]) => [inOurKinds(key), inOurKinds(item)]));
  if (typeof given !== 'object' || given === null) return given;
  return Object.fromEntries(Object.entries(given).map(([key, item]) => [key, inOurKinds(item)]));
}

/** Objects as the maps that they are on the wire. */
function asMaps(given: unknown): unknown {
  if (given instanceof Uint8Array) return given;
  if (Array.isArray(given)) return given.map(asMaps);
  if (given instanceof Map) return new Map([...given].map(([key, item]) => [asMaps(key), asMaps(item)]));
  if (typeof given !== 'object' || given === null) return given;
  return new Map(Object.entries(given).map(([key, item]) => [key, asMaps(item)]));
}

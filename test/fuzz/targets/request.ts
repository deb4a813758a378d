import { deepStrictEqual, ok } from 'node:assert';
import fc from 'fast-check';
import { UnencodableValueError } from '../../../src/wire/msgpack/encodeValue.ts';
import { decodeRequest, encodeRequest, RequestError, RequestReader, type Request } from '../../../src/wire/request.ts';
import { encoded } from '../../unit/wire/encodings.ts';
import { anyValue } from '../../unit/wire/values.ts';
import { Random } from '../random.ts';
import type { Target } from '../target.ts';

const options = fc.record({ lease: fc.boolean(), deadline: fc.nat() }, { requiredKeys: [] });
const requests = fc
  .tuple(fc.string(), fc.array(anyValue, { maxLength: 3 }), fc.option(options, { nil: undefined }))
  .map(([method, args, more]) => encodeRequest(method, args, more));

/** What a host writes to an entrypoint's stdin: a request, or one error that says what is wrong with it. */
export const request: Target = {
  name: 'request',
  generate: (seed, count) =>
    fc.sample(
      fc.oneof(
        requests,
        encoded.array.map(({ bytes }) => bytes),
      ),
      { seed, numRuns: count },
    ),
  run: (input) => {
    const whole = read([input]);
    deepStrictEqual(read(Random.of(input).pieces(input)), whole, 'what comes in pieces');
    if (!whole || whole instanceof RequestError) return;
    const { method, args, options: given } = whole;
    ok(typeof method === 'string' && Array.isArray(args), 'a request without method or arguments');
    const again = encodeAgain({ method, args, options: given });
    if (again) deepStrictEqual(read([again]), whole, 'what is encoded again');
  },
};

/** @returns `undefined` for arguments nested deeper than we send: other hosts may, and an inmate takes them. */
function encodeAgain({ method, args, options: given }: Request): Uint8Array | undefined {
  try {
    return encodeRequest(method, args, given);
  } catch (error) {
    if (error instanceof UnencodableValueError && error.message.includes('nested deeper')) return undefined;
    throw error;
  }
}

function read(chunks: readonly Uint8Array[]): Request | RequestError | undefined {
  const reader = new RequestReader();
  try {
    for (const chunk of chunks) {
      const encodedRequest = reader.push(chunk);
      if (encodedRequest) return decodeRequest(encodedRequest);
    }
    return undefined;
  } catch (error) {
    if (error instanceof RequestError) return error;
    throw error;
  }
}

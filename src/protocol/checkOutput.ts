import { bytesUpTo, objectOf, oneOf, where, wholeFrom, type Check } from './check.ts';
import { MAX_OUTPUT_BYTES, MAX_OUTPUT_PIECES, type Output, type OutputReplies, type OutputRequest } from './output.ts';

type Asked<T extends OutputRequest['type']> = Extract<OutputRequest, { readonly type: T }>;

const isRow = wholeFrom(0, 2 ** 32 - 1);
const isPosition = wholeFrom(0, Number.MAX_SAFE_INTEGER);

export const OUTPUT_REQUESTS: { readonly [T in OutputRequest['type']]: Check<Asked<T>> } = {
  output: where(
    objectOf<Asked<'output'>>({ type: oneOf('output'), from: isPosition, to: isPosition }),
    ({ from, to }) => from <= to && to - from <= MAX_OUTPUT_BYTES,
  ),
  outputOf: objectOf<Asked<'outputOf'>>({ type: oneOf('outputOf'), row: isRow }),
};

export const OUTPUT_REPLIES: { readonly [T in keyof OutputReplies]: Check<OutputReplies[T]> } = {
  output: where(
    objectOf<Output>({
      from: isPosition,
      total: isPosition,
      rows: bytesUpTo(MAX_OUTPUT_PIECES * 4),
      sizes: bytesUpTo(MAX_OUTPUT_PIECES * 4),
      streams: where(bytesUpTo(MAX_OUTPUT_PIECES), (streams) => streams.every((stream) => stream <= 1)),
      bytes: bytesUpTo(MAX_OUTPUT_BYTES),
    }),
    ({ from, total, rows, sizes, streams, bytes }) =>
      from + bytes.length <= total &&
      rows.length === streams.length * 4 &&
      sizes.length === streams.length * 4 &&
      sumOf(sizes) === bytes.length,
  ),
  outputOf: where(objectOf({ from: isPosition, to: isPosition }), ({ from, to }) => from <= to),
};

function sumOf(uint32s: Uint8Array): number {
  const view = new DataView(uint32s.buffer, uint32s.byteOffset, uint32s.byteLength);
  let sum = 0;
  for (let at = 0; at < view.byteLength; at += 4) sum += view.getUint32(at, true);
  return sum;
}

import type { Random } from './random.ts';

/** Longer inputs find nothing that short ones do not, and take longer. */
export const MAX_INPUT_BYTES = 4096;

/** Bytes at which formats change their mind. */
const EDGES: readonly number[] = [
  0, 1, 2, 3, 8, 0x7f, 0x80, 0x91, 0x92, 0x93, 0xa0, 0xc1, 0xc4, 0xdd, 0xdf, 0xfe, 0xff,
];

type Mutation = (input: Buffer, random: Random, other: Uint8Array) => Uint8Array;

const MUTATIONS: readonly Mutation[] = [
  (input, random) => withByte(input, random, (byte) => byte ^ (1 << random.below(8))),
  (input, random) => withByte(input, random, () => random.below(256)),
  (input, random) => withByte(input, random, () => random.oneOf(EDGES)),
  (input, random) => withByte(input, random, (byte) => byte + random.oneOf([1, -1])),
  // A number of four bytes that claims something.
  (input, random) => {
    const changed = Buffer.from(input);
    const at = random.below(input.length);
    if (at + 4 > input.length) return changed;
    const claim = random.oneOf([0, 1, 0xff, 0xffff, 0x10000, 0x7fffffff, 0xffffffff, input.length, input.length - at]);
    if (random.below(2) === 0) changed.writeUInt32BE(claim, at);
    else changed.writeUInt32LE(claim, at);
    return changed;
  },
  (input, random) => input.subarray(0, random.below(input.length)),
  (input, random) => {
    const [from, to] = span(input, random);
    return Buffer.concat([input.subarray(0, from), input.subarray(to)]);
  },
  (input, random) => {
    const [from, to] = span(input, random);
    return Buffer.concat([input.subarray(0, to), input.subarray(from, to), input.subarray(to)]);
  },
  (input, random) => {
    const at = random.below(input.length + 1);
    const inserted = Buffer.from(Array.from({ length: 1 + random.below(4) }, () => random.oneOf(EDGES)));
    return Buffer.concat([input.subarray(0, at), inserted, input.subarray(at)]);
  },
  (input, random, other) => {
    const [from, to] = span(other, random);
    const at = random.below(input.length + 1);
    return Buffer.concat([input.subarray(0, at), other.subarray(from, to), input.subarray(at)]);
  },
  (input, random, other) =>
    Buffer.concat([input.subarray(0, random.below(input.length + 1)), other.subarray(random.below(other.length + 1))]),
];

/** An input like another one, with a part of a second one here and there. */
export function mutate(input: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  let changed: Uint8Array = input;
  for (let steps = 1 + random.below(4); steps > 0; steps--) {
    if (changed.length === 0) changed = Uint8Array.of(random.below(256));
    changed = random.oneOf(MUTATIONS)(Buffer.from(changed), random, other);
  }
  return new Uint8Array(changed.subarray(0, MAX_INPUT_BYTES));
}

function withByte(input: Buffer, random: Random, change: (byte: number) => number): Uint8Array {
  const changed = Buffer.from(input);
  const at = random.below(changed.length);
  changed[at] = change(changed[at] ?? 0);
  return changed;
}

function span(bytes: Uint8Array, random: Random): [from: number, to: number] {
  const from = random.below(bytes.length + 1);
  return [from, Math.min(bytes.length, from + 1 + random.below(32))];
}

import { encodeValue } from '../../src/wire/msgpack/encodeValue.ts';
import { encodeFrameParts } from '../../src/wire/frameEncoder.ts';

/** The frames of as many small yields, as an inmate sends them. */
export function yieldFrames(count: number): Buffer[] {
  return Array.from({ length: count }, (_, i) =>
    Buffer.concat(encodeFrameParts('yield', encodeValue([{ id: i, name: `item ${i}` }]), i * 10)),
  );
}

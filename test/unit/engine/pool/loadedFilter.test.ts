import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BufferedOutput } from '../../../../src/engine/dispatch/bufferedOutput.ts';
import { LoadedFilter } from '../../../../src/engine/pool/loadedFilter.ts';
import type { Channel } from '../../../../src/wire/channel.ts';
import { Demultiplexer } from '../../../../src/wire/answer/demultiplexer.ts';
import { encodeFrameParts, encodeStdoutParts } from '../../../../src/wire/frameEncoder.ts';
import { encodeLoaded, type Loaded } from '../../../../src/wire/loadedSignal.ts';

function docker(stream: number, payload: Uint8Array): Uint8Array {
  const header = Buffer.alloc(8);
  header.writeUInt8(stream);
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}

/** What a jail wrote by way of Docker, in chunks of these lengths, handed over after so many of them. */
function pass(bytes: Uint8Array, cuts: readonly number[], handOverAfter = Infinity) {
  const said: Loaded[] = [];
  const chunks: Uint8Array[] = [];
  let isFiltered = false;
  const filter = new LoadedFilter((loaded) => void said.push(loaded));
  const held = new BufferedOutput(filter, () => (isFiltered = true));
  const sink = { bytes: (_: Channel, chunk: Uint8Array) => void chunks.push(chunk) };
  for (let from = 0, n = 0; from < bytes.length; n++) {
    if (n === handOverAfter) held.handOver(sink);
    const end = from + (cuts[n % cuts.length] ?? 1);
    held.bytes('multiplexed', bytes.subarray(from, end));
    from = end;
  }
  held.end();
  held.handOver(sink);
  return { said, isFiltered, raw: Buffer.concat(chunks), ...demultiplexed(Buffer.concat(chunks)) };
}

function demultiplexed(bytes: Uint8Array) {
  const streams: Record<1 | 2 | 3, Buffer[]> = { 1: [], 2: [], 3: [] };
  const demultiplexer = new Demultiplexer({
    payload: (stream, payload) => void streams[stream].push(Buffer.from(payload)),
  });
  demultiplexer.push(bytes);
  return { stdout: Buffer.concat(streams[1]), stderr: Buffer.concat(streams[2]) };
}

const cuts = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 20 });
const printed = fc
  .uint8Array({ maxLength: 200 })
  .map((payload) => Buffer.concat(encodeStdoutParts(payload, undefined)));
const frame = fc.oneof(fc.constantFrom<Loaded>(true, false, null).map(encodeLoaded), printed);
const answer = Buffer.concat([
  ...encodeStdoutParts(Buffer.from('in the call'), 5),
  ...encodeFrameParts('return', Uint8Array.of(0x2a), 9),
  encodeLoaded(true),
]);

describe('a jail that waits, by way of Docker', () => {
  it('is an answer like any other without its words, however Docker and the connection cut it', () => {
    const stderr = fc.uint8Array({ maxLength: 50 });
    fc.assert(
      fc.property(
        fc.array(frame, { maxLength: 8 }),
        cuts,
        cuts,
        fc.array(stderr, { maxLength: 8 }),
        fc.nat(20),
        (frames, dockerCuts, chunkCuts, errors, handOverAfter) => {
          const stream = Buffer.concat([...frames, answer]);
          const parts: Uint8Array[] = [];
          for (let from = 0, n = 0; from < stream.length; n++) {
            const end = from + (dockerCuts[n % dockerCuts.length] ?? 1);
            parts.push(docker(1, stream.subarray(from, end)));
            const error = errors[n];
            if (error) parts.push(docker(2, error));
            from = end;
          }
          const taken = pass(Buffer.concat(parts), chunkCuts, handOverAfter);
          const words = frames.filter((one) => one[2] === 'l'.charCodeAt(0));
          const output = frames.filter((one) => !words.includes(one));
          expect(taken.stdout).toEqual(Buffer.concat([...output, answer]));
          expect(taken.said).toEqual(words.map((word) => [null, undefined, false, true][(word[8] ?? 0) - 0xc0]));
          expect(taken.isFiltered).toBe(true);
          const heard = errors.slice(0, Math.ceil(parts.length));
          expect(Buffer.concat(heard).subarray(0, taken.stderr.length)).toEqual(taken.stderr);
        },
      ),
    );
  });

  it.each([
    ['of another stream', docker(9, Buffer.from('odd'))],
    ['of the daemon itself', docker(3, Buffer.from('error'))],
    ['with padding', Uint8Array.of(1, 0, 7, 0, 0, 0, 0, 1, 65)],
    ['of which only the header comes', docker(1, Buffer.from('x')).subarray(0, 6)],
  ])('passes on what it does not know as it is: a frame %s', (_, bytes) => {
    for (const cut of [1, 5, 100]) expect(pass(bytes, [cut]).raw).toEqual(Buffer.from(bytes));
  });

  it('passes on what was cut off within a word, as what it is', () => {
    expect(pass(docker(1, encodeLoaded(true).subarray(0, 4)), [3]).stdout).toEqual(
      Buffer.from(encodeLoaded(true).subarray(0, 4)),
    );
  });

  it('is as well without Docker’s frames', () => {
    const said: Loaded[] = [];
    const chunks: [Channel, string][] = [];
    const held = new BufferedOutput(new LoadedFilter((loaded) => void said.push(loaded)));
    held.bytes('stdout', Buffer.concat([encodeLoaded(null), encodeLoaded(true)]));
    held.bytes('stderr', encodeLoaded(true));
    held.bytes('stdout', encodeLoaded(true).subarray(0, 2));
    held.end();
    held.handOver({ bytes: (channel, chunk) => void chunks.push([channel, Buffer.from(chunk).toString('latin1')]) });
    expect(said).toEqual([null, true]);
    expect(chunks).toEqual([
      ['stderr', '\x92\xa6loaded\xc3'],
      ['stdout', '\x92\xa6'],
    ]);
  });
});

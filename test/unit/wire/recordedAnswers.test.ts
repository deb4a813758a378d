import { describe, expect, it } from 'vitest';
import { encodeRequest } from '../../../src/wire/request.ts';
import { Demultiplexer } from '../../../src/wire/answer/demultiplexer.ts';
import { FrameScanner } from '../../../src/wire/answer/frameScanner.ts';
import { DEFAULT_VALUE_LIMITS } from '../../../src/wire/msgpack/limits.ts';
import { loadWireFixtures, sha256, type ExpectedFrame, type WireFixture } from '../../support/wireFixtures.ts';
import { decodeAttach } from './decodeAttach.ts';
import { cutAt, piecesOf } from './streams.ts';

const fixtures = loadWireFixtures();
const small = fixtures.filter((fixture) => fixture.attach.length < 1000);
const large = fixtures.filter((fixture) => fixture.attach.length >= 1000);

interface Read {
  readonly frames: readonly ExpectedFrame[];
  readonly stderr: string;
  readonly trouble: readonly unknown[];
}

function read(chunks: Iterable<Uint8Array>): Read {
  const { frames, stderr, faults, cut } = decodeAttach(chunks);
  return {
    frames: frames.map((frame) =>
      frame.type === 'stdout' ? { type: 'stdout', bytes: frame.value.length, sha256: sha256(frame.value) } : frame,
    ),
    stderr,
    trouble: [...faults, ...(cut ? [cut] : [])],
  };
}

function expected(fixture: WireFixture): Read {
  return { frames: fixture.frames, stderr: fixture.stderr, trouble: [] };
}

/** Texts are compared first: that keeps two hundred thousand cuttings quick. */
function expectSameAt(fixture: WireFixture, cuttings: Iterable<readonly number[]>): void {
  const wanted = JSON.stringify(expected(fixture));
  let cuts = 0;
  for (const places of cuttings) {
    cuts++;
    const found = read(cutAt(fixture.attach, ...places));
    if (JSON.stringify(found) === wanted) continue;
    throw new Error(`cut at ${places.join(', ')} it is ${JSON.stringify(found)}`);
  }
  expect(cuts).toBeGreaterThan(0);
}

/** Offsets of the first and the last byte of every Docker header, and of every frame's first byte, in the raw stream. */
function headers(attach: Uint8Array): Set<number> {
  const found = new Set<number>();
  let raw = 0;
  let before = 0;
  const scanner = new FrameScanner(
    { frameStart: (offset) => found.add(raw + offset - before), frame: () => undefined },
    DEFAULT_VALUE_LIMITS,
  );
  const demultiplexer = new Demultiplexer({
    payload(stream, bytes, offset) {
      found.add(offset - 8).add(offset);
      if (stream !== 1) return;
      raw = offset;
      scanner.push(bytes);
      before += bytes.length;
    },
  });
  demultiplexer.push(attach);
  return found;
}

describe('the recorded answers', () => {
  it('are those of the original: four small ones and a large one', () => {
    expect(small.map(({ name }) => name)).toEqual(['boom', 'missing-method', 'noisy', 'reverse']);
    expect(large.map(({ name }) => name)).toEqual(['flood']);
  });

  it.each(fixtures)('$name decodes as expected in one chunk', (fixture) => {
    expect(read([fixture.attach])).toEqual(expected(fixture));
  });

  it.each(fixtures)('$name decodes as expected in chunks of one byte', (fixture) => {
    expect(read(piecesOf(fixture.attach, 1))).toEqual(expected(fixture));
  });

  it.each(small)('$name decodes the same cut at every byte and at every pair of bytes', (fixture) => {
    const { length } = fixture.attach;
    expectSameAt(
      fixture,
      (function* () {
        for (let a = 0; a <= length; a++) for (let b = a; b <= length; b++) yield [a, b];
      })(),
    );
  });

  it.each(large)('$name decodes the same cut at every byte near a header', (fixture) => {
    const near = [...headers(fixture.attach)];
    expect(near.length).toBeGreaterThan(20);
    const places = new Set(near.flatMap((offset) => Array.from({ length: 25 }, (_, i) => offset - 12 + i)));
    const within = [...places].filter((place) => place >= 0 && place <= fixture.attach.length);
    expectSameAt(
      fixture,
      within.map((place) => [place]),
    );
    expectSameAt(fixture, [within]);
  });
});

describe('the recorded requests', () => {
  it.each(fixtures)('of $name is encoded to the very same bytes', ({ method, args, requestHex }) => {
    expect(Buffer.from(encodeRequest(method, args)).toString('hex')).toBe(requestHex);
  });

  it.each(fixtures)('of $name is unchanged in front of the options', ({ method, args, requestHex }) => {
    const hex = Buffer.from(encodeRequest(method, args, { lease: true, deadline: 60_000 })).toString('hex');
    expect(hex.slice(0, 2)).toBe('93');
    expect(hex.slice(2, requestHex.length)).toBe(requestHex.slice(2));
  });
});

import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutTail } from '../../../src/recording/cutTail.ts';
import type { DispatchEvent, EventBody } from '../../../src/recording/event.ts';
import { WholeCharacters } from '../../../src/recording/wholeCharacters.ts';
import { concat, text } from '../wire/streams.ts';

const STREAMS = ['stdout', 'stderr'] as const;
type Stream = (typeof STREAMS)[number];

function eventsOf(bodies: readonly EventBody[]): DispatchEvent[] {
  return bodies.map((body, seq) => ({ seq, t: seq * 10, ...body }));
}

function shown(events: readonly DispatchEvent[]): DispatchEvent[] {
  const characters = new WholeCharacters();
  return [...events.flatMap((event) => characters.take(event)), ...characters.end()];
}

function bytesOf(events: readonly DispatchEvent[], stream: Stream): Uint8Array {
  return concat(...events.flatMap((event) => (event.type === stream ? [event.value] : [])));
}

/** @returns bytes at the end that a decoder waits with; 0 where it knows that they are no text */
function pendingBytes(bytes: Uint8Array): number {
  try {
    const decoded = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
    return bytes.length - text(decoded).length;
  } catch {
    return 0;
  }
}

/** `seq` and content of each. */
function brief(events: readonly DispatchEvent[]): unknown[] {
  return events.map((event) => {
    const isOutput = event.type === 'stdout' || event.type === 'stderr';
    return [
      event.seq,
      isOutput ? (isUtf8(event.value) ? Buffer.from(event.value).toString() : [...event.value]) : event.type,
    ];
  });
}

const print = (type: Stream, bytes: string | readonly number[]): EventBody => ({
  type,
  value: typeof bytes === 'string' ? text(bytes) : Uint8Array.from(bytes),
});
const RETURN: EventBody = { type: 'return', value: 1 };
const OUTCOME: EventBody = { type: 'outcome', value: { outcome: 'returned' } };

describe('output cut at characters', () => {
  it.each<[string, readonly EventBody[], unknown[]]>([
    [
      'moves the bytes of a cut character to the next piece of the same stream',
      [
        print('stdout', [0x61, 0xe2, 0x82]),
        print('stderr', 'x'),
        { type: 'yield', value: [1] },
        print('stdout', [0xac, 0x62]),
      ],
      [
        [0, 'a'],
        [1, 'x'],
        [2, 'yield'],
        [3, '€b'],
      ],
    ],
    [
      'waits through pieces of one byte',
      [print('stderr', [0xf0]), print('stderr', [0x9f]), print('stderr', [0x91]), print('stderr', [0x8d])],
      [
        [0, ''],
        [1, ''],
        [2, ''],
        [3, '👍'],
      ],
    ],
    [
      'gives bytes that are never continued the place of their own piece, before the result',
      [print('stdout', [0x61, 0xe2]), print('stderr', [0xc3]), RETURN, OUTCOME],
      [
        [0, 'a'],
        [1, ''],
        [0, [0xe2]],
        [2, 'return'],
        [1, [0xc3]],
        [3, 'outcome'],
      ],
    ],
    [
      'tells at once that a character is not continued',
      [print('stdout', [0x61, 0xe2]), print('stdout', 'b')],
      [
        [0, 'a'],
        [0, [0xe2]],
        [1, 'b'],
      ],
    ],
    [
      'leaves a piece as it is that is no text anyway',
      [print('stdout', [0xff, 0xe2]), print('stdout', [0x82, 0xac])],
      [
        [0, [0xff, 0xe2]],
        [1, [0x82, 0xac]],
      ],
    ],
    [
      'knows what can never become a character',
      [[0xc1], [0xf5], [0xe0, 0x80], [0xed, 0xa0], [0xf4, 0x90], [0xf0, 0x8f], [0x80]].map((bytes) =>
        print('stdout', bytes),
      ),
      [[0xc1], [0xf5], [0xe0, 0x80], [0xed, 0xa0], [0xf4, 0x90], [0xf0, 0x8f], [0x80]].map((bytes, seq) => [
        seq,
        bytes,
      ]),
    ],
  ])('%s', (_name, bodies, expected) => {
    expect(brief(shown(eventsOf(bodies)))).toEqual(expected);
  });

  const piece = fc.record({
    stream: fc.constantFrom(...STREAMS),
    bytes: fc.oneof(
      fc.uint8Array({ maxLength: 5 }),
      fc.array(fc.constantFrom(0x61, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x91, 0x8d, 0xc3, 0xa9), { maxLength: 6 }),
    ),
  });

  it('loses nothing, changes no order within a stream and tells no other times, whatever the bytes and cuts', () => {
    fc.assert(
      fc.property(fc.array(fc.option(piece)), fc.boolean(), (pieces, isWhole) => {
        const bodies = pieces.map((each): EventBody =>
          each ? { type: each.stream, value: Uint8Array.from(each.bytes) } : { type: 'yield', value: [] },
        );
        const events = eventsOf(isWhole ? [...bodies, RETURN, OUTCOME] : bodies);
        const all = shown(events);
        for (const stream of STREAMS) expect(bytesOf(all, stream)).toEqual(bytesOf(events, stream));
        // Each event is there, in order; between them stand only bytes that were not continued, told of their own piece.
        const first = all.filter(({ seq }, i) => all.findIndex((other) => other.seq === seq) === i);
        expect(first.map(({ seq, type }) => [seq, type])).toEqual(events.map(({ seq, type }) => [seq, type]));
        expect(all.every(({ seq, t, type }) => events[seq]?.t === t && events[seq].type === type)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('shows text as text, however it is cut', () => {
    const cuts = fc.array(fc.nat({ max: 7 }), { minLength: 1 });
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), cuts, (out, err, sizes) => {
        const left = { stdout: text(out.toWellFormed()), stderr: text(err) };
        const bodies: EventBody[] = [];
        for (let i = 0; left.stdout.length + left.stderr.length > 0; i++) {
          const stream = STREAMS[i % 2] ?? 'stdout';
          const size = (sizes[i % sizes.length] ?? 0) + 1;
          bodies.push({ type: stream, value: left[stream].subarray(0, size) });
          left[stream] = left[stream].subarray(size);
        }
        const all = shown(eventsOf(bodies));
        expect(all).toHaveLength(bodies.length);
        expect(
          all.every((event) => (event.type !== 'stdout' && event.type !== 'stderr' ? true : isUtf8(event.value))),
        ).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('holds back no more than a decoder would', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 8 }), (bytes) => {
        const tail = cutTail(bytes);
        const whole = bytes.subarray(0, bytes.length - tail);
        fc.pre(isUtf8(whole));
        expect(tail).toBe(pendingBytes(bytes));
      }),
    );
  });
});

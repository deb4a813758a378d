import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkReply, checkViewMessage } from '../../../src/protocol/checkMessage.ts';
import { MAX_COLUMNS, MAX_VALUE_NODES, MAX_WINDOW_ROWS } from '../../../src/protocol/protocol.ts';
import { MAX_OUTPUT_BYTES } from '../../../src/protocol/output.ts';
import { checkWholeHostMessage, hostMessages, replies, viewMessages } from '../shared/messages.ts';

/** One of the places in a message at which there is a number, a text, a list …, by a number of any size. */
function placesOf(data: unknown, path: readonly string[] = []): string[][] {
  if (typeof data !== 'object' || data === null || data instanceof Uint8Array) return [[...path]];
  return [[...path], ...Object.entries(data).flatMap(([key, value]) => placesOf(value, [...path, key]))];
}

function replaced(data: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(data))
    return data.map((item: unknown, i) => (String(i) === key ? replaced(item, rest, value) : item));
  return Object.fromEntries(
    Object.entries(data as object).map(([name, item]) => [name, name === key ? replaced(item, rest, value) : item]),
  );
}

const checks = [
  ['views', viewMessages as fc.Arbitrary<unknown>, checkViewMessage],
  ['hosts', hostMessages as fc.Arbitrary<unknown>, checkWholeHostMessage],
] as const;

describe('a list', () => {
  it('is refused with a hole, though another member makes up for it', () => {
    const lanes: unknown[] = Object.assign(['stdout'], { extra: 'yield' });
    lanes.length = 2;
    const query = { text: '', regex: false, caseSensitive: false, wholeWord: false };
    const filter = { lanes, ...query, minSize: null, maxSize: null };
    const message = { kind: 'request', id: 1, request: { type: 'filter', filter } };
    expect(Object.keys(lanes)).toHaveLength(lanes.length);
    expect(checkViewMessage(message)).toBeUndefined();
    const whole = { ...message, request: { type: 'filter', filter: { ...filter, lanes: ['stdout'] } } };
    expect(checkViewMessage(whole)).toBe(whole);
  });
});

describe.each(checks)('messages of %s', (_name, messages, check: (data: unknown) => unknown) => {
  it('are accepted as they are, and after a structured clone', () => {
    fc.assert(
      fc.property(messages, (message) => {
        expect(check(message)).toBe(message);
        expect(check(structuredClone(message))).toEqual(message);
      }),
      { numRuns: 300 },
    );
  });

  it('are refused with a member more, with one less, and with something else in one', () => {
    fc.assert(
      fc.property(messages, fc.nat(), (message, n) => {
        expect(check({ ...(message as object), extra: 1 })).toBeUndefined();
        const [first = ''] = Object.keys(message as object).slice(n % Object.keys(message as object).length);
        const { [first]: _dropped, ...rest } = message as Record<string, unknown>;
        expect(check(rest)).toBeUndefined();
        // The value of a detail may be any JSON.
        const places = placesOf(message).filter((path) => path.length > 0 && !path.includes('value'));
        const place = places[n % places.length] ?? [];
        for (const wrong of [undefined, NaN, () => 1, Symbol('s'), 1n, new Date(), new Map()]) {
          expect(check(replaced(message, place, wrong))).toBeUndefined();
        }
      }),
      { numRuns: 200 },
    );
  });

  it('are told from anything else, which raises nothing', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withNullPrototype: true, withTypedArray: true }), (data) => {
        expect(check(data)).toBeUndefined();
      }),
      { numRuns: 500 },
    );
    const trap = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error('trap');
        },
      },
    );
    expect(check(trap)).toBeUndefined();
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    expect(check(revoked.proxy)).toBeUndefined();
  });
});

describe('a message of a view', () => {
  const ask = (request: object) => checkViewMessage({ kind: 'request', id: 1, request });

  it('asks for no more than there may be at once', () => {
    expect(ask({ type: 'rows', from: 5, to: 5 + MAX_WINDOW_ROWS })).toBeDefined();
    expect(ask({ type: 'rows', from: 5, to: 6 + MAX_WINDOW_ROWS })).toBeUndefined();
    expect(ask({ type: 'rows', from: 5, to: 4 })).toBeUndefined();
    expect(ask({ type: 'rows', from: -1, to: 4 })).toBeUndefined();
    expect(ask({ type: 'rows', from: 0.5, to: 4 })).toBeUndefined();
    const density = { type: 'density', from: 0, to: 1, columns: MAX_COLUMNS, clock: 'arrival' };
    expect(ask(density)).toBeDefined();
    expect(ask({ ...density, columns: MAX_COLUMNS + 1 })).toBeUndefined();
    expect(ask({ ...density, to: 0 })).toBeUndefined();
    expect(ask({ ...density, from: -Infinity })).toBeUndefined();
    expect(
      ask({
        type: 'find',
        query: { text: 'x'.repeat(1001), regex: false, caseSensitive: false, wholeWord: false },
        row: 0,
        step: 1,
      }),
    ).toBeUndefined();
    expect(ask({ type: 'output', from: 7, to: 7 + MAX_OUTPUT_BYTES })).toBeDefined();
    expect(ask({ type: 'output', from: 7, to: 8 + MAX_OUTPUT_BYTES })).toBeUndefined();
    expect(ask({ type: 'output', from: 7, to: 6 })).toBeUndefined();
    expect(ask({ type: 'output', from: 0.5, to: 7 })).toBeUndefined();
  });
});

describe('a message of a host', () => {
  it('holds columns of one length and no more of a value than it may', () => {
    const [window] = fc.sample(replies.rows, { numRuns: 1, seed: 3 });
    expect(checkReply('rows', window)).toBeDefined();
    expect(checkReply('rows', { ...window, previews: [...(window?.previews ?? []), 'x'] })).toBeUndefined();
    expect(checkReply('density', window)).toBeUndefined();
    const [detail] = fc.sample(replies.detail, { numRuns: 1, seed: 3 });
    const withValue = (value: unknown) => checkReply('detail', { ...detail, value });
    expect(withValue(Array(MAX_VALUE_NODES - 1).fill(0))).toBeDefined();
    expect(withValue(Array(MAX_VALUE_NODES).fill(0))).toBeUndefined();
    let deep: unknown = 0;
    for (let i = 0; i < 100_000; i++) deep = [deep];
    expect(withValue(deep)).toBeUndefined();
    const mark = { from: 0, to: (detail?.raw.length ?? 0) + 1, kind: 'value', label: '' };
    expect(checkReply('detail', { ...detail, marks: [mark] })).toBeUndefined();
  });

  it('holds output of which every byte belongs to a piece', () => {
    const output = {
      from: 4,
      total: 9,
      rows: uint32s(3, 5),
      sizes: uint32s(2, 1),
      streams: bytes(0, 1),
      bytes: bytes(1, 2, 3),
    };
    expect(checkReply('output', output)).toBeDefined();
    const wrong = [
      { sizes: uint32s(2, 2) },
      { sizes: uint32s(3) },
      { rows: uint32s(3) },
      { streams: bytes(0, 2) },
      { total: 6 },
      { from: -1 },
      { bytes: new Uint8Array(MAX_OUTPUT_BYTES + 1) },
    ];
    for (const part of wrong) expect(checkReply('output', { ...output, ...part })).toBeUndefined();
    expect(checkReply('outputOf', { from: 4, to: 3 })).toBeUndefined();
  });
});

function bytes(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values);
}

function uint32s(...values: readonly number[]): Uint8Array {
  return new Uint8Array(Uint32Array.from(values).buffer);
}

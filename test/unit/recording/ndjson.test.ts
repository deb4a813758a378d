import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DispatchEvent, EventBody } from '../../../src/recording/event.ts';
import { toNdjsonLine, truncatedNdjsonLine } from '../../../src/recording/ndjson.ts';
import { fromTagged } from '../../../src/wire/json/taggedJson.ts';
import { text } from '../wire/streams.ts';

function line(body: EventBody, at?: number): string {
  return toNdjsonLine(at === undefined ? { seq: 3, t: 1.5, ...body } : { seq: 3, t: 1.5, at, ...body });
}

describe('an event as a line of JSON', () => {
  it.each<[EventBody, string]>([
    [{ type: 'stdout', value: text('line\n') }, '{"seq":3,"t":1.5,"type":"stdout","value":"line\\n"}'],
    [{ type: 'stderr', value: Uint8Array.of(0xff) }, '{"seq":3,"t":1.5,"type":"stderr","value":{"base64":"/w=="}}'],
    [{ type: 'yield', value: [1] }, '{"seq":3,"t":1.5,"type":"yield","value":[1]}'],
    [{ type: 'return', value: undefined }, '{"seq":3,"t":1.5,"type":"return","value":null}'],
    [
      { type: 'return', value: 2n ** 60n },
      '{"seq":3,"t":1.5,"type":"return","value":{"bigint":"1152921504606846976"}}',
    ],
    [
      {
        type: 'raise',
        value: { class: 'E', message: 'm', backtrace: ['a'], cause: { class: 'F', message: '', backtrace: [] } },
      },
      '{"seq":3,"t":1.5,"type":"raise","value":{"class":"E","message":"m","backtrace":["a"],"cause":{"class":"F","message":"","backtrace":[]}}}',
    ],
    [
      { type: 'lifecycle', value: { event: 'exited', code: 1, signal: null, oomKilled: false } },
      '{"seq":3,"t":1.5,"type":"lifecycle","value":{"event":"exited","code":1,"signal":null,"oomKilled":false}}',
    ],
    [
      { type: 'outcome', value: { outcome: 'output-limit', limit: 5, setting: 'valueBytes' } },
      '{"type":"outcome","outcome":"output-limit","limit":5,"setting":"valueBytes","seq":3,"t":1.5}',
    ],
  ])('is as the command line promises: $0.type', (body, expected) => {
    expect(line(body)).toBe(expected);
  });

  it('has the inmate’s time where it is known', () => {
    expect(line({ type: 'yield', value: [] }, 0.25)).toBe('{"seq":3,"t":1.5,"at":0.25,"type":"yield","value":[]}');
  });

  it('ends a recording without an outcome', () => {
    expect(truncatedNdjsonLine()).toBe('{"type":"outcome","outcome":null,"truncated":true}');
  });

  it('has no character that ends a line or commands a terminal, and means the same', () => {
    const awkward = fc.array(
      fc.constantFrom('\n', '\r', '\u2028', '\u2029', '\u0085', '\u009b', '\u202e', '\u001b', 'x', '💥'),
    );
    fc.assert(
      fc.property(awkward, fc.string({ unit: 'binary' }), (characters, any) => {
        const value = [characters.join('') + any];
        const json = line({ type: 'yield', value });
        // oxlint-disable-next-line no-control-regex
        expect(json).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/);
        expect((JSON.parse(json) as DispatchEvent).value).toEqual(value);
      }),
    );
  });

  it('keeps every value', () => {
    const values = fc.oneof(
      fc.bigInt(-(2n ** 63n), 2n ** 64n - 1n),
      fc.double(),
      fc.uint8Array(),
      fc.date({ noInvalidDate: true }),
    );
    fc.assert(
      fc.property(fc.array(values), (value) => {
        const parsed = JSON.parse(line({ type: 'yield', value })) as { value: unknown };
        expect(fromTagged(parsed.value)).toEqual(value);
      }),
    );
  });
});

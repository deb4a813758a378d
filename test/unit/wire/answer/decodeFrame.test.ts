import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFrame, type ValueContent } from '../../../../src/wire/answer/decodeFrame.ts';
import type { Violation } from '../../../../src/wire/msgpack/fault.ts';
import { ExtData } from '../../../../src/wire/msgpack/ext.ts';
import { FRAME_TYPES, isTerminal } from '../../../../src/wire/frame.ts';
import { FrameScanner, type ScannedFrame } from '../../../../src/wire/answer/frameScanner.ts';
import { DEFAULT_VALUE_LIMITS } from '../../../../src/wire/msgpack/limits.ts';
import { expectSame } from '../expectSame.ts';
import { anyFrame } from '../scan.ts';
import { concat, stdoutFrame, text, valueFrame } from '../streams.ts';

function scanOne(bytes: Uint8Array): ScannedFrame {
  const frames: ScannedFrame[] = [];
  const scanner = new FrameScanner({ frame: (frame) => frames.push(frame) }, DEFAULT_VALUE_LIMITS, { start: 70 });
  expect(scanner.push(bytes)).toBeUndefined();
  const [frame] = frames;
  if (!frame) throw new Error('no frame');
  return frame;
}

const raised = (value: unknown): ValueContent | Violation => decodeFrame(scanOne(valueFrame('raise', value)));

/** Apart, as the linter takes no object with it for a sane one. */
const thenKey = ['t', 'hen'].join('');

describe('decodeFrame', () => {
  it('gives the value of a return and the list of a yield', () => {
    expect(decodeFrame(scanOne(valueFrame('return', null)))).toEqual({ type: 'return', value: null });
    expect(decodeFrame(scanOne(valueFrame('yield', [1, [2]])))).toEqual({ type: 'yield', value: [1, [2]] });
    expect(decodeFrame(scanOne(valueFrame('yield', [])))).toEqual({ type: 'yield', value: [] });
  });

  it('keeps what JavaScript would take for more than data', async () => {
    const odd: unknown = Object.fromEntries<unknown>([
      [thenKey, 'a promise?'],
      ['__proto__', { toString: 1 }],
      ['toJSON', 1],
      ['constructor', null],
    ]);
    const content = decodeFrame(scanOne(valueFrame('return', odd)));
    expectSame(content, { type: 'return', value: odd });
    expect(await Promise.resolve(content)).toBe(content);
  });

  it('gives a timestamp of an odd length as an extension', () => {
    const value = concat(Uint8Array.of(0x92, 0xa6), text('return'), Uint8Array.of(0xc7, 3, 0xff, 1, 2, 3));
    expect(decodeFrame(scanOne(value))).toEqual({ type: 'return', value: new ExtData(-1, Uint8Array.of(1, 2, 3)) });
  });

  it('refuses what holds no collected value', () => {
    const frame = scanOne(valueFrame('return', 1));
    expect(() => decodeFrame({ ...frame, value: undefined })).toThrow(TypeError);
    expect(() => decodeFrame({ ...scanOne(stdoutFrame('x')), value: Uint8Array.of(0xa0) })).toThrow(TypeError);
  });

  it('calls a value that is not its type’s a violation, for a scanner that let it pass', () => {
    const frame = scanOne(valueFrame('return', 1));
    expect(decodeFrame({ ...frame, type: 'yield' })).toMatchObject({ kind: 'violation', offset: 70 });
    expect(decodeFrame({ ...frame, type: 'raise' })).toMatchObject({ kind: 'violation', offset: 70 });
  });

  it('has content or a violation for any frame, and never throws', () => {
    fc.assert(
      fc.property(
        anyFrame.filter(({ type }) => type !== 'stdout'),
        ({ bytes, type }) => {
          const content = decodeFrame(scanOne(bytes));
          expect('kind' in content ? 'raise' : content.type).toBe(type);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a raise', () => {
  const whole = { class: 'TypeError', message: 'no', backtrace: ['a.ts:1', 'b.ts:2'] };

  it.each<[string, unknown, unknown]>([
    ['all members', whole, whole],
    ['no message and no backtrace', { class: 'E' }, { class: 'E', message: '', backtrace: [] }],
    [
      'nil for both, as Ruby may give',
      { class: 'E', message: null, backtrace: null },
      { class: 'E', message: '', backtrace: [] },
    ],
    [
      'nil for the class, as Ruby has it without a name',
      { ...whole, class: null },
      { ...whole, class: '(class without a name)' },
    ],
    [
      'texts as bytes, as Ruby has them of no encoding',
      { class: text('E'), message: Uint8Array.of(0x6e, 0xff), backtrace: [text('l')] },
      { class: 'E', message: 'n\ufffd', backtrace: ['l'] },
    ],
    ['members of no meaning', { ...whole, extra: 1, ok: 2 }, whole],
    ['a cause', { ...whole, cause: whole }, { ...whole, cause: whole }],
    [
      'a cause of a cause',
      { ...whole, cause: { ...whole, cause: { class: 'C' } } },
      { ...whole, cause: { ...whole, cause: { class: 'C', message: '', backtrace: [] } } },
    ],
    ['nil as its cause', { ...whole, cause: null }, whole],
    ['text as its cause', { ...whole, cause: 'text' }, whole],
    ['a cause without a class', { ...whole, cause: { message: 'm' } }, whole],
    ['a cause that is bytes', { ...whole, cause: new Uint8Array(9) }, whole],
    ['a cause that is a date', { ...whole, cause: new Date(0) }, whole],
    [
      'errors',
      { ...whole, errors: [whole, { class: 'E' }] },
      { ...whole, errors: [whole, { class: 'E', message: '', backtrace: [] }] },
    ],
    ['errors that are none', { ...whole, errors: ['text', null, { message: 'm' }] }, whole],
    ['no list of errors', { ...whole, errors: { 0: whole } }, whole],
    [
      'details',
      { ...whole, details: { code: 'E', at: new Date(0), list: [1, { a: new Uint8Array(1) }] } },
      { ...whole, details: { code: 'E', at: new Date(0), list: [1, { a: new Uint8Array(1) }] } },
    ],
    [
      'details under other keys',
      { ...whole, details: { map: new Map([[1, { a: [2] }]]) } },
      { ...whole, details: { map: new Map([[1, { a: [2] }]]) } },
    ],
    ['no details in them', { ...whole, details: {} }, whole],
    ['a list as its details', { ...whole, details: [1] }, whole],
    ['text as its details', { ...whole, details: 'text' }, whole],
    ['a map of numbers as its details', { ...whole, details: new Map([[1, 2]]) }, whole],
    [
      'too many details',
      { ...whole, details: { a: 1, b: Array.from({ length: 60_000 }, () => [0]), c: 1 } },
      { ...whole, details: { a: 1 } },
    ],
    [
      'keys of any kind',
      new Map<unknown, unknown>([...Object.entries(whole), [1, 2], [new Map([['toString', 1]]), 3]]),
      whole,
    ],
    ['a key __proto__', Object.fromEntries([...Object.entries(whole), ['__proto__', { class: 'X' }]]), whole],
  ])('with %s is read', (_name, value, expected) => {
    expectSame(raised(value), { type: 'raise', value: expected });
  });

  it.each<[string, unknown]>([
    ['no members', {}],
    ['no class', { message: 'm', backtrace: [] }],
    ['a class only under __proto__', Object.fromEntries([['__proto__', { class: 'E' }]])],
    ['a number as its class', { ...whole, class: 5 }],
    ['a map as its message', { ...whole, message: {} }],
    ['text as its backtrace', { ...whole, backtrace: 'a.ts:1' }],
    ['numbers in its backtrace', { ...whole, backtrace: ['a', 1] }],
    ['keys of another kind only', new Map([[1, 2]])],
  ])('with %s is a violation at the frame’s first byte', (_name, value) => {
    expect(raised(value)).toEqual({
      kind: 'violation',
      offset: 70,
      expected: 'a raise with class, message and backtrace',
      found: 'another value',
    });
  });

  it('is followed through 20 causes, and no further', () => {
    let value: object = { class: 'innermost' };
    for (let i = 0; i < 40; i++) value = { class: `level ${i}`, cause: value };
    const content = raised(value);
    let depth = 0;
    let raise = 'kind' in content || content.type !== 'raise' ? undefined : content.value;
    while (raise?.cause) {
      depth++;
      raise = raise.cause;
    }
    expect(depth).toBe(20);
  });
});

it('is read up to 200 errors', () => {
  const errors = Array.from({ length: 1000 }, (_, i) => ({ class: `E${i}` }));
  const content = raised({ class: 'E', errors });
  expect('kind' in content || content.type !== 'raise' ? 0 : content.value.errors?.length).toBe(199);
  let deep: object = { class: 'innermost' };
  for (let i = 0; i < 40; i++) deep = { class: `level ${i}`, errors: [deep] };
  let depth = 0;
  const outer = raised(deep);
  let raise = 'kind' in outer || outer.type !== 'raise' ? undefined : outer.value;
  while (raise?.errors?.[0]) {
    depth++;
    [raise] = raise.errors;
  }
  expect(depth).toBe(20);
});

describe('isTerminal', () => {
  it('is true of return and raise alone', () => {
    expect(FRAME_TYPES.filter(isTerminal)).toEqual(['return', 'raise']);
  });
});

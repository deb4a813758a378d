import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignDispatches } from '../../../src/editor/lazy/compare/alignDispatches.ts';
import { foldEqual } from '../../../src/editor/lazy/compare/foldEqual.ts';
import { differingPath, sortedJson } from '../../../src/editor/lazy/compare/sortedJson.ts';
import { alignLines, type AlignedLine } from '../../../src/text/alignLines.ts';
import { pairReplaced } from '../../../src/editor/lazy/compare/pairReplaced.ts';
import { RecordingReader } from '../../../src/recording/recordingReader.ts';
import { chunk, record, RETURNED, type Step } from '../recording/recordings.ts';
import { stdoutFrame, valueFrame } from '../wire/streams.ts';

describe('pairReplaced', () => {
  const lines = fc.array(fc.constantFrom('a 1', 'a 2', 'b 1', 'b 2'), { maxLength: 30 });
  const laneOf = (line: string): string => line.slice(0, 1);

  it('loses, makes up and moves no line, and pairs only within a lane', () => {
    fc.assert(
      fc.property(lines, lines, (left, right) => {
        const paired = pairReplaced(alignLines(left, right), laneOf);
        expect(paired.map((line) => line.left).filter((line) => line !== undefined)).toEqual(left);
        expect(paired.map((line) => line.right).filter((line) => line !== undefined)).toEqual(right);
        const both = paired.filter((line) => line.left !== undefined && line.right !== undefined);
        expect(both.map((line) => laneOf(line.left ?? ''))).toEqual(both.map((line) => laneOf(line.right ?? '')));
      }),
      { numRuns: 1000 },
    );
  });

  it('puts what has changed beside what it was', () => {
    const paired = pairReplaced(alignLines(['a 1', 'b 1', 'a 2'], ['a 9', 'a 8', 'b 1', 'a 3']), laneOf);
    expect(paired).toEqual([
      { left: 'a 1', right: 'a 9' },
      { left: undefined, right: 'a 8' },
      { left: 'b 1', right: 'b 1' },
      { left: 'a 2', right: 'a 3' },
    ]);
  });
});

async function reader(steps: readonly Step[]): Promise<RecordingReader> {
  return RecordingReader.open(record([...steps, { outcome: RETURNED, t: 99 }]));
}

describe('alignDispatches', () => {
  it('finds two runs the same whose times, frames and order of stderr differ', async () => {
    const one = await reader([
      chunk('stderr', 'warn\n', 1),
      chunk('stdout', stdoutFrame('one\ntwo\n'), 2),
      chunk('stdout', valueFrame('yield', [1]), 3),
      chunk('stdout', valueFrame('return', 'x'), 4),
    ]);
    const two = await reader([
      chunk('stdout', stdoutFrame('one\nt'), 20),
      chunk('stdout', stdoutFrame('wo\n'), 21),
      chunk('stdout', valueFrame('yield', [1]), 30),
      chunk('stderr', 'wa', 31),
      chunk('stderr', 'rn\n', 32),
      chunk('stdout', valueFrame('return', 'x'), 40),
    ]);
    const compared = await alignDispatches(one, two);
    expect(compared).toMatchObject({ firstDifference: undefined, differences: 0 });
    expect(compared.summary).toBe('the same, apart from the times; 36 ms slower');
    const untimed = (text: string): string => text.slice(0, text.indexOf('── Times'));
    expect(untimed(compared.left)).toBe(untimed(compared.right));
    const words = untimed(compared.left)
      .split('\n')
      .map((line) => line.trim().split(/\s+/)[0]);
    expect(words.filter((word) => /^(stdout|yield|stderr)$/.test(word ?? ''))).toEqual([
      'stdout',
      'stdout',
      'yield',
      'stderr',
    ]);
    expect(compared.left).toMatch(/took 4 ms$/m);
    expect(compared.right).toMatch(/took 40 ms$/m);
  });

  const steps = (value: unknown, ...more: string[]): readonly Step[] => [
    chunk('stdout', stdoutFrame('same\n')),
    ...more.map((text) => chunk('stdout', stdoutFrame(text))),
    chunk('stdout', valueFrame('return', value)),
  ];

  it('marks the first difference on both sides, and says in one line what differs', async () => {
    const one = await reader(steps({ b: 1, items: [{ price: 1 }, { price: 2 }] }));
    const two = await reader(steps({ items: [{ price: 1 }, { price: 3 }], b: 1 }, 'more\n', 'and more\n'));
    const compared = await alignDispatches(one, two);
    expect(compared.summary).toBe('result differs at .items[1].price; 2 more lines on stdout');
    expect(compared.left.split('\n')).toHaveLength(compared.right.split('\n').length);
    expect(compared.left.split('\n')[0]?.trim()).toBe(compared.summary);
    const at = compared.firstDifference ?? 0;
    expect(compared.left.split('\n')[at]).toMatch(/^▶ +"price": 2$/);
    expect(compared.right.split('\n')[at]).toMatch(/^▶ +"price": 3$/);
    expect(compared.differences).toBe(3);
  });

  it('folds what is the same, and tells a difference far behind in a long line', async () => {
    const many = Array.from({ length: 100 }, (_, i) => i);
    const long = 'x'.repeat(50_000);
    const compared = await alignDispatches(
      await reader(steps([...many, `${long}a`])),
      await reader(steps([...many, `${long}b`])),
    );
    expect(compared.summary).toBe('result differs at [100]');
    expect(compared.differences).toBe(1);
    expect(compared.left).toMatch(/… \d+ lines are the same/);
    expect(compared.left.length).toBeLessThan(5000);
  });

  it('keeps lines that belong together at the same position, whatever is in them', async () => {
    const hostile = 'a\r\nb\rc\u2028d\u202e\u001b[2J\te\u{e0041}\n';
    const [one, two] = [await reader(steps(hostile, hostile)), await reader(steps(`${hostile}x`, `${hostile}y\n`))];
    const { left, right, summary } = await alignDispatches(one, two);
    for (const text of [left, right, summary]) {
      // oxlint-disable-next-line no-control-regex -- they are what must not be there
      expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u{e0000}-\u{e007f}]/u);
    }
    const lines = left.split('\n').map((line) => line.trim());
    expect(lines).toContain('stdout  a\\r');
    expect(lines).toContain('stdout  b\\rc\\u{2028}d\\u{202e}\\x1b[2J\te\\u{e0041}');
    expect(right.split('\n')).toHaveLength(lines.length);
  });

  it('compares an error with a result', async () => {
    const raise = { class: 'TypeError', message: 'no', backtrace: [] };
    const raised = RecordingReader.open(
      record([chunk('stdout', valueFrame('raise', raise)), { outcome: { outcome: 'raised', ...raise }, t: 99 }]),
    );
    const compared = await alignDispatches(await reader(steps(1)), await raised);
    expect(compared.summary).toContain('returned, then raised TypeError');
    expect(compared.summary).toContain('1 line fewer on stdout');
  });
});

describe('differingPath', () => {
  it.each([
    [{ a: [1, { b: 2 }] }, { a: [1, { b: 3 }] }, '.a[1].b'],
    [{ a: 1, b: 1 }, { b: 1, a: 1 }, undefined],
    [[1], [1, 2], '[1]'],
    [{ 'a b': 1 }, {}, '["a b"]'],
    [{ at: new Date(1) }, { at: new Date(2) }, '.at'],
    [{ at: new Date(1) }, { at: new Date(1) }, undefined],
    [NaN, -0, ''],
    ['a', ['a'], ''],
  ])('of %j and %j is %j', (left, right, path) => {
    expect(differingPath(left, right)).toBe(path);
  });

  const json = fc.jsonValue({ maxDepth: 4 });

  it('is none exactly where the sorted text is the same', () => {
    fc.assert(
      fc.property(json, json, (left, right) => {
        expect(differingPath(left, left)).toBeUndefined();
        expect(differingPath(left, right) === undefined).toBe(sortedJson(left, 2) === sortedJson(right, 2));
      }),
    );
  });
});

describe('foldEqual', () => {
  it('hides no line that differs, and few beside it', () => {
    const line = fc.record({ left: fc.constantFrom('a', 'b'), right: fc.constantFrom('a', 'b') });
    fc.assert(
      fc.property(
        fc.array(fc.oneof({ weight: 9, arbitrary: fc.constant({ left: 'a', right: 'a' }) }, line)),
        (lines) => {
          const differing = (all: readonly AlignedLine[]): readonly AlignedLine[] =>
            all.filter((each) => each.left !== each.right);
          const folded = foldEqual(lines);
          expect(differing(folded)).toEqual(differing(lines));
          expect(folded.length).toBeLessThanOrEqual(lines.length);
          expect(folded.length).toBeLessThanOrEqual(8 * (differing(lines).length + 1));
        },
      ),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignDispatches, type Comparison } from '../../../src/editor/lazy/compare/alignDispatches.ts';
import { equalFolds } from '../../../src/editor/lazy/compare/equalFolds.ts';
import { foldedTexts, type ComparedLines } from '../../../src/editor/compare/foldedTexts.ts';
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

/** What is shown of a comparison at first. */
function shownOf({ lines, ...rest }: Comparison): Omit<Comparison, 'lines'> & { left: string; right: string } {
  const { left, right } = foldedTexts(lines, new Set());
  return { ...rest, left: left.lines.join('\n'), right: right.lines.join('\n') };
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
    const compared = shownOf(await alignDispatches(one, two));
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
    const { left, right } = compared.lines;
    expect(left).toHaveLength(right.length);
    expect(left[0]?.trim()).toBe(compared.summary);
    const at = compared.firstDifference ?? 0;
    expect(left[at]).toMatch(/^▶ +"price": 2$/);
    expect(right[at]).toMatch(/^▶ +"price": 3$/);
    expect(compared.differences).toBe(3);
  });

  it('folds what is the same, and tells a difference far behind in a long line', async () => {
    const many = Array.from({ length: 100 }, (_, i) => i);
    const long = 'x'.repeat(50_000);
    const whole = await alignDispatches(
      await reader(steps([...many, `${long}a`])),
      await reader(steps([...many, `${long}b`])),
    );
    const compared = shownOf(whole);
    expect(compared.summary).toBe('result differs at [100]');
    expect(compared.differences).toBe(1);
    expect(compared.left).toMatch(/^ {2}… \d+ hidden lines are the same\. Click, or press Enter, to show them\.$/m);
    expect(compared.left.length).toBeLessThan(5000);
    const opened = foldedTexts(whole.lines, new Set(whole.lines.folds.keys()));
    for (const each of many) expect(opened.left.lines).toContain(`    ${each},`);
  });

  it('keeps each line one line, whatever is in it', async () => {
    const hostile = 'a\r\nb\rc\u2028d\u202e\u001b[2J\te\u{e0041}\n';
    const [one, two] = [await reader(steps(hostile, hostile)), await reader(steps(`${hostile}x`, `${hostile}y\n`))];
    const compared = await alignDispatches(one, two);
    const { left, right, summary } = shownOf(compared);
    for (const text of [left, right, summary]) {
      // oxlint-disable-next-line no-control-regex -- they are what must not be there
      expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u{e0000}-\u{e007f}]/u);
    }
    const lines = left.split('\n').map((line) => line.trim());
    expect(lines).toContain('stdout  a\\r');
    expect(lines).toContain('stdout  b\\rc\\u{2028}d\\u{202e}\\x1b[2J\te\\u{e0041}');
    const { left: all, folds } = compared.lines;
    const whole = foldedTexts(compared.lines, new Set(folds.keys())).left.lines.join('\n');
    expect(whole.split('\n')).toHaveLength(all.filter((line) => line !== undefined).length);
  });

  it('has no empty line where one side has none: in one column they would stand there as differences', async () => {
    const { left, right } = shownOf(
      await alignDispatches(await reader(steps(1)), await reader(steps({ a: 1, b: [2, 3] }))),
    );
    const empty = (text: string): number => text.split('\n').filter((line) => line.trim() === '').length;
    expect(right.split('\n').length).toBeGreaterThan(left.split('\n').length);
    // One behind the summary, and one behind each part.
    expect(empty(left)).toBe(empty(right));
  });

  it('compares an error with a result', async () => {
    const raise = { class: 'TypeError', message: 'no', backtrace: [] };
    const raised = RecordingReader.open(
      record([chunk('stdout', valueFrame('raise', raise)), { outcome: { outcome: 'raised', ...raise }, t: 99 }]),
    );
    const compared = shownOf(await alignDispatches(await reader(steps(1)), await raised));
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

describe('folds of what is the same', () => {
  const line = fc.oneof(
    fc.record({ left: fc.constantFrom('a', 'b'), right: fc.constantFrom('a', 'b') }),
    fc.constantFrom({ left: 'a', right: undefined }, { left: undefined, right: 'b' }),
  );
  const lines = fc.array(fc.oneof({ weight: 9, arbitrary: fc.constant({ left: 'a', right: 'a' }) }, line), {
    size: 'medium',
  });

  function compared(aligned: readonly AlignedLine[]): ComparedLines {
    const side = (pick: 'left' | 'right'): ComparedLines['left'] =>
      aligned.map((each, i) => (each[pick] === undefined ? undefined : `${i} ${each[pick]}`));
    return { left: side('left'), right: side('right'), folds: equalFolds(aligned) };
  }

  it('hide no line that differs, and few beside it', () => {
    fc.assert(
      fc.property(lines, (aligned) => {
        const both = compared(aligned);
        const { left, right } = foldedTexts(both, new Set());
        const isShared = new Set(both.left.filter((each, at) => each === both.right[at]));
        const differing = (all: ComparedLines['left']) =>
          all.filter((each) => each !== undefined && !isShared.has(each));
        const isNote = (text: string): boolean => text.includes(' hidden lines ');
        for (const [shown, whole] of [[left, both.left] as const, [right, both.right] as const]) {
          expect(differing(shown.lines).filter((text) => text !== undefined && !isNote(text))).toEqual(
            differing(whole),
          );
          const hidden = both.folds.reduce((sum, { from, to }) => sum + to - from, 0);
          expect(shown.lines.length - shown.foldIn.size + hidden).toBe(
            whole.filter((each) => each !== undefined).length,
          );
        }
        const differences = aligned.filter((each) => each.left !== each.right).length;
        expect(left.lines.length).toBeLessThanOrEqual(8 * (differences + 1));
      }),
    );
  });

  it('give back each line once opened, in any order, and leave the others folded', () => {
    fc.assert(
      fc.property(lines, fc.infiniteStream(fc.boolean()), (aligned, choose) => {
        const both = compared(aligned);
        const open = new Set(Array.from(both.folds.keys()).filter(() => choose.next().value));
        const shown = foldedTexts(both, open);
        const all = foldedTexts(both, new Set(both.folds.keys()));
        for (const pick of ['left', 'right'] as const) {
          const { lines: texts, foldIn } = shown[pick];
          expect([...foldIn.values()]).toEqual(Array.from(both.folds.keys()).filter((fold) => !open.has(fold)));
          const unfolded = texts.flatMap((text, at) => {
            const fold = both.folds[foldIn.get(at) ?? -1];
            return fold ? both[pick].slice(fold.from, fold.to) : [text];
          });
          const whole = both[pick].filter((each) => each !== undefined);
          expect(unfolded).toEqual(whole);
          expect(all[pick].lines).toEqual(whole);
          for (const [at, fold] of foldIn) {
            const { from, to } = both.folds[fold] ?? { from: 0, to: 0 };
            expect(texts[at]).toContain(` ${to - from} hidden lines `);
          }
        }
      }),
    );
  });
});

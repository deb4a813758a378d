import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignDispatches } from '../../../src/editor/lazy/compare/alignDispatches.ts';
import { alignLines } from '../../../src/text/alignLines.ts';
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
    expect(compared).toMatchObject({ firstDifference: undefined, differences: 0, leftResult: '"x"' });
    expect(compared.left).toBe(compared.right);
    expect(compared.left.split('\n').map((line) => line.trim().split(/\s+/)[0])).toEqual([
      'stdout',
      'stdout',
      'yield',
      'return',
      'outcome',
      'stderr',
    ]);
  });

  it('marks the first difference on both sides, and gives both results', async () => {
    const steps = (value: number, ...more: string[]): readonly Step[] => [
      chunk('stdout', stdoutFrame('same\n')),
      ...more.map((text) => chunk('stdout', stdoutFrame(text))),
      chunk('stdout', valueFrame('yield', [value])),
      chunk('stdout', valueFrame('return', { value })),
    ];
    const compared = await alignDispatches(await reader(steps(1)), await reader(steps(2, 'more\n')));
    expect(compared.firstDifference).toBe(1);
    expect(compared.left.split('\n')).toHaveLength(compared.right.split('\n').length);
    expect(compared.left.split('\n')[1]).toMatch(/^▶/);
    expect(compared.right.split('\n')[1]).toMatch(/^▶/);
    expect(compared).toMatchObject({ leftResult: '{\n  "value": 1\n}', rightResult: '{\n  "value": 2\n}' });
  });
});

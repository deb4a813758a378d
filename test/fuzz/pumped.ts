import fc from 'fast-check';
import { bytesOf, textOf } from './text.ts';

/** Stands between the parts of a pumped input. */
const MARK = '\u0001';

/**
 * A text of which a part comes again and again, as texts that take long have it: an input says the part once, so that
 * few bytes stand for many.
 */
export interface Pumped {
  /** Which of several functions it is for: any number. */
  readonly choice: number;
  readonly head: string;
  readonly unit: string;
  readonly tail: string;
}

/** Inputs made of a target's own snippets. */
export function pumpedInputs(snippets: readonly string[], seed: number, count: number): readonly Uint8Array[] {
  const snippet = fc.constantFrom(...snippets);
  const text = (maxLength: number): fc.Arbitrary<string> =>
    fc.array(snippet, { maxLength }).map((parts) => parts.join(''));
  const inputs = fc
    .tuple(fc.nat({ max: 25 }), text(2), fc.array(snippet, { minLength: 1, maxLength: 3 }), text(2))
    .map(([choice, head, unit, tail]) => bytesOf(pumpedText({ choice, head, unit: unit.join(''), tail })));
  return fc.sample(inputs, { seed, numRuns: count });
}

/** The input that stands for it. */
export function pumpedText({ choice, head, unit, tail }: Pumped): string {
  return [String.fromCodePoint(97 + choice) + head, unit, tail].join(MARK);
}

/** What any input stands for. */
export function readPumped(input: Uint8Array): Pumped {
  const [first = '', unit = '', ...rest] = textOf(input).split(MARK);
  return { choice: Math.max(0, (first.codePointAt(0) ?? 97) - 97), head: first.slice(1), unit, tail: rest.join('') };
}

/** The text itself. @param length characters, or a few more */
export function expand({ head, unit, tail }: Pumped, length: number): string {
  return `${head}${unit.repeat(Math.ceil(length / Math.max(1, unit.length)))}${tail}`;
}

/** Processor time that this process has taken, ms: unlike the clock it does not run while others compute. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

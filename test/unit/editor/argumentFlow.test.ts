import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  argumentsOf,
  canEndAt,
  givenAnswers,
  isSimple,
  nextQuestion,
  picksOf,
} from '../../../src/editor/lazy/arguments/argumentFlow.ts';
import { parametersOf } from '../../support/shapeOf.ts';

interface Answer {
  readonly kind: 'text' | 'omitted';
  readonly index: number;
}

const parameter = fc.constantFrom('p', 'p?', 'p = 1', 'p = make()', 'p = null');
const list = fc
  .tuple(fc.array(parameter, { maxLength: 5 }), fc.boolean())
  .map(([plain, rest]) =>
    [...plain.map((each, i) => each.replace('p', `p${i}`)), ...(rest ? ['...rest'] : [])].join(', '),
  );

/** Answers every question, leaving empty what a person would, as far as the question lets them. */
function answerAll(signature: string, leaves: (turn: number) => boolean): { asked: number[]; answers: Answer[] } {
  const parameters = parametersOf(signature);
  const answers: Answer[] = [];
  const asked: number[] = [];
  for (let turn = 0; turn < 100; turn++) {
    const question = nextQuestion(parameters, answers);
    if (!question) return { asked, answers };
    const { index, empty } = question;
    asked.push(index);
    const isRest = index >= parameters.length - 1 && question.parameter.rest;
    const isLeft = empty !== 'refused' && (leaves(turn) || (isRest && index > parameters.length + 2));
    answers[index] = { kind: isLeft ? 'omitted' : 'text', index };
  }
  throw new Error('the questions do not end');
}

describe('questions for arguments', () => {
  it('never pass over one, in whatever order things are left empty, and each answer is at its place', () => {
    fc.assert(
      fc.property(list, fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }), (signature, leaves) => {
        const parameters = parametersOf(signature);
        const { asked, answers } = answerAll(signature, (turn) => leaves[turn] ?? true);
        // Every parameter is asked for.
        expect(new Set(asked)).toEqual(new Set([...parameters.keys(), ...asked]));
        const given = givenAnswers(answers).map((each) => (each?.kind === 'text' ? { value: each.index } : undefined));
        const { args, missing } = argumentsOf(parameters, given);
        expect(missing).toEqual([]);
        for (const [i, answer] of given.entries()) {
          const { defaultValue } = parameters[i] ?? {};
          expect(args[i]).toBe(answer ? answer.value : defaultValue);
        }
        const required = [...parameters.entries()].filter(([, { optional, rest }]) => !optional && !rest);
        expect(required.map(([i]) => args[i])).toEqual(required.map(([i]) => i));
        expect(args).toHaveLength(given.length);
      }),
      { numRuns: 500 },
    );
  });

  it('of choose(when, mode?, flag = false, count) ask for the count when the rest is left empty', () => {
    const { asked, answers } = answerAll(`when: Date, mode?: 'a' | 'b', flag = false, count: number`, () => true);
    expect(asked).toEqual([0, 1, 2, 3]);
    const parameters = parametersOf(`when: Date, mode?: 'a' | 'b', flag = false, count: number`);
    const given = answers.map(({ kind, index }) => (kind === 'text' ? { value: index } : undefined));
    expect(argumentsOf(parameters, given)).toEqual({ args: [0, undefined, false, 3], missing: [] });
    const meanings = [1, 2, 3].map((i) => nextQuestion(parameters, answers.slice(0, i))?.empty);
    expect(meanings).toEqual(['null', 'default', 'refused']);
  });

  it('of echo(value, options?, ...rest) ask for the rest when the options are left empty, one after the other', () => {
    expect(answerAll('value, options?, ...rest', (turn) => turn === 1 || turn === 4).asked).toEqual([0, 1, 2, 3, 4]);
    expect(canEndAt(parametersOf('value, options?, ...rest'), 1)).toBe(true);
    expect(canEndAt(parametersOf('value, options?, count'), 1)).toBe(false);
  });

  it('come back to a default that only running tells, when something behind it was given', () => {
    const { asked } = answerAll('a = make(), b?', (turn) => turn === 0);
    expect(asked).toEqual([0, 1, 0]);
    expect(nextQuestion(parametersOf('a = make(), b'), [])?.empty).toBe('refused');
  });

  it('say what is missing where answers are of an older signature', () => {
    expect(argumentsOf(parametersOf('a, b'), [{ value: 1 }]).missing.map(({ name }) => name)).toEqual(['b']);
    expect(
      argumentsOf(parametersOf('a = make(), b'), [undefined, { value: 1 }]).missing.map(({ name }) => name),
    ).toEqual(['a']);
  });
});

describe('quick questions', () => {
  it.each([
    '',
    'a: string, b = 1, c?: Date',
    `a: 'x' | 'y', ...rest: number[]`,
    'a, b',
    'texts: string[]',
    'a: string, options: { breaks?: boolean } = {}',
  ])('do for (%s)', (signature) => {
    expect(isSimple(parametersOf(signature))).toBe(true);
  });

  it.each([
    'options: { breaks?: boolean }',
    'pair: [string, number]',
    'a: string, options?: { inner: { b: number } }',
    'rows: string[][]',
    '...rest: { a: number }[]',
    'names: Record<string, number>',
  ])('do not for (%s)', (signature) => {
    expect(isSimple(parametersOf(signature))).toBe(false);
  });

  it('are picks where there is nothing to type', () => {
    const [a, b, c] = parametersOf(`a: 'x' | 'y', b = false, c: 'x' | string`);
    expect([a, b, c].map((each) => each && picksOf(each))).toEqual([['x', 'y'], [true, false], undefined]);
  });
});

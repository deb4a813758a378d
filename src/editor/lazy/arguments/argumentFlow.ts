import type { MethodParameter } from '../../../engine/index.ts';
import { choicesOfType } from '../../../wire/types/fitValue.ts';
import { alternativesOf, ANY, type ValueType } from '../../../wire/types/valueType.ts';

/** What was answered for one argument: something, or that it is left out. */
export interface Answered {
  readonly kind: string;
}

const OMITTED = 'omitted';

/** A question that is to be asked. */
export interface Question {
  /** Which argument of the call: those of the rest are one after the other behind the others. */
  readonly index: number;
  readonly parameter: MethodParameter;
  /** Whether it can be left empty, and what is passed then. */
  readonly empty: EmptyMeaning;
}

/** What an empty answer means. */
export type EmptyMeaning =
  /** It is left out: nothing that was given follows it. */
  | 'left out'
  /** Its default is passed, which is written in the source: something follows. */
  | 'default'
  /** `null` is passed: something follows, and a call has no other way to leave it out. */
  | 'null'
  /** Something has to be given. */
  | 'refused';

/** What is to be asked next; `undefined` where all is known. @param answers by argument; what is missing was not asked */
export function nextQuestion(
  parameters: readonly MethodParameter[],
  answers: readonly (Answered | undefined)[],
): Question | undefined {
  const count = plainCount(parameters);
  for (const [index, parameter] of parameters.slice(0, count).entries()) {
    const empty = meaningOfEmpty(parameters, answers, index);
    const answer = answers[index];
    // What was left out may turn out to be needed: something behind it was given.
    if (!answer || (answer.kind === OMITTED && empty === 'refused')) return { index, parameter, empty };
  }
  const rest = parameters[count];
  if (!rest) return undefined;
  for (let index = count; ; index++) {
    const answer = answers[index];
    if (!answer) return { index, parameter: rest, empty: 'left out' };
    if (answer.kind === OMITTED) return undefined;
  }
}

/** Whether all that is still to be asked can be left out. */
export function canEndAt(parameters: readonly MethodParameter[], index: number): boolean {
  return parameters.slice(index).every(({ optional, rest }) => optional || rest);
}

/** The answers without those at the end that are left out. */
export function givenAnswers<A extends Answered>(answers: readonly (A | undefined)[]): readonly (A | undefined)[] {
  const last = answers.findLastIndex((answer) => answer !== undefined && answer.kind !== OMITTED);
  return answers.slice(0, last + 1);
}

/** What is passed for an argument that is left out while something behind it is given. */
export function valueOfEmpty(parameter: MethodParameter | undefined): unknown {
  return parameter?.defaultValue;
}

/** Whether a call can leave this one out although something follows. */
export function canBeSkipped({ optional, rest, default: fallback, defaultValue }: MethodParameter): boolean {
  return rest || (optional && (fallback === undefined || defaultValue !== undefined));
}

function meaningOfEmpty(
  parameters: readonly MethodParameter[],
  answers: readonly (Answered | undefined)[],
  index: number,
): EmptyMeaning {
  const parameter = parameters[index];
  if (!parameter || parameter.rest) return 'left out';
  if (!parameter.optional) return 'refused';
  const isGiven = answers.slice(index + 1).some((answer) => answer && answer.kind !== OMITTED);
  if (!isGiven && canEndAt(parameters, index + 1)) return 'left out';
  if (!canBeSkipped(parameter)) return 'refused';
  return parameter.default === undefined ? 'null' : 'default';
}

function plainCount(parameters: readonly MethodParameter[]): number {
  const rest = parameters.findIndex((parameter) => parameter.rest);
  return rest < 0 ? parameters.length : rest;
}

/** What can be picked for a parameter, where its type has nothing but literals, true and false, or null. */
export function picksOf({ shape = ANY }: MethodParameter): readonly (string | number | boolean | null)[] | undefined {
  return choicesOfType(shape);
}

/**
 * Whether quick questions do: no value that has parts within parts is asked for, and no object that has to be there.
 */
export function isSimple(parameters: readonly MethodParameter[]): boolean {
  return parameters.every(({ shape = ANY, optional, rest }) => {
    if (rest) return alternativesOf(shape).every(isPlain);
    return alternativesOf(shape).every((type) => isPlain(type) || (isFlat(type) && (optional || type.kind === 'list')));
  });
}

function isPlain(type: ValueType): boolean {
  return type.kind !== 'object' && type.kind !== 'record' && type.kind !== 'list' && type.kind !== 'tuple';
}

function isFlat(type: ValueType): boolean {
  switch (type.kind) {
    case 'list':
      return alternativesOf(type.items).every(isPlain);
    case 'tuple':
      return [...type.items, type.rest ?? ANY].every((each) => alternativesOf(each).every(isPlain));
    case 'record':
      return alternativesOf(type.values).every(isPlain);
    case 'object':
      return type.members.every((member) => alternativesOf(member.type).every(isPlain));
    default:
      return true;
  }
}

/** The arguments of a call. */
export interface Arguments {
  readonly args: readonly unknown[];
  /** What has to be given and is not: it is required, or its default is not known and something follows. */
  readonly missing: readonly MethodParameter[];
}

/** Puts together what was given for each argument, in order: none is at another's place. */
export function argumentsOf(
  parameters: readonly MethodParameter[],
  given: readonly ({ readonly value: unknown } | undefined)[],
): Arguments {
  const length = given.findLastIndex((each) => each !== undefined) + 1;
  const missing: MethodParameter[] = [];
  const args = Array.from({ length }, (_, i) => {
    const each = given[i];
    if (each) return each.value;
    const parameter = parameters[i];
    if (parameter && !canBeSkipped(parameter)) missing.push(parameter);
    return valueOfEmpty(parameter);
  });
  missing.push(...parameters.slice(length).filter(({ optional, rest }) => !optional && !rest));
  return { args, missing };
}

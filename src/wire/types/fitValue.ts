import { FileReference, isPlainObject } from './fileReference.ts';
import { readIsoDate } from './isoDate.ts';
import {
  alternativesOf,
  checkedAlternatives,
  unionOf,
  type ObjectType,
  type PlainKind,
  type TupleType,
  type ValueType,
} from './valueType.ts';

/** Where something stands within a value: names of members, and numbers of items from 0. */
export type ValuePath = readonly (string | number)[];

/** Why a value is none of its type. */
export type TypeProblem = { readonly path: ValuePath } & (
  | { readonly kind: 'other'; readonly found: unknown; readonly wanted: ValueType }
  | { readonly kind: 'unknown member'; readonly name: string; readonly known: readonly string[] }
  | { readonly kind: 'missing member'; readonly name: string; readonly wanted: ValueType }
  | { readonly kind: 'count'; readonly found: number; readonly least: number; readonly most: number }
);

type PlainType = Extract<ValueType, { readonly kind: PlainKind }>;

/** A value as its type means it, and what is wrong with it. */
export interface Fit {
  readonly value: unknown;
  readonly problems: readonly TypeProblem[];
}

/**
 * Looks at a value as a type means it. A text is a date where only a date can be meant, and a file is read as text where
 * no bytes are taken; everything else stays as it is.
 */
export function fitValue(value: unknown, type: ValueType, path: ValuePath = []): Fit {
  switch (type.kind) {
    case 'any':
      return fits(value);
    case 'literal':
      return value === type.value ? fits(value) : other(value, type, path);
    case 'list':
      return Array.isArray(value) ? fitList(value, type.items, path) : other(value, type, path);
    case 'tuple':
      return Array.isArray(value) ? fitTuple(value, type, path) : other(value, type, path);
    case 'record':
      return isPlainObject(value)
        ? fitObject(value, { kind: 'object', members: [], others: type.values }, path)
        : other(value, type, path);
    case 'object':
      return isPlainObject(value) ? fitObject(value, type, path) : other(value, type, path);
    case 'union':
      return fitUnion(value, type, path);
    case 'text':
    case 'number':
    case 'integer':
    case 'truth':
    case 'nothing':
    case 'bytes':
    case 'date':
      return fitPlain(value, type, path);
  }
}

function fitPlain(value: unknown, type: PlainType, path: ValuePath): Fit {
  if (value instanceof FileReference) {
    if (type.kind === 'bytes') return fits(value);
    return type.kind === 'text' ? fits(new FileReference(value.path, 'text')) : other(value, type, path);
  }
  if (type.kind === 'date' && typeof value === 'string') {
    const date = readIsoDate(value);
    return date ? fits(date) : other(value, type, path);
  }
  return isPlain(value, type.kind) ? fits(value) : other(value, type, path);
}

function isPlain(value: unknown, kind: PlainKind): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      // On the wire a number without a fraction and a bigint are one.
      return typeof value === 'number' || typeof value === 'bigint';
    case 'integer':
      return typeof value === 'bigint' || Number.isInteger(value);
    case 'truth':
      return typeof value === 'boolean';
    case 'nothing':
      return value === null || value === undefined;
    case 'bytes':
      return value instanceof Uint8Array;
    case 'date':
      return value instanceof Date;
  }
}

function fitUnion(value: unknown, type: ValueType & { readonly kind: 'union' }, path: ValuePath): Fit {
  const alternatives = checkedAlternatives(type);
  // A text stays one where a text is allowed, and a file its bytes.
  const order = (each: ValueType): number => (each.kind === 'date' || (each.kind === 'text' && isFile(value)) ? 1 : 0);
  const found = alternatives
    .toSorted((a, b) => order(a) - order(b))
    .map((each) => ({ each, fit: fitValue(value, each, path) }));
  const fitting = found.find(({ fit }) => fit.problems.length === 0);
  if (fitting) return fitting.fit;
  // What is an object or a list is likely to be meant as the alternative that is one, and where several are, as that of
  // which most is right.
  const near = found.filter(({ fit }) =>
    fit.problems.every((problem) => problem.kind !== 'other' || isInside(problem, path)),
  );
  const best = near.toSorted((a, b) => weightOf(a.fit, path) - weightOf(b.fit, path))[0];
  if (!best) return other(value, type, path);
  const tags = tagProblems(best.fit, alternatives, path);
  return tags.length === 0 ? best.fit : { value, problems: tags };
}

/**
 * What is wrong with the member that says which of several objects is meant: any of theirs would do. What else is missing
 * is not known without it.
 */
function tagProblems({ problems }: Fit, alternatives: readonly ValueType[], path: ValuePath): readonly TypeProblem[] {
  const objects = alternatives.filter((each) => each.kind === 'object');
  return problems.flatMap((problem) => {
    const name = problem.kind === 'missing member' ? problem.name : problem.path[path.length];
    const place = problem.kind === 'missing member' ? path.length : path.length + 1;
    if (!('wanted' in problem) || problem.path.length !== place) return [];
    const named = objects.map(({ members }) => members.find((member) => member.name === name)?.type);
    const types = named.filter((each) => each !== undefined);
    const isTag = objects.length > 1 && types.length === objects.length && types.every(isLiteral);
    return isTag ? [{ ...problem, wanted: unionOf(types) }] : [];
  });
}

function isLiteral(type: ValueType): boolean {
  return alternativesOf(type).every(({ kind }) => kind === 'literal');
}

/** A member that says which alternative is meant counts most. */
function weightOf({ problems }: Fit, path: ValuePath): number {
  const tags = problems.filter(
    (problem) =>
      problem.kind === 'other' && problem.wanted.kind === 'literal' && problem.path.length === path.length + 1,
  );
  return tags.length * 1000 + problems.length;
}

function isInside(problem: TypeProblem, path: ValuePath): boolean {
  return problem.path.length > path.length;
}

function isFile(value: unknown): boolean {
  return value instanceof FileReference;
}

function fitTuple(list: readonly unknown[], { items, least, rest }: TupleType, path: ValuePath): Fit {
  const most = rest ? Infinity : items.length;
  if (list.length < least || list.length > most) {
    return { value: list, problems: [{ path, kind: 'count', found: list.length, least, most }] };
  }
  const others = rest === undefined ? [] : list.slice(items.length).map(() => rest);
  const types = [...items, ...others].slice(0, list.length);
  return joined(types.map((type, i) => fitValue(list[i], type, [...path, i])));
}

function fitList(list: readonly unknown[], type: ValueType, path: ValuePath): Fit {
  return joined(list.map((item, i) => fitValue(item, type, [...path, i])));
}

function joined(fitted: readonly Fit[]): Fit {
  return { value: fitted.map(({ value }) => value), problems: fitted.flatMap(({ problems }) => problems) };
}

function fitObject(object: Readonly<Record<string, unknown>>, type: ObjectType, path: ValuePath): Fit {
  const known = new Map(type.members.map((member) => [member.name, member]));
  const problems: TypeProblem[] = [];
  const values: [string, unknown][] = [];
  for (const [name, item] of Object.entries(object)) {
    const member = known.get(name);
    const wanted = member?.type ?? type.others;
    if (wanted) {
      const fit = fitValue(item, wanted, [...path, name]);
      problems.push(...fit.problems);
      values.push([name, fit.value]);
    } else {
      problems.push({ path: [...path, name], kind: 'unknown member', name, known: [...known.keys()] });
      values.push([name, item]);
    }
  }
  for (const { name, optional, type: wanted } of type.members) {
    if (!optional && !Object.hasOwn(object, name)) problems.push({ path, kind: 'missing member', name, wanted });
  }
  return { value: Object.fromEntries(values), problems };
}

function fits(value: unknown): Fit {
  return { value, problems: [] };
}

function other(found: unknown, wanted: ValueType, path: ValuePath): Fit {
  return { value: found, problems: [{ path, kind: 'other', found, wanted }] };
}

/** The alternatives of a type that are chosen from a list: literals, true and false, null. `undefined`: it has others. */
export function choicesOfType(type: ValueType): readonly (string | number | boolean | null)[] | undefined {
  const choices: (string | number | boolean | null)[] = [];
  for (const each of alternativesOf(type)) {
    if (each.kind === 'literal') choices.push(each.value);
    else if (each.kind === 'truth') choices.push(true, false);
    else if (each.kind === 'nothing') choices.push(null);
    else return undefined;
  }
  return choices;
}

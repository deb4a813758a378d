/**
 * What a value may be, as the type of a parameter says it: one description, of which questions, checks and JSON schemas
 * are made. What a source does not tell is `any`, and never a guess.
 */
export type ValueType =
  | { readonly kind: 'any' }
  | { readonly kind: PlainKind }
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'list'; readonly items: ValueType }
  | TupleType
  /** An object of which only the values are known, as `Record<string, number>`. */
  | { readonly kind: 'record'; readonly values: ValueType }
  | ObjectType
  | { readonly kind: 'union'; readonly members: readonly ValueType[] };

/** `integer` is a `bigint`: a whole number, however large. */
export type PlainKind = 'text' | 'number' | 'integer' | 'truth' | 'nothing' | 'bytes' | 'date';

export interface TupleType {
  readonly kind: 'tuple';
  readonly items: readonly ValueType[];
  /** How many of them have to be there. */
  readonly least: number;
  /** What may follow them. */
  readonly rest?: ValueType;
}

export interface ObjectType {
  readonly kind: 'object';
  readonly members: readonly ObjectMember[];
  /** What members of other names are; without it there are none. */
  readonly others?: ValueType;
}

export interface ObjectMember {
  readonly name: string;
  readonly type: ValueType;
  readonly optional: boolean;
  /** First sentence of its comment. */
  readonly doc?: string;
}

export const ANY: ValueType = { kind: 'any' };

/** The alternatives of a type: its members where it is a union, else itself. */
export function alternativesOf(type: ValueType): readonly ValueType[] {
  return type.kind === 'union' ? type.members : [type];
}

/** One type of several, without repetitions; `any` as soon as one of them is. */
export function unionOf(types: readonly ValueType[]): ValueType {
  const members = new Map<string, ValueType>();
  for (const type of types.flatMap(alternativesOf)) {
    if (type.kind === 'any') return ANY;
    members.set(JSON.stringify(type), type);
  }
  const [first, ...others] = members.values();
  // Of nothing at all there is no value: then nothing is known.
  if (!first) return ANY;
  return others.length === 0 ? first : { kind: 'union', members: [first, ...others] };
}

/**
 * The alternatives as they are checked: TypeScript lets an object have members of any alternative, whichever it is.
 */
export function checkedAlternatives(type: ValueType): readonly ValueType[] {
  const alternatives = alternativesOf(type);
  const objects = alternatives.filter((each) => each.kind === 'object');
  if (objects.length < 2) return alternatives;
  const names = new Set(objects.flatMap(({ members }) => members.map(({ name }) => name)));
  return alternatives.map((each) => (each.kind === 'object' ? withNames(each, names) : each));
}

function withNames(type: ObjectType, names: ReadonlySet<string>): ObjectType {
  const own = new Set(type.members.map(({ name }) => name));
  const others = [...names].filter((name) => !own.has(name));
  return { ...type, members: [...type.members, ...others.map((name) => ({ name, type: ANY, optional: true }))] };
}

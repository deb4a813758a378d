import {
  alternativesOf,
  ANY,
  unionOf,
  type ObjectMember,
  type ObjectType,
  type ValueType,
} from '../../../../wire/types/valueType.ts';
import { asObject } from './objectTypes.ts';

/**
 * What a type that JavaScript or TypeScript brings along lets a value be; `undefined` for one of which nothing is known.
 *
 * @param value of `Record`: the type of a member by its name
 * @param optional of `Record`: whether its members may be missing
 */
export function utilityType(
  name: string,
  args: readonly ValueType[],
  value: (key: ValueType) => ValueType,
  optional: boolean,
): ValueType | undefined {
  const [first = ANY, second = ANY] = args;
  switch (name) {
    case 'Array':
    case 'ReadonlyArray':
      return { kind: 'list', items: first };
    case 'Date':
      return { kind: 'date' };
    case 'Uint8Array':
    case 'Buffer':
    case 'ArrayBuffer':
      return { kind: 'bytes' };
    case 'Record':
      return recordOf(first, value, optional);
    case 'Readonly':
    case 'NoInfer':
      return first;
    case 'Partial':
      return eachObject(first, (object) => withOptional(object, true));
    case 'Required':
      return eachObject(first, (object) => withOptional(object, false));
    case 'Pick':
      return only(first, second, true);
    case 'Omit':
      return only(first, second, false);
    case 'NonNullable':
      return without(first, { kind: 'nothing' });
    case 'Exclude':
      return without(first, second);
    default:
      return undefined;
  }
}

function recordOf(keys: ValueType, value: (key: ValueType) => ValueType, optional: boolean): ValueType {
  const members: ObjectMember[] = [];
  let others: ValueType | undefined;
  for (const key of alternativesOf(keys)) {
    if (key.kind === 'literal') members.push({ name: String(key.value), type: value(key), optional });
    else if (key.kind === 'text' || key.kind === 'number') others = value(key);
    else others = ANY;
  }
  if (members.length === 0) return { kind: 'record', values: others ?? ANY };
  return { kind: 'object', members, ...(others ? { others } : {}) };
}

function eachObject(type: ValueType, change: (object: ObjectType) => ValueType): ValueType {
  return unionOf(
    alternativesOf(type).map((each) => {
      const object = asObject(each);
      return object ? change(object) : ANY;
    }),
  );
}

function withOptional(object: ObjectType, optional: boolean): ValueType {
  return { ...object, members: object.members.map((member) => ({ ...member, optional })) };
}

function only(type: ValueType, names: ValueType, isKept: boolean): ValueType {
  const keys = alternativesOf(names);
  if (!keys.every((key) => key.kind === 'literal')) return ANY;
  const chosen = new Set(keys.map(({ value }) => String(value)));
  return eachObject(type, (object) => ({
    ...object,
    members: object.members.filter(({ name }) => chosen.has(name) === isKept),
  }));
}

function without(type: ValueType, removed: ValueType): ValueType {
  if (type.kind === 'any' || removed.kind === 'any') return ANY;
  const gone = new Set(alternativesOf(removed).map((each) => JSON.stringify(each)));
  return unionOf(alternativesOf(type).filter((each) => !gone.has(JSON.stringify(each)) && !covers(gone, each)));
}

/** `Exclude<'a' | 1, string>` leaves 1. */
function covers(gone: ReadonlySet<string>, type: ValueType): boolean {
  if (type.kind !== 'literal') return false;
  const kind = typeof type.value === 'string' ? 'text' : typeof type.value === 'number' ? 'number' : 'truth';
  return gone.has(JSON.stringify({ kind }));
}

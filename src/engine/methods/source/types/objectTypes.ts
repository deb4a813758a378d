import {
  alternativesOf,
  ANY,
  unionOf,
  type ObjectMember,
  type ObjectType,
  type ValueType,
} from '../../../../wire/types/valueType.ts';

/** The object that a type is, and no other thing. */
export function asObject(type: ValueType): ObjectType | undefined {
  if (type.kind === 'record') return { kind: 'object', members: [], others: type.values };
  return type.kind === 'object' ? type : undefined;
}

/**
 * What is of all these types.
 *
 * @param twice what a member is that two of them have: one of both kinds, which is not told, or that of the first
 */
export function intersectionOf(types: readonly ValueType[], twice: 'both' | 'first' = 'both'): ValueType {
  const objects = types.map(asObject);
  const others = types.filter((_, i) => !objects[i]);
  const [only] = others;
  if (only) {
    // `string & {}` is any text.
    const isBare = objects.every((each) => !each || (each.members.length === 0 && !each.others));
    if (others.length === 1 && isBare && only.kind !== 'any') return only;
    return twice === 'first' ? openly(objects) : ANY;
  }
  return merged(objects, twice);
}

/** An interface that extends what is not known: its own members hold, and there may be more. */
function openly(objects: readonly (ObjectType | undefined)[]): ValueType {
  const known = merged(objects, 'first');
  return known.kind === 'object' ? { ...known, others: ANY } : known;
}

function merged(objects: readonly (ObjectType | undefined)[], twice: 'both' | 'first'): ValueType {
  const members = new Map<string, ObjectMember>();
  const others: ValueType[] = [];
  for (const object of objects) {
    if (object?.others) others.push(object.others);
    for (const member of object?.members ?? []) {
      const before = members.get(member.name);
      if (!before) members.set(member.name, member);
      else if (twice === 'both') {
        const isSame = JSON.stringify(before.type) === JSON.stringify(member.type);
        const optional = before.optional && member.optional;
        members.set(member.name, { ...before, type: isSame ? member.type : ANY, optional });
      }
    }
  }
  const rest = others.length === 0 ? {} : { others: others.length === 1 ? unionOf(others) : ANY };
  return { kind: 'object', members: [...members.values()], ...rest };
}

/** `keyof`: the names of an object's members. */
export function keysOf(type: ValueType): ValueType {
  if (type.kind === 'record') return { kind: 'text' };
  if (type.kind !== 'object' || type.others || type.members.length === 0) return ANY;
  return unionOf(type.members.map(({ name }): ValueType => ({ kind: 'literal', value: name })));
}

/** What is at an index of a type: `List[number]`, `Options['mode']`. */
export function indexed(type: ValueType, index: ValueType): ValueType {
  if (index.kind === 'number') {
    if (type.kind === 'list') return type.items;
    return type.kind === 'tuple' ? unionOf([...type.items, ...(type.rest ? [type.rest] : [])]) : ANY;
  }
  if (type.kind === 'record' && index.kind === 'text') return type.values;
  return unionOf(alternativesOf(index).map((each) => atName(type, each)));
}

function atName(type: ValueType, index: ValueType): ValueType {
  if (type.kind !== 'object' || index.kind !== 'literal') return ANY;
  const member = type.members.find(({ name }) => name === index.value);
  if (!member) return ANY;
  return member.optional ? unionOf([member.type, { kind: 'nothing' }]) : member.type;
}

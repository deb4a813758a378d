import { alternativesOf, type ObjectMember, type ValueType } from '../../../wire/types/valueType.ts';

/** Levels of objects that have to be there. */
const MAX_DEPTH = 4;

/** The least value of a type, to be filled in. A date is its text, which is what people write. */
export function skeletonOf(type: ValueType, depth = 0): unknown {
  const [first = type] = alternativesOf(type);
  switch (first.kind) {
    case 'text':
      return '';
    case 'number':
    case 'integer':
      return 0;
    case 'truth':
      return false;
    case 'literal':
      return first.value;
    case 'bytes':
      return new Uint8Array();
    case 'date':
      return '2000-01-01T00:00:00Z';
    case 'list':
      return [];
    case 'tuple':
      return depth >= MAX_DEPTH ? [] : first.items.slice(0, first.least).map((item) => skeletonOf(item, depth + 1));
    case 'record':
      return {};
    case 'object':
      return depth >= MAX_DEPTH
        ? {}
        : Object.fromEntries(
            first.members.filter(isNeeded).map((member) => [member.name, skeletonOf(member.type, depth + 1)]),
          );
    case 'nothing':
    case 'any':
    case 'union':
      return null;
  }
}

function isNeeded({ optional }: ObjectMember): boolean {
  return !optional;
}

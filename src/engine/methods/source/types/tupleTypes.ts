import type { Node, TSTupleType } from '@babel/types';
import { ANY, unionOf, type ValueType } from '../../../../wire/types/valueType.ts';

/** What a tuple lets a value be: `[string, number?, ...boolean[]]`. */
export function tupleOf({ elementTypes }: TSTupleType, read: (node: Node) => ValueType): ValueType {
  const items: ValueType[] = [];
  let least = 0;
  let rest: ValueType | undefined;
  for (const element of elementTypes) {
    const isNamed = element.type === 'TSNamedTupleMember';
    const type: Node = isNamed ? element.elementType : element;
    if (type.type === 'TSRestType') {
      const list = read(type.typeAnnotation);
      // What comes behind the rest, or is spread out, is told as what any of it may be.
      rest = list.kind === 'list' ? unionOf([list.items, ...(rest ? [rest] : [])]) : ANY;
    } else if (rest) {
      rest = unionOf([rest, read(type)]);
    } else {
      const isOptional = type.type === 'TSOptionalType' || (isNamed && element.optional);
      items.push(read(type.type === 'TSOptionalType' ? type.typeAnnotation : type));
      if (!isOptional) least = items.length;
    }
  }
  return { kind: 'tuple', items, least, ...(rest ? { rest } : {}) };
}

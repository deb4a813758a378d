import type { TSTypeElement } from '@babel/types';
import { ANY, type ObjectMember, type ValueType } from '../../../../wire/types/valueType.ts';
import { docSentence } from '../docSentence.ts';
import { keyOf } from './literalTypes.ts';
import type { ReadsTypes, TypeScope } from './typeScope.ts';

/** What an interface, or a type of members, lets a value be. What can be called is no value of a call. */
export function membersOf(nodes: readonly TSTypeElement[], reader: ReadsTypes, scope: TypeScope): ValueType {
  const members = new Map<string, ObjectMember>();
  let others: ValueType | undefined;
  for (const node of nodes) {
    switch (node.type) {
      case 'TSPropertySignature':
      case 'TSMethodSignature': {
        const name = node.computed === true ? undefined : keyOf(node.key);
        // A name that is computed may be any.
        if (name === undefined) others = ANY;
        else members.set(name, memberOf(name, node, reader, scope));
        break;
      }
      case 'TSIndexSignature':
        others = node.typeAnnotation ? reader.read(node.typeAnnotation, scope) : ANY;
        break;
      case 'TSCallSignatureDeclaration':
      case 'TSConstructSignatureDeclaration':
        return ANY;
    }
  }
  if (members.size === 0 && others) return { kind: 'record', values: others };
  return { kind: 'object', members: [...members.values()], ...(others ? { others } : {}) };
}

function memberOf(
  name: string,
  node: Extract<TSTypeElement, { type: 'TSPropertySignature' | 'TSMethodSignature' }>,
  reader: ReadsTypes,
  scope: TypeScope,
): ObjectMember {
  const isValue = node.type === 'TSPropertySignature' && node.typeAnnotation;
  const doc = docSentence(node);
  return {
    name,
    type: isValue ? reader.read(isValue, scope) : ANY,
    optional: node.optional === true,
    ...(doc === undefined ? {} : { doc }),
  };
}

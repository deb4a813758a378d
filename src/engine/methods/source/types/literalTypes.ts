import type { Node } from '@babel/types';
import { ANY, unionOf, type ObjectMember, type ValueType } from '../../../../wire/types/valueType.ts';
import { OUTSIDE, type ReadsTypes } from './typeScope.ts';

/** The type that is one value. */
export function literalOf(node: Node): ValueType {
  if (node.type === 'BigIntLiteral') return { kind: 'integer' };
  if (node.type === 'TemplateLiteral' && node.expressions.length > 0) return { kind: 'text' };
  const value = plainValue(node);
  if (value?.value === null) return { kind: 'nothing' };
  return value ? { kind: 'literal', value: value.value } : ANY;
}

/** The value of an expression that is a text, a number, a truth or null. */
export function plainValue(node: Node): { readonly value: string | number | boolean | null } | undefined {
  switch (node.type) {
    case 'StringLiteral':
    case 'NumericLiteral':
    case 'BooleanLiteral':
      return { value: node.value };
    case 'NullLiteral':
      return { value: null };
    case 'TemplateLiteral': {
      const [text] = node.quasis;
      const cooked = text?.value.cooked;
      return node.expressions.length === 0 && typeof cooked === 'string' ? { value: cooked } : undefined;
    }
    case 'UnaryExpression': {
      const { argument, operator } = node;
      return operator === '-' && argument.type === 'NumericLiteral' ? { value: -argument.value } : undefined;
    }
    default:
      return undefined;
  }
}

/**
 * The type that TypeScript gives to what is made by an expression.
 *
 * @param how `const`: as a constant; `as const`: so are its parts; `let`: what may be assigned to it later
 */
export function typeOfExpression(node: Node, reader: ReadsTypes, how: 'const' | 'as const' | 'let'): ValueType {
  switch (node.type) {
    case 'TSAsExpression':
    case 'TSTypeAssertion': {
      const { typeAnnotation, expression } = node;
      const isConst = typeAnnotation.type === 'TSTypeReference' && nameOf(typeAnnotation.typeName) === 'const';
      return isConst ? typeOfExpression(expression, reader, 'as const') : reader.read(typeAnnotation, OUTSIDE);
    }
    case 'TSSatisfiesExpression':
    case 'ParenthesizedExpression':
      return typeOfExpression(node.expression, reader, how);
    case 'ArrayExpression': {
      const items = node.elements.map((item) => (item ? partOf(item, reader, how) : ANY));
      if (how === 'as const') return { kind: 'tuple', items, least: items.length };
      return { kind: 'list', items: items.length === 0 ? ANY : unionOf(items) };
    }
    case 'ObjectExpression':
      return objectOf(node, reader, how);
    default: {
      const literal = literalOf(node);
      return how === 'let' ? widened(literal) : literal;
    }
  }
}

/** The type of a parameter that has none, told by its default: of objects and lists it tells no more than that. */
export function typeOfDefault(node: Node, reader: ReadsTypes): ValueType {
  if (node.type === 'ArrayExpression') return { kind: 'list', items: ANY };
  if (node.type === 'ObjectExpression') return { kind: 'record', values: ANY };
  const type = typeOfExpression(node, reader, 'let');
  return type.kind === 'nothing' ? ANY : type;
}

function objectOf(
  node: Extract<Node, { type: 'ObjectExpression' }>,
  reader: ReadsTypes,
  how: 'const' | 'as const' | 'let',
): ValueType {
  const members: ObjectMember[] = [];
  for (const member of node.properties) {
    const name = member.type === 'ObjectProperty' && !member.computed ? keyOf(member.key) : undefined;
    if (name === undefined || member.type !== 'ObjectProperty') return ANY;
    members.push({ name, type: partOf(member.value, reader, how), optional: false });
  }
  return { kind: 'object', members };
}

function partOf(node: Node, reader: ReadsTypes, how: 'const' | 'as const' | 'let'): ValueType {
  if (node.type === 'SpreadElement') return ANY;
  return typeOfExpression(node, reader, how === 'as const' ? how : 'let');
}

/** What may be assigned to a variable that begins as a literal. */
function widened(type: ValueType): ValueType {
  if (type.kind !== 'literal') return type;
  if (typeof type.value === 'string') return { kind: 'text' };
  return { kind: typeof type.value === 'number' ? 'number' : 'truth' };
}

/** The name of a member as its key is written. */
export function keyOf(key: Node): string | undefined {
  if (key.type === 'Identifier') return key.name;
  if (key.type === 'StringLiteral') return key.value;
  return key.type === 'NumericLiteral' ? String(key.value) : undefined;
}

function nameOf(node: Node): string | undefined {
  return node.type === 'Identifier' ? node.name : undefined;
}

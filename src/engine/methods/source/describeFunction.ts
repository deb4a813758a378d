import type {
  ArrowFunctionExpression,
  FunctionDeclaration,
  FunctionExpression,
  Identifier,
  Node,
  ObjectMethod,
} from '@babel/types';
import type { MethodKind, MethodParameter, SourceFunction } from '../inmateMethods.ts';
import type { SourceText } from './sourceText.ts';

export type FunctionNode = FunctionDeclaration | FunctionExpression | ArrowFunctionExpression | ObjectMethod;

type ParameterNode = FunctionNode['params'][number];

/** Characters of a type or a default; longer ones are cut: they are for people to read. */
const MAX_TEXT = 200;

/** @param place the node whose position is the function's, for example its name */
export function describeFunction(
  node: FunctionNode,
  place: Node,
  doc: string | undefined,
  source: SourceText,
): SourceFunction {
  return {
    kind: kindOf(node),
    parameters: node.params.filter((param) => !isThis(param)).map((param) => describeParameter(param, source.text)),
    doc,
    ...source.positionOf(place.start ?? 0),
  };
}

/** The function that a value is, without type assertions and the like. */
export function functionOf(node: Node | null | undefined): FunctionNode | undefined {
  switch (node?.type) {
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
    case 'FunctionDeclaration':
    case 'ObjectMethod':
      return node;
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'TSNonNullExpression':
    case 'ParenthesizedExpression':
      return functionOf(node.expression);
    default:
      return undefined;
  }
}

function kindOf(node: FunctionNode): MethodKind {
  if (node.generator === true) return node.async ? 'async generator' : 'generator';
  return node.async ? 'async' : 'function';
}

/** TypeScript's `this` parameter is not an argument of the call. */
function isThis(param: ParameterNode): boolean {
  return param.type === 'Identifier' && param.name === 'this';
}

function describeParameter(param: ParameterNode, source: string): MethodParameter {
  if (param.type === 'RestElement') {
    const type = annotation(param, source) ?? annotation(param.argument, source);
    return { name: nameOf(param.argument, source), type, optional: true, default: undefined, rest: true };
  }
  if (param.type === 'AssignmentPattern') {
    const type = annotation(param.left, source);
    const fallback = textOf(param.right, source);
    return { name: nameOf(param.left, source), type, optional: true, default: fallback, rest: false };
  }
  const optional = 'optional' in param && param.optional === true;
  return { name: nameOf(param, source), type: annotation(param, source), optional, default: undefined, rest: false };
}

function nameOf(node: Node, source: string): string {
  return node.type === 'Identifier' ? node.name : textOf(withoutAnnotation(node), source);
}

function annotation(node: Node, source: string): string | undefined {
  const typed = typeAnnotation(node);
  return typed ? textOf(typed, source) : undefined;
}

function typeAnnotation(node: Node): Node | undefined {
  if (!('typeAnnotation' in node) || !node.typeAnnotation) return undefined;
  return node.typeAnnotation.type === 'TSTypeAnnotation' ? node.typeAnnotation.typeAnnotation : undefined;
}

/** The pattern without its type. */
function withoutAnnotation(node: Node): Pick<Identifier, 'start' | 'end'> {
  const typed = 'typeAnnotation' in node ? node.typeAnnotation : undefined;
  return { start: node.start ?? 0, end: typed?.start ?? node.end ?? 0 };
}

function textOf(node: Pick<Node, 'start' | 'end'>, source: string): string {
  const text = source
    .slice(node.start ?? 0, node.end ?? 0)
    .replace(/\s+/g, ' ')
    .trim();
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}

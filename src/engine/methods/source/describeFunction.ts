import type {
  ArrowFunctionExpression,
  FunctionDeclaration,
  FunctionExpression,
  Identifier,
  Node,
  ObjectMethod,
} from '@babel/types';
import type { MethodKind, MethodParameter, SourceFunction } from '../inmateMethods.ts';
import { ANY, unionOf, type ValueType } from '../../../wire/types/valueType.ts';
import { defaultValue } from './defaultValue.ts';
import { docSentence } from './docSentence.ts';
import type { ModuleText } from './moduleText.ts';
import { parameterDocs } from './parameterDocs.ts';

export type FunctionNode = FunctionDeclaration | FunctionExpression | ArrowFunctionExpression | ObjectMethod;

type ParameterNode = FunctionNode['params'][number];

const NO_DOCS: ReadonlyMap<string, string> = new Map();

/** Characters of a type or a default; longer ones are cut: they are for people to read. */
const MAX_TEXT = 200;

/**
 * @param place the node whose position is the function's, for example its name
 * @param statement the one that its doc comment stands in front of
 */
export function describeFunction(node: FunctionNode, place: Node, statement: Node, source: ModuleText): SourceFunction {
  const docs = node.params.length > 0 ? parameterDocs(statement) : NO_DOCS;
  const reader = new ParameterReader(source, node.typeParameters);
  const parameters = node.params.filter((param) => !isThis(param)).map((param) => withDoc(reader.read(param), docs));
  return { kind: kindOf(node), parameters, doc: docSentence(statement), ...source.positionOf(place.start ?? 0) };
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

function withDoc(parameter: MethodParameter, docs: ReadonlyMap<string, string>): MethodParameter {
  const doc = docs.get(parameter.name);
  return doc === undefined ? parameter : { ...parameter, doc };
}

/** Reads the parameters of one function. */
class ParameterReader {
  readonly #source: ModuleText;
  readonly #generics: FunctionNode['typeParameters'];

  constructor(source: ModuleText, generics: FunctionNode['typeParameters']) {
    this.#source = source;
    this.#generics = generics;
  }

  read(param: ParameterNode): MethodParameter {
    if (param.type === 'RestElement') {
      const typed = typeAnnotation(param) ?? typeAnnotation(param.argument);
      const shape = typed ? itemOf(this.#source.typeOf(typed, this.#generics)) : ANY;
      return { ...this.#basic(param.argument, typed), optional: true, default: undefined, rest: true, ...known(shape) };
    }
    if (param.type === 'AssignmentPattern') {
      const { left, right } = param;
      const typed = typeAnnotation(left);
      const shape = typed ? this.#source.typeOf(typed, this.#generics) : this.#source.typeOfDefault(right);
      const written = defaultValue(right);
      return {
        ...this.#basic(left, typed),
        optional: true,
        default: textOf(right, this.#source.text),
        rest: false,
        ...known(shape),
        ...(written ? { defaultValue: written.value } : {}),
      };
    }
    const typed = typeAnnotation(param);
    const shape = typed ? this.#source.typeOf(typed, this.#generics) : ANY;
    const optional = 'optional' in param && param.optional === true;
    return { ...this.#basic(param, typed), optional, default: undefined, rest: false, ...known(shape) };
  }

  #basic(node: Node, typed: Node | undefined): Pick<MethodParameter, 'name' | 'type'> {
    const { text } = this.#source;
    return { name: nameOf(node, text), type: typed && textOf(typed, text) };
  }
}

/** What each argument of the rest may be. */
function itemOf(type: ValueType): ValueType {
  if (type.kind === 'list') return type.items;
  return type.kind === 'tuple' ? unionOf([...type.items, ...(type.rest ? [type.rest] : [])]) : ANY;
}

function known(shape: ValueType): Pick<MethodParameter, 'shape'> {
  return shape.kind === 'any' ? {} : { shape };
}

function nameOf(node: Node, source: string): string {
  return node.type === 'Identifier' ? node.name : textOf(withoutAnnotation(node), source);
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

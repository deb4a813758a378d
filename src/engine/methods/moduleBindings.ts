import type { Expression, ImportDeclaration, Node, Statement, VariableDeclaration } from '@babel/types';
import { describeFunction, functionOf, type FunctionNode } from './describeFunction.ts';
import { docSentence } from './docSentence.ts';
import type { SourceFunction } from './inmateMethods.ts';
import type { SourceText } from './sourceText.ts';

/** What one name of a module stands for, as far as its own source tells. */
export type Binding =
  | { readonly kind: 'function'; readonly function: SourceFunction }
  /** No function that can be called, for example a class, a number or a type. */
  | { readonly kind: 'other' }
  /** Only running the code would tell. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'import'; readonly from: string; readonly name: string };

export const OTHER: Binding = { kind: 'other' };
export const UNKNOWN: Binding = { kind: 'unknown' };

const NO_FUNCTIONS: ReadonlySet<Expression['type']> = new Set([
  'ArrayExpression',
  'BigIntLiteral',
  'BinaryExpression',
  'BooleanLiteral',
  'ClassExpression',
  'NewExpression',
  'NullLiteral',
  'NumericLiteral',
  'ObjectExpression',
  'RegExpLiteral',
  'StringLiteral',
  'TemplateLiteral',
  'UnaryExpression',
]);

/** What the top-level statements of a module declare and import, exported or not, by local name. */
export function moduleBindings(statements: readonly Statement[], source: SourceText): ReadonlyMap<string, Binding> {
  const bindings = new Map<string, Binding>();
  for (const statement of statements) {
    const declaration = declarationOf(statement);
    if (declaration.type === 'ImportDeclaration') {
      addImports(bindings, declaration);
    } else if (declaration.type === 'VariableDeclaration') {
      addVariables(bindings, declaration, statement, source);
    } else if (declaration.type === 'FunctionDeclaration' && declaration.id) {
      bindings.set(declaration.id.name, describe(declaration, declaration.id, statement, source));
    } else if ('id' in declaration && declaration.id?.type === 'Identifier' && !bindings.has(declaration.id.name)) {
      // A type may share the name of a function, and overloads stand in front of the function itself.
      bindings.set(declaration.id.name, OTHER);
    }
  }
  return bindings;
}

/** What `export default` stands for. */
export function defaultBinding(
  statement: Extract<Statement, { type: 'ExportDefaultDeclaration' }>,
  bindings: ReadonlyMap<string, Binding>,
  source: SourceText,
): Binding {
  const { declaration } = statement;
  if (declaration.type === 'Identifier') return bindings.get(declaration.name) ?? UNKNOWN;
  const node = functionOf(declaration);
  return node ? describe(node, declaration, statement, source) : UNKNOWN;
}

/** The names that a declaration's left side introduces. */
export function patternNames(pattern: Node): readonly string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap((member) =>
        patternNames(member.type === 'RestElement' ? member : member.value),
      );
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element ? patternNames(element) : []));
    case 'AssignmentPattern':
      return patternNames(pattern.left);
    case 'RestElement':
      return patternNames(pattern.argument);
    default:
      return [];
  }
}

function declarationOf(statement: Statement): Node {
  if (statement.type === 'ExportNamedDeclaration') return statement.declaration ?? statement;
  return statement.type === 'ExportDefaultDeclaration' ? statement.declaration : statement;
}

function addImports(bindings: Map<string, Binding>, { specifiers, source }: ImportDeclaration): void {
  for (const specifier of specifiers) {
    if (specifier.type === 'ImportNamespaceSpecifier') {
      bindings.set(specifier.local.name, OTHER);
      continue;
    }
    const imported = specifier.type === 'ImportSpecifier' ? specifier.imported : undefined;
    const name = imported ? exportedName(imported) : 'default';
    bindings.set(specifier.local.name, { kind: 'import', from: source.value, name });
  }
}

function addVariables(
  bindings: Map<string, Binding>,
  declaration: VariableDeclaration,
  statement: Statement,
  source: SourceText,
): void {
  for (const { id, init } of declaration.declarations) {
    const node = functionOf(init);
    const seen = init && NO_FUNCTIONS.has(init.type) ? OTHER : UNKNOWN;
    for (const name of patternNames(id)) bindings.set(name, node ? describe(node, id, statement, source) : seen);
  }
}

/** The text of a name in an export or import list, where strings are names too. */
export function exportedName(name: Extract<Node, { type: 'Identifier' | 'StringLiteral' }>): string {
  return name.type === 'StringLiteral' ? name.value : name.name;
}

function describe(node: FunctionNode, place: Node, statement: Statement, source: SourceText): Binding {
  return { kind: 'function', function: describeFunction(node, place, docSentence(statement), source) };
}

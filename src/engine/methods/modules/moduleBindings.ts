import type { ImportDeclaration, Node, Statement, VariableDeclaration } from '@babel/types';
import { describeFunction, functionOf, type FunctionNode } from '../source/describeFunction.ts';
import type { ModuleText } from '../source/moduleText.ts';
import { patternNames } from '../source/patternNames.ts';
import type { SourceFunction } from '../inmateMethods.ts';
import { isTypeOnly } from '../source/typeOnly.ts';
import { reassignedNames } from '../source/sourceWalk.ts';

/** What one name of a module stands for, as far as its own source tells. */
export type Binding =
  | { readonly kind: 'function'; readonly function: SourceFunction }
  /** Not a function that can be called, for example a class or a number. */
  | { readonly kind: 'other' }
  /** Only a type, which is nothing at run time. */
  | { readonly kind: 'type' }
  /** Only running the code would tell. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'import'; readonly from: string; readonly name: string };

export const OTHER: Binding = { kind: 'other' };
export const TYPE: Binding = { kind: 'type' };
export const UNKNOWN: Binding = { kind: 'unknown' };

const NO_FUNCTIONS: ReadonlySet<Node['type']> = new Set([
  'ArrayExpression',
  'BigIntLiteral',
  'BinaryExpression',
  'BooleanLiteral',
  'ClassExpression',
  'NullLiteral',
  'NumericLiteral',
  'ObjectExpression',
  'RegExpLiteral',
  'StringLiteral',
  'TemplateLiteral',
  'UnaryExpression',
]);

/** Built-in classes whose instances are not functions. Those of any other class may be. */
const NO_CONSTRUCTORS: ReadonlySet<string> = new Set([
  'AbortController',
  'Array',
  'Date',
  'Error',
  'Map',
  'RegExp',
  'Set',
  'TextDecoder',
  'TextEncoder',
  'URL',
  'Uint8Array',
  'WeakMap',
  'WeakSet',
]);

/** What the top-level statements of a module declare and import, exported or not, by local name. */
export function moduleBindings(statements: readonly Statement[], source: ModuleText): ReadonlyMap<string, Binding> {
  const bindings = new Map<string, Binding>();
  for (const statement of statements) {
    const declaration = declarationOf(statement);
    if (declaration.type === 'ImportDeclaration') {
      addImports(bindings, declaration);
    } else if (declaration.type === 'VariableDeclaration') {
      addVariables(bindings, declaration, statement, source);
    } else if (declaration.type === 'FunctionDeclaration' && declaration.id) {
      bindings.set(declaration.id.name, describe(declaration, declaration.id, statement, source));
    } else if ('id' in declaration && declaration.id?.type === 'Identifier') {
      // A type may share the name of a value, and overloads come before the function itself.
      const before = bindings.get(declaration.id.name);
      const binding = isTypeOnly(declaration) ? TYPE : OTHER;
      if (!before || (before.kind === 'type' && binding !== TYPE)) bindings.set(declaration.id.name, binding);
    }
  }
  // A variable that is assigned to later may hold anything.
  for (const name of reassignedNames(statements)) if (bindings.get(name)?.kind === 'other') bindings.set(name, UNKNOWN);
  return bindings;
}

/** What `export default` stands for. */
export function defaultBinding(
  statement: Extract<Statement, { type: 'ExportDefaultDeclaration' }>,
  bindings: ReadonlyMap<string, Binding>,
  source: ModuleText,
): Binding {
  const { declaration } = statement;
  if (declaration.type === 'Identifier') return bindings.get(declaration.name) ?? UNKNOWN;
  if (isTypeOnly(declaration)) return TYPE;
  const node = functionOf(declaration);
  return node ? describe(node, declaration, statement, source) : UNKNOWN;
}

/** What an expression evaluates to, if it shows. @param place the node that has a function's position and doc */
export function expressionBinding(
  expression: Node,
  place: { readonly name: Node; readonly statement: Node },
  bindings: ReadonlyMap<string, Binding>,
  source: ModuleText,
): Binding {
  const node = functionOf(expression);
  if (node) return describe(node, place.name, place.statement, source);
  if (expression.type === 'Identifier') return bindings.get(expression.name) ?? UNKNOWN;
  return isNoFunction(expression, bindings) ? OTHER : UNKNOWN;
}

function declarationOf(statement: Statement): Node {
  if (statement.type === 'ExportNamedDeclaration') return statement.declaration ?? statement;
  return statement.type === 'ExportDefaultDeclaration' ? statement.declaration : statement;
}

function addImports(bindings: Map<string, Binding>, { specifiers, source, importKind }: ImportDeclaration): void {
  for (const specifier of specifiers) {
    if (importKind === 'type' || (specifier.type === 'ImportSpecifier' && specifier.importKind === 'type')) {
      // A value may share the name of a type, and come before its import.
      if (!bindings.has(specifier.local.name)) bindings.set(specifier.local.name, TYPE);
      continue;
    }
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
  source: ModuleText,
): void {
  for (const { id, init } of declaration.declarations) {
    const node = functionOf(init);
    const seen = declaration.declare === true ? TYPE : init && isNoFunction(init, bindings) ? OTHER : UNKNOWN;
    for (const name of patternNames(id)) bindings.set(name, node ? describe(node, id, statement, source) : seen);
  }
}

/** The text of a name in an export or import list, where strings are names too. */
export function exportedName(name: Extract<Node, { type: 'Identifier' | 'StringLiteral' }>): string {
  return name.type === 'StringLiteral' ? name.value : name.name;
}

function describe(node: FunctionNode, place: Node, statement: Node, source: ModuleText): Binding {
  return { kind: 'function', function: describeFunction(node, place, statement, source) };
}

function isNoFunction(expression: Node, bindings: ReadonlyMap<string, Binding>): boolean {
  if (expression.type !== 'NewExpression') return NO_FUNCTIONS.has(expression.type);
  const { callee } = expression;
  return callee.type === 'Identifier' && NO_CONSTRUCTORS.has(callee.name) && !bindings.has(callee.name);
}

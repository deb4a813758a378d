import type { AssignmentExpression, Expression, Node, ObjectExpression, Statement } from '@babel/types';
import { expressionBinding, UNKNOWN, type Binding } from './moduleBindings.ts';
import type { ModuleText } from '../source/moduleText.ts';
import type { SourcePosition } from '../source/sourceText.ts';
import { reassignedNames, walkNodes } from '../source/sourceWalk.ts';

export interface CommonJsExports {
  /** By name; `default` where `module.exports` is itself a function. */
  readonly names: ReadonlyMap<string, Binding>;
  readonly places: ReadonlyMap<string, SourcePosition>;
  /** Modules that are re-exported as a whole. */
  readonly stars: readonly string[];
  /** Whether there may be more names than the source shows. */
  readonly isOpen: boolean;
}

/** Finds what a CommonJS module puts into `module.exports`, as far as its top level does so in the usual ways. */
export function readCommonJs(
  statements: readonly Statement[],
  bindings: ReadonlyMap<string, Binding>,
  source: ModuleText,
): CommonJsExports {
  const reader = new CommonJsReader(statements, bindings, source);
  for (const statement of statements) reader.readStatement(statement);
  reader.readRest(statements);
  return reader;
}

class CommonJsReader implements CommonJsExports {
  readonly names = new Map<string, Binding>();
  readonly places = new Map<string, SourcePosition>();
  stars: string[] = [];
  isOpen = false;
  readonly #bindings: ReadonlyMap<string, Binding>;
  readonly #source: ModuleText;
  /** Object literals by the constant that holds them. */
  readonly #objects: ReadonlyMap<string, ObjectExpression>;
  /** Identifiers `module` and `exports` whose use is understood. */
  readonly #understood = new Set<Node>();

  constructor(statements: readonly Statement[], bindings: ReadonlyMap<string, Binding>, source: ModuleText) {
    this.#bindings = bindings;
    this.#source = source;
    this.#objects = constantObjects(statements);
  }

  readStatement(statement: Statement): void {
    if (statement.type !== 'ExpressionStatement') return;
    const { expression } = statement;
    if (expression.type === 'AssignmentExpression') this.#readAssignment(expression, statement);
    else if (expression.type === 'CallExpression') this.#readCall(expression, statement);
    else if (expression.type === 'LogicalExpression' && expression.right.type === 'AssignmentExpression') {
      this.#readNote(expression.right);
    }
  }

  /** Any other use of `exports`, also in nested code. */
  readRest(statements: readonly Statement[]): void {
    walkNodes(statements, (node, parent) => {
      if (node.type === 'AssignmentExpression') {
        const name = exportedMember(node.left);
        if (name !== undefined && this.#isNew(node.left)) this.#add(name, UNKNOWN, node.left);
      }
      if (node.type !== 'Identifier' || (node.name !== 'exports' && node.name !== 'module')) return;
      if (!this.#understood.has(node) && !isHarmless(node, parent)) this.isOpen = true;
    });
    // `module.exports` itself, read or written in nested code.
    walkNodes(statements, (node, parent) => {
      if (!isModuleExports(node) || this.#understood.has(node.object)) return;
      if (parent?.type !== 'MemberExpression' || parent.computed) this.isOpen = true;
    });
  }

  #readAssignment(assignment: AssignmentExpression, statement: Statement): void {
    const targets: Node[] = [];
    let value: Expression = assignment;
    while (value.type === 'AssignmentExpression' && value.operator === '=') {
      targets.push(value.left);
      value = value.right;
    }
    if (targets.some(isModuleExports)) this.#replace(value, statement);
    for (const target of targets) {
      const name = exportedMember(target);
      if (name !== undefined) this.#add(name, this.#bindingOf(value, target, statement), target);
      if (name !== undefined || isExports(target)) this.#understand(target);
    }
  }

  /** `module.exports = …`: earlier exports are gone. */
  #replace(value: Expression, statement: Statement): void {
    this.names.clear();
    this.places.clear();
    this.stars = [];
    this.isOpen = false;
    this.#take(value, statement);
  }

  #take(value: Node, statement: Node): void {
    const required = requiredModule(value);
    const object = value.type === 'ObjectExpression' ? value : this.#objectOf(value);
    if (object) this.#readObject(object);
    else if (required !== undefined) this.stars.push(required);
    else {
      const binding = this.#bindingOf(value, value, statement);
      if (binding.kind === 'function') this.#add('default', binding, value);
      else if (binding.kind !== 'other') this.isOpen = true;
    }
  }

  #readObject(object: ObjectExpression): void {
    for (const member of object.properties) {
      if (member.type === 'SpreadElement') {
        this.#take(member.argument, member);
      } else {
        const name = member.computed ? undefined : nameOf(member.key);
        if (name === undefined) this.isOpen = true;
        else if (member.type === 'ObjectProperty')
          this.#add(name, this.#bindingOf(member.value, member.key, member), member);
        else this.#add(name, member.kind === 'method' ? this.#bindingOf(member, member.key, member) : UNKNOWN, member);
      }
    }
  }

  #readCall({ callee, arguments: args }: Extract<Expression, { type: 'CallExpression' }>, statement: Statement): void {
    const called = calleeName(callee);
    const [first, second] = args;
    if (!first) return;
    if (called === '__exportStar' && second && isExports(second)) {
      const required = requiredModule(first);
      if (required === undefined) return;
      this.stars.push(required);
      this.#understand(second);
    } else if (called === 'defineProperty' && isExports(first) && second?.type === 'StringLiteral') {
      if (second.value !== '__esModule') this.#add(second.value, UNKNOWN, second);
      this.#understand(first);
    } else if (called === 'assign' && isExports(first)) {
      for (const argument of args.slice(1)) this.#take(argument, statement);
      this.#understand(first);
    }
  }

  /** `0 && (module.exports = { a, b })`: how bundlers name what they export; it never runs. */
  #readNote({ left, right }: AssignmentExpression): void {
    if (!isModuleExports(left) || right.type !== 'ObjectExpression') return;
    this.#understand(left);
    for (const member of right.properties) {
      const name = member.type === 'ObjectProperty' && !member.computed ? nameOf(member.key) : undefined;
      if (name !== undefined && !this.names.has(name)) this.#add(name, UNKNOWN, member);
    }
  }

  #bindingOf(value: Node, name: Node, statement: Node): Binding {
    return expressionBinding(value, { name, statement }, this.#bindings, this.#source);
  }

  #objectOf(value: Node): ObjectExpression | undefined {
    return value.type === 'Identifier' ? this.#objects.get(value.name) : undefined;
  }

  #add(name: string, binding: Binding, place: Node): void {
    if (name === '__esModule') return;
    this.names.set(name, binding);
    this.places.set(name, this.#source.positionOf(place.start ?? 0));
  }

  #isNew(target: Node): boolean {
    const root = rootOf(target);
    if (root === undefined || this.#understood.has(root)) return false;
    this.#understood.add(root);
    return true;
  }

  #understand(target: Node): void {
    const root = rootOf(target);
    if (root) this.#understood.add(root);
  }
}

/** Variables that are initialised with an object literal and never assigned to again. */
function constantObjects(statements: readonly Statement[]): ReadonlyMap<string, ObjectExpression> {
  const objects = new Map<string, ObjectExpression>();
  for (const statement of statements) {
    if (statement.type !== 'VariableDeclaration') continue;
    for (const { id, init } of statement.declarations) {
      if (id.type === 'Identifier' && init?.type === 'ObjectExpression') objects.set(id.name, init);
    }
  }
  const changed = reassignedNames(statements);
  walkNodes(statements, (node) => {
    if (node.type !== 'AssignmentExpression' || node.left.type !== 'MemberExpression') return;
    // A member that is added later is one more name.
    if (node.left.object.type === 'Identifier') objects.delete(node.left.object.name);
  });
  for (const name of changed) objects.delete(name);
  return objects;
}

function isModuleExports(node: Node): node is Extract<Node, { type: 'MemberExpression' }> {
  return (
    node.type === 'MemberExpression' &&
    node.object.type === 'Identifier' &&
    node.object.name === 'module' &&
    propertyOf(node) === 'exports'
  );
}

function isExports(node: Node): boolean {
  return isModuleExports(node) || (node.type === 'Identifier' && node.name === 'exports');
}

/** The name of `exports.name` or `module.exports.name`. */
function exportedMember(node: Node): string | undefined {
  return node.type === 'MemberExpression' && isExports(node.object) ? propertyOf(node) : undefined;
}

/** The identifier `module` or `exports` at the root of a member expression. */
function rootOf(node: Node): Node | undefined {
  let root: Node = node;
  while (root.type === 'MemberExpression') root = root.object;
  return root.type === 'Identifier' ? root : undefined;
}

function propertyOf({ property, computed }: Extract<Node, { type: 'MemberExpression' }>): string | undefined {
  if (computed) return property.type === 'StringLiteral' ? property.value : undefined;
  return property.type === 'Identifier' ? property.name : undefined;
}

/** Reading a member, comparing, or a name that only looks like it. */
function isHarmless(node: Node, parent: Node | undefined): boolean {
  switch (parent?.type) {
    case 'MemberExpression':
      return parent.property === node ? !parent.computed : !parent.computed || parent.property.type === 'StringLiteral';
    case 'ObjectProperty':
      return parent.key === node && !parent.computed && !parent.shorthand;
    case 'BinaryExpression':
    case 'UnaryExpression':
    case 'ObjectMethod':
    case 'ClassMethod':
      return true;
    default:
      return false;
  }
}

function nameOf(key: Node): string | undefined {
  if (key.type === 'Identifier') return key.name;
  return key.type === 'StringLiteral' ? key.value : undefined;
}

function calleeName(callee: Node): string | undefined {
  if (callee.type === 'Identifier') return callee.name;
  return callee.type === 'MemberExpression' ? propertyOf(callee) : undefined;
}

/** The module that `require('…')` names. */
export function requiredModule(node: Node): string | undefined {
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.callee.name !== 'require') {
    return undefined;
  }
  const [argument] = node.arguments;
  return argument?.type === 'StringLiteral' ? argument.value : undefined;
}

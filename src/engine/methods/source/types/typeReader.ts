import type { Node, TSType, TSTypeParameterDeclaration } from '@babel/types';
import { ANY, unionOf, type ValueType } from '../../../../wire/types/valueType.ts';
import type { Declared, DeclaredTypes } from './declaredTypes.ts';
import { literalOf, typeOfExpression } from './literalTypes.ts';
import { indexed, intersectionOf, keysOf } from './objectTypes.ts';
import { membersOf } from './memberTypes.ts';
import { tupleOf } from './tupleTypes.ts';
import type { TypeBudget } from './typeBudget.ts';
import { inside, OUTSIDE, withParameters, type TypeScope } from './typeScope.ts';
import { utilityType } from './utilityTypes.ts';

/** Types within types that are followed. */
const MAX_DEPTH = 40;

/** Reads what types of one file let a value be. */
export class TypeReader {
  readonly #declared: DeclaredTypes;
  readonly #budget: TypeBudget;
  #depth = 0;

  constructor(declared: DeclaredTypes, budget: TypeBudget) {
    this.#declared = declared;
    this.#budget = budget;
  }

  /** @param generics type parameters of the function, of which only what they extend is known */
  typeOf(node: Node, generics: Node | null | undefined): ValueType {
    this.#budget.begin();
    const own = generics?.type === 'TSTypeParameterDeclaration' ? generics : undefined;
    return this.read(node, own ? this.#generic(own, [], OUTSIDE) : OUTSIDE);
  }

  read(node: Node, scope: TypeScope): ValueType {
    if (!this.#budget.take() || this.#depth >= MAX_DEPTH) return ANY;
    this.#depth++;
    try {
      return this.#read(node, scope);
    } finally {
      this.#depth--;
    }
  }

  readAll(nodes: readonly Node[] | null | undefined, scope: TypeScope): readonly ValueType[] {
    return (nodes ?? []).map((node) => this.read(node, scope));
  }

  #read(node: Node, scope: TypeScope): ValueType {
    switch (node.type) {
      case 'TSTypeAnnotation':
      case 'TSParenthesizedType':
        return this.read(node.typeAnnotation, scope);
      case 'TSStringKeyword':
        return { kind: 'text' };
      case 'TSNumberKeyword':
        return { kind: 'number' };
      case 'TSBigIntKeyword':
        return { kind: 'integer' };
      case 'TSBooleanKeyword':
        return { kind: 'truth' };
      case 'TSNullKeyword':
      case 'TSUndefinedKeyword':
      case 'TSVoidKeyword':
        return { kind: 'nothing' };
      case 'TSLiteralType':
        return literalOf(node.literal);
      case 'TSTemplateLiteralType':
        return { kind: 'text' };
      case 'TSUnionType':
        return unionOf(this.readAll(node.types.filter(isPossible), scope));
      case 'TSIntersectionType':
        return intersectionOf(this.readAll(node.types, scope));
      case 'TSArrayType':
        return { kind: 'list', items: this.read(node.elementType, scope) };
      case 'TSTupleType':
        return tupleOf(node, (each) => this.read(each, scope));
      case 'TSTypeLiteral':
        return membersOf(node.members, this, scope);
      case 'TSTypeOperator':
        return this.#operator(node, scope);
      case 'TSTypeQuery': {
        const constant = node.exprName.type === 'Identifier' ? this.#declared.constant(node.exprName.name) : undefined;
        return constant ? typeOfExpression(constant, this, 'const') : ANY;
      }
      case 'TSIndexedAccessType':
        return indexed(this.read(node.objectType, scope), this.read(node.indexType, scope));
      case 'TSMappedType':
        return this.#mapped(node, scope);
      case 'TSTypeReference':
        if (node.typeName.type !== 'Identifier') return ANY;
        return this.#named(node.typeName.name, node.typeParameters?.params ?? [], scope);
      case 'TSExpressionWithTypeArguments':
        if (node.expression.type !== 'Identifier') return ANY;
        return this.#named(node.expression.name, node.typeParameters?.params ?? [], scope);
      default:
        return ANY;
    }
  }

  #operator(node: Extract<Node, { type: 'TSTypeOperator' }>, scope: TypeScope): ValueType {
    const type = this.read(node.typeAnnotation, scope);
    if (node.operator === 'readonly') return type;
    return node.operator === 'keyof' ? keysOf(type) : ANY;
  }

  #mapped(node: Extract<Node, { type: 'TSMappedType' }>, scope: TypeScope): ValueType {
    const { typeParameter, typeAnnotation, optional, nameType } = node;
    if (!typeParameter.constraint || !typeAnnotation || nameType) return ANY;
    const keys = this.read(typeParameter.constraint, scope);
    const value = (key: ValueType): ValueType =>
      this.read(typeAnnotation, withParameters(scope, [[typeParameter.name, key]]));
    return utilityType('Record', [keys], value, optional === true || optional === '+') ?? ANY;
  }

  #named(name: string, args: readonly TSType[], scope: TypeScope): ValueType {
    const parameter = scope.parameters.get(name);
    if (parameter) return parameter;
    const declared = this.#declared.type(name);
    if (!declared) {
      const [, second] = args;
      return (
        utilityType(name, this.readAll(args, scope), () => (second ? this.read(second, scope) : ANY), false) ?? ANY
      );
    }
    return scope.within.has(name) ? ANY : this.#declaration(name, declared, this.readAll(args, scope), scope);
  }

  #declaration(name: string, declared: Declared, args: readonly ValueType[], scope: TypeScope): ValueType {
    // What a declaration says, it says in the scope of its file.
    const outer = inside({ ...OUTSIDE, within: scope.within }, name);
    if (declared.kind === 'alias') {
      return this.read(declared.node.typeAnnotation, this.#generic(declared.node.typeParameters, args, outer));
    }
    if (declared.kind === 'other') return ANY;
    const parts = declared.nodes.flatMap((node) => {
      const own = this.#generic(node.typeParameters, args, outer);
      return [membersOf(node.body.body, this, own), ...this.readAll(node.extends, own)];
    });
    // A member of its own stands in for one of what it extends.
    return intersectionOf(parts, 'first');
  }

  #generic(
    declaration: TSTypeParameterDeclaration | null | undefined,
    args: readonly ValueType[],
    outer: TypeScope,
  ): TypeScope {
    let scope = outer;
    for (const [i, { name, constraint, default: byDefault }] of (declaration?.params ?? []).entries()) {
      const said = byDefault ?? constraint;
      const told = args[i] ?? (said ? this.read(said, scope) : ANY);
      scope = withParameters(scope, [[name, told]]);
    }
    return scope;
  }
}

/** A value is never of the type `never`: beside others it says nothing. */
function isPossible({ type }: Node): boolean {
  return type !== 'TSNeverKeyword';
}

import type { Expression, Node, Statement, TSInterfaceDeclaration, TSTypeAliasDeclaration } from '@babel/types';
import { patternNames } from '../patternNames.ts';

/** What a name stands for in the types of a file. */
export type Declared =
  | { readonly kind: 'alias'; readonly node: TSTypeAliasDeclaration }
  /** Several of one name are one. */
  | { readonly kind: 'interface'; readonly nodes: readonly TSInterfaceDeclaration[] }
  /** A class, an import, or two things at once: not told here. */
  | { readonly kind: 'other' };

/** The names that the top level of a file declares, as far as types need them. */
export class DeclaredTypes {
  readonly #types = new Map<string, Declared>();
  readonly #constants = new Map<string, Expression>();

  constructor(statements: readonly Statement[]) {
    for (const statement of statements) this.#add(declarationOf(statement));
  }

  type(name: string): Declared | undefined {
    return this.#types.get(name);
  }

  /** What a constant is made as. */
  constant(name: string): Expression | undefined {
    return this.#constants.get(name);
  }

  #add(node: Node): void {
    switch (node.type) {
      case 'TSTypeAliasDeclaration':
        return this.#declare(node.id.name, { kind: 'alias', node });
      case 'TSInterfaceDeclaration': {
        const before = this.#types.get(node.id.name);
        if (before?.kind !== 'interface') return this.#declare(node.id.name, { kind: 'interface', nodes: [node] });
        this.#types.set(node.id.name, { kind: 'interface', nodes: [...before.nodes, node] });
        return;
      }
      case 'ImportDeclaration':
        for (const { local } of node.specifiers) this.#declare(local.name, { kind: 'other' });
        return;
      case 'VariableDeclaration':
        for (const { id, init } of node.declarations) {
          if (node.kind === 'const' && id.type === 'Identifier' && init) this.#constants.set(id.name, init);
          else for (const name of patternNames(id)) this.#constants.delete(name);
        }
        return;
      case 'ClassDeclaration':
      case 'TSEnumDeclaration':
      case 'TSImportEqualsDeclaration':
        if (node.id) this.#declare(node.id.name, { kind: 'other' });
        break;
      default:
    }
  }

  #declare(name: string, declared: Declared): void {
    this.#types.set(name, this.#types.has(name) ? { kind: 'other' } : declared);
  }
}

function declarationOf(statement: Statement): Node {
  if (statement.type === 'ExportNamedDeclaration') return statement.declaration ?? statement;
  return statement.type === 'ExportDefaultDeclaration' ? statement.declaration : statement;
}

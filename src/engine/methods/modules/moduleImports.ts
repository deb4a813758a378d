import type { ImportDeclaration, Node } from '@babel/types';
import { requiredModule } from './commonjsExports.ts';
import { exportedName } from './moduleBindings.ts';
import type { ParsedSource } from '../source/parseSource.ts';
import { walkNodes } from '../source/sourceWalk.ts';

/** One import of another module, as its source has it. */
export interface ModuleImport {
  readonly specifier: string;
  /** Whether it is loaded together with the module, and not only when code reaches it. */
  readonly isStatic: boolean;
  /** `type` of its attributes: `json`. */
  readonly type: string | undefined;
  /** Names imported from the module, and where they stand. */
  readonly names: readonly { readonly name: string; readonly node: Node }[];
  readonly node: Node;
}

/** What a module imports, types left out; in the order of the source. */
export function importsOf({ statements, format }: ParsedSource): readonly ModuleImport[] {
  const found: ModuleImport[] = [];
  const atLoad = new Set<Node>();
  for (const statement of statements) {
    if (statement.type === 'ImportDeclaration' && statement.importKind !== 'type') {
      found.push({ ...describe(statement), names: importedNames(statement) });
    } else if (statement.type === 'ExportAllDeclaration' && statement.exportKind !== 'type') {
      found.push({ ...describe(statement), names: [] });
    } else if (statement.type === 'ExportNamedDeclaration' && statement.source && statement.exportKind !== 'type') {
      const names = statement.specifiers.flatMap((each) =>
        each.type === 'ExportSpecifier' && each.exportKind !== 'type'
          ? [{ name: exportedName(each.local), node: each.local }]
          : [],
      );
      found.push({ ...describe({ ...statement, source: statement.source }), names });
    } else if (statement.type === 'VariableDeclaration') {
      for (const { init } of statement.declarations) if (init) atLoad.add(init);
    } else if (statement.type === 'ExpressionStatement') {
      atLoad.add(statement.expression);
    }
  }
  walkNodes(statements, (node) => {
    if (node.type !== 'CallExpression') return;
    const required = format === 'commonjs' ? requiredModule(node) : undefined;
    const specifier = required ?? (node.callee.type === 'Import' ? textOf(node.arguments[0]) : undefined);
    if (specifier === undefined) return;
    const isStatic = required !== undefined && atLoad.has(node);
    // The options of a dynamic import are known only when it runs.
    const type = node.arguments.length > 1 || required !== undefined ? 'json' : undefined;
    found.push({ specifier, isStatic, type, names: [], node: node.arguments[0] ?? node });
  });
  return found.toSorted((a, b) => (a.node.start ?? 0) - (b.node.start ?? 0));
}

type Importing = Pick<ImportDeclaration, 'source' | 'attributes'>;

function describe({ source, attributes }: Importing): Omit<ModuleImport, 'names'> {
  const type = attributes?.find(({ key }) => exportedName(key) === 'type')?.value.value;
  return { specifier: source.value, isStatic: true, type, node: source };
}

function importedNames({ specifiers }: ImportDeclaration): ModuleImport['names'] {
  return specifiers.flatMap((specifier): ModuleImport['names'] => {
    if (specifier.type === 'ImportNamespaceSpecifier') return [];
    if (specifier.type === 'ImportDefaultSpecifier') return [{ name: 'default', node: specifier }];
    return specifier.importKind === 'type' ? [] : [{ name: exportedName(specifier.imported), node: specifier }];
  });
}

function textOf(node: Node | undefined): string | undefined {
  if (node?.type === 'StringLiteral') return node.value;
  if (node?.type !== 'TemplateLiteral' || node.expressions.length > 0) return undefined;
  return node.quasis[0]?.value.cooked ?? undefined;
}

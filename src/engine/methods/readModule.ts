import type { ExportNamedDeclaration } from '@babel/types';
import type { SourceProblem } from './inmateMethods.ts';
import { defaultBinding, exportedName, moduleBindings, OTHER, patternNames, UNKNOWN } from './moduleBindings.ts';
import type { Binding } from './moduleBindings.ts';
import { parseSource } from './parseSource.ts';
import { SourceText } from './sourceText.ts';

export interface ModuleExports {
  /** By exported name, `default` included. */
  readonly names: ReadonlyMap<string, Binding>;
  /** Modules of which everything is exported again. */
  readonly stars: readonly string[];
  readonly problems: readonly SourceProblem[];
  /** Whether the whole text was understood. */
  readonly complete: boolean;
}

/** Finds what a module exports by parsing its source. */
export function readModule(text: string, typescript: boolean): ModuleExports {
  const source = new SourceText(text);
  const { statements, problems, complete } = parseSource(source, typescript);
  const bindings = moduleBindings(statements, source);
  const names = new Map<string, Binding>();
  const stars: string[] = [];
  for (const statement of statements) {
    if (statement.type === 'ExportDefaultDeclaration') {
      names.set('default', defaultBinding(statement, bindings, source));
    } else if (statement.type === 'ExportAllDeclaration' && statement.exportKind !== 'type') {
      stars.push(statement.source.value);
    } else if (statement.type === 'ExportNamedDeclaration' && statement.exportKind !== 'type') {
      for (const [name, binding] of namedExports(statement, bindings)) names.set(name, binding);
    }
  }
  return { names, stars, problems, complete };
}

function namedExports(
  { declaration, specifiers, source }: ExportNamedDeclaration,
  bindings: ReadonlyMap<string, Binding>,
): readonly (readonly [string, Binding])[] {
  if (declaration?.type === 'VariableDeclaration') {
    const names = declaration.declarations.flatMap(({ id }) => patternNames(id));
    return names.map((name) => [name, bindings.get(name) ?? UNKNOWN]);
  }
  if (declaration) {
    const name = 'id' in declaration && declaration.id?.type === 'Identifier' ? declaration.id.name : undefined;
    return name === undefined ? [] : [[name, bindings.get(name) ?? OTHER]];
  }
  return specifiers.flatMap((specifier) => {
    if (specifier.type !== 'ExportSpecifier') return [[exportedName(specifier.exported), OTHER]];
    if (specifier.exportKind === 'type') return [];
    const local = exportedName(specifier.local);
    const binding: Binding = source
      ? { kind: 'import', from: source.value, name: local }
      : (bindings.get(local) ?? UNKNOWN);
    return [[exportedName(specifier.exported), binding]];
  });
}

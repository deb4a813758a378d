import type { ExportNamedDeclaration, Node } from '@babel/types';
import { readCommonJs } from './commonjsExports.ts';
import type { Dialect } from '../source/dialect.ts';
import type { SourceProblem } from '../inmateMethods.ts';
import { defaultBinding, exportedName, moduleBindings, OTHER, UNKNOWN } from './moduleBindings.ts';
import type { Binding } from './moduleBindings.ts';
import { ModuleText } from '../source/moduleText.ts';
import { parseSource, type ParsedSource } from '../source/parseSource.ts';
import { patternNames } from '../source/patternNames.ts';
import { SourceText, type SourcePosition } from '../source/sourceText.ts';

export interface ModuleExports {
  /** By exported name, `default` included. */
  readonly names: ReadonlyMap<string, Binding>;
  /** Where each of these names stands. */
  readonly places: ReadonlyMap<string, SourcePosition>;
  /** Modules whose exports are all re-exported. */
  readonly stars: readonly string[];
  readonly problems: readonly SourceProblem[];
  /** Whether the whole text was understood. */
  readonly complete: boolean;
  readonly format: 'module' | 'commonjs';
}

/** Finds what a module exports by parsing its source. */
export function readModule(text: string, typescript: boolean, format: Dialect['format'] = 'module'): ModuleExports {
  const source = new SourceText(text);
  return readExports(parseSource(source, { typescript, format }), source);
}

/** Finds what a parsed module exports. */
export function readExports(parsed: ParsedSource, text: SourceText): ModuleExports {
  const { statements, problems, complete, format } = parsed;
  const source = new ModuleText(text, statements);
  const bindings = moduleBindings(statements, source);
  if (format === 'commonjs') {
    const { isOpen, ...exports } = readCommonJs(statements, bindings, source);
    return { ...exports, problems, complete: complete && !isOpen, format };
  }
  const names = new Map<string, Binding>();
  const places = new Map<string, SourcePosition>();
  const stars: string[] = [];
  const add = ([name, binding, place]: NamedExport): void => {
    names.set(name, binding);
    places.set(name, source.positionOf(place.start ?? 0));
  };
  for (const statement of statements) {
    if (statement.type === 'ExportDefaultDeclaration') {
      add(['default', defaultBinding(statement, bindings, source), statement.declaration]);
    } else if (statement.type === 'ExportAllDeclaration' && statement.exportKind !== 'type') {
      stars.push(statement.source.value);
    } else if (statement.type === 'TSImportEqualsDeclaration' && statement.isExport) {
      add([statement.id.name, UNKNOWN, statement.id]);
    } else if (statement.type === 'ExportNamedDeclaration') {
      for (const found of namedExports(statement, bindings)) add(found);
    }
  }
  return { names, places, stars, problems, complete, format };
}

type NamedExport = readonly [name: string, binding: Binding, place: Node];

function namedExports(
  { declaration, specifiers, source, exportKind }: ExportNamedDeclaration,
  bindings: ReadonlyMap<string, Binding>,
): readonly NamedExport[] {
  if (declaration?.type === 'VariableDeclaration') {
    return declaration.declarations.flatMap(({ id }) =>
      patternNames(id).map((name): NamedExport => [name, bindings.get(name) ?? UNKNOWN, id]),
    );
  }
  if (declaration) {
    const id = 'id' in declaration && declaration.id?.type === 'Identifier' ? declaration.id : undefined;
    return id === undefined ? [] : [[id.name, bindings.get(id.name) ?? OTHER, id]];
  }
  return specifiers.flatMap((specifier): NamedExport[] => {
    const name = exportedName(specifier.exported);
    if (specifier.type !== 'ExportSpecifier') return [[name, OTHER, specifier.exported]];
    if (exportKind === 'type' || specifier.exportKind === 'type') return [[name, { kind: 'type' }, specifier.exported]];
    const local = exportedName(specifier.local);
    const binding: Binding = source
      ? { kind: 'import', from: source.value, name: local }
      : (bindings.get(local) ?? UNKNOWN);
    return [[name, binding, specifier.exported]];
  });
}

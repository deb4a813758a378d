import type { ExportResolver } from '../resolve/exportResolver.ts';
import { SOURCE_FILES } from '../source/dialect.ts';
import type { SourceProblem } from '../inmateMethods.ts';
import { importsOf, type ModuleImport } from '../modules/moduleImports.ts';
import type { ModuleStore, StoredModule } from '../modules/moduleStore.ts';
import { nearestName } from '../nearestName.ts';
import { resolveImport } from '../resolve/resolveImport.ts';

/** Imports of one module that are followed, and problems reported of them: each may take a dozen looks at the disk. */
const MAX_IMPORTS = 1000;
const MAX_PROBLEMS = 100;

export interface CheckedImports {
  readonly problems: readonly SourceProblem[];
  /** The inmate's own modules that it imports. */
  readonly modules: readonly { readonly file: string; readonly isStatic: boolean }[];
}

/** Finds imports of a module that lead nowhere, or to something else than it expects. */
export async function checkImports(
  store: ModuleStore,
  resolver: ExportResolver,
  module: StoredModule,
  arePackagesKnown: boolean,
): Promise<CheckedImports> {
  const problems: SourceProblem[] = [];
  const modules: { file: string; isStatic: boolean }[] = [];
  for (const imported of importsOf(module.parsed).slice(0, MAX_IMPORTS)) {
    if (problems.length >= MAX_PROBLEMS) break;
    const { specifier, isStatic, node } = imported;
    const found = await resolveImport(store, module, specifier);
    const tell = (
      problem: Pick<SourceProblem, 'message' | 'missingPackage'>,
      isCertain: boolean,
      place = node,
    ): void => {
      // An import that is not static may never run.
      const severity = isStatic && isCertain ? 'error' : 'warning';
      problems.push({ ...problem, severity, ...module.source.positionOf(place.start ?? 0) });
    };
    if (found.kind === 'problem') {
      const { message, severity, missingPackage } = found;
      // A base image may have more for CommonJS, which also looks in NODE_PATH.
      const isMissing = missingPackage !== undefined && arePackagesKnown && module.parsed.format === 'module';
      const isCertain = severity === 'error' || isMissing;
      tell({ message, ...(missingPackage === undefined ? {} : { missingPackage }) }, isCertain);
    }
    if (found.kind !== 'file') continue;
    if (found.file.endsWith('.json')) {
      for (const { message, place } of jsonProblems(module, imported)) tell({ message }, true, place);
    } else if (SOURCE_FILES.test(found.file)) {
      modules.push({ file: found.file, isStatic });
      for (const { message, place } of await nameProblems(store, resolver, found.file, imported)) {
        tell({ message }, true, place);
      }
    }
  }
  return { problems, modules };
}

type Told = readonly { readonly message: string; readonly place: ModuleImport['node'] }[];

function jsonProblems({ parsed }: StoredModule, { type, specifier, names, node }: ModuleImport): Told {
  if (parsed.format === 'commonjs') return [];
  if (type !== 'json')
    return [
      { message: `JSON is imported with its type: write \`from "${specifier}" with { type: "json" }\``, place: node },
    ];
  const named = names.find(({ name }) => name !== 'default');
  if (!named) return [];
  return [
    {
      message: `JSON has no export "${named.name}", only a default one: write \`import data from "${specifier}" with { type: "json" }\``,
      place: named.node,
    },
  ];
}

/** Names that the module does not export, most often because they are types. */
async function nameProblems(
  store: ModuleStore,
  resolver: ExportResolver,
  file: string,
  { names, specifier }: ModuleImport,
): Promise<Told> {
  const target = names.length === 0 ? undefined : await store.read(file);
  // Node finds out what a CommonJS module exports in its own way.
  if (target === undefined || typeof target === 'string' || target.parsed.format === 'commonjs') return [];
  const exports = await resolver.exportsOf(file);
  return names.flatMap(({ name, node }) => {
    const found = exports.names.get(name);
    if (found?.kind === 'type') {
      return [
        {
          message: `"${name}" is only a type, which is nothing at run time: write \`type ${name}\` in place of \`${name}\``,
          place: node,
        },
      ];
    }
    if (found || exports.isOpen) return [];
    if (name === 'default') {
      return [
        { message: `"${specifier}" has no default export: name what is meant, as in \`import { NAME }\``, place: node },
      ];
    }
    const near = nearestName(name, exports.names.keys());
    const advice = near === undefined ? '' : `: is "${near}" meant?`;
    return [{ message: `"${specifier}" exports no "${name}"${advice}`, place: node }];
  });
}

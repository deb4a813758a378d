import { checkImports } from './checkImports.ts';
import { ExportResolver } from '../resolve/exportResolver.ts';
import type { FileProblem, SourceProblem } from '../inmateMethods.ts';
import type { InmateRuntime } from './inmateRuntime.ts';
import { checkModuleKind } from '../modules/moduleKind.ts';
import type { ModuleStore, StoredModule } from '../modules/moduleStore.ts';
import type { TypeScriptSupport } from '../source/runtimeSupport.ts';
import { keyOf } from '../thread/keyOf.ts';
import { checkSyntax } from '../source/typescriptSyntax.ts';

/** Problems reported of one inmate. */
const MAX_PROBLEMS = 100;

/**
 * Reads an inmate and everything of its folder that it imports, and finds what Node will not run. None of it is run.
 * Problems of what is not imported statically are warnings: it may never run.
 *
 * @param entry absolute path of the inmate's module
 */
export async function checkModules(
  store: ModuleStore,
  entry: string,
  { support, arePackagesKnown }: Pick<InmateRuntime, 'support' | 'arePackagesKnown'>,
): Promise<readonly FileProblem[]> {
  const resolver = new ExportResolver(store);
  const problems: FileProblem[] = [];
  const seen = new Set<string>();
  // What is loaded at once comes first: a module that is imported both ways counts as loaded at once.
  const loaded: string[] = [entry];
  const lazy: string[] = [];
  while (problems.length < MAX_PROBLEMS) {
    const isStatic = loaded.length > 0;
    const file = loaded.shift() ?? lazy.shift();
    if (file === undefined) break;
    if (seen.has(file)) continue;
    seen.add(file);
    const module = await store.read(file);
    if (typeof module === 'string') {
      problems.push({ file: store.within(file), message: module, severity: 'warning', line: 1, column: 1 });
      continue;
    }
    const { text } = module.source;
    store.begin({ key: keyOf(text, module.dialect), characters: text.length });
    const imports = await checkImports(store, resolver, module, arePackagesKnown);
    for (const problem of [...problemsOf(module, support), ...imports.problems]) {
      const severity = isStatic ? problem.severity : 'warning';
      problems.push({ ...problem, severity, file: store.within(module.file) });
    }
    for (const imported of imports.modules) {
      if (!seen.has(imported.file)) (imported.isStatic && isStatic ? loaded : lazy).push(imported.file);
    }
  }
  return problems.slice(0, MAX_PROBLEMS).toSorted(inOrder(store.within(entry)));
}

function problemsOf(module: StoredModule, support: TypeScriptSupport): readonly SourceProblem[] {
  const { parsed } = module;
  return [...parsed.problems, ...checkSyntax(module, support), ...checkModuleKind(module)];
}

/** The inmate's own module first; then by file and place. */
function inOrder(entry: string): (a: FileProblem, b: FileProblem) => number {
  const rank = (file: string): string => (file === entry ? '' : file);
  return (a, b) => {
    if (a.file !== b.file) return rank(a.file) < rank(b.file) ? -1 : 1;
    return a.line - b.line || a.column - b.column;
  };
}

import { ExportResolver, type ResolvedExports } from './exportResolver.ts';
import { findInmateFile } from './inmateFile.ts';
import type { InmateMethod, InmateMethods, UnknownMethod } from './inmateMethods.ts';
import { ModuleStore } from './moduleStore.ts';

/**
 * Finds the methods of an inmate by parsing its source, re-exports from files of its folder included. Nothing of it is
 * ever run, and no file outside the folder is read.
 *
 * @param inmateDir folder of the inmate project
 * @throws UsageError if there is no such folder, or no inmate in it
 */
export async function findMethods(inmateDir: string): Promise<InmateMethods> {
  const { root, name, path } = await findInmateFile(inmateDir);
  return methodsIn(new ModuleStore(root), { name, path });
}

/** Finds the methods of an inmate in what has been read of it, or is to be read. */
export async function methodsIn(
  store: ModuleStore,
  { name, path }: { readonly name: string; readonly path: string },
): Promise<InmateMethods> {
  const resolver = new ExportResolver(store);
  const exports = await resolver.exportsOf(path);
  return {
    file: name,
    methods: knownMethods(exports).toSorted(inOrder(name)),
    unknown: unknownMethods(exports).toSorted(inOrder(name)),
    complete: resolver.complete,
    namesKnown: !exports.isOpen,
    hasDefault: exports.names.has('default'),
    problems: resolver.problems,
  };
}

function knownMethods({ names }: ResolvedExports): readonly InmateMethod[] {
  return [...names].flatMap(([name, found]) =>
    found.kind === 'method' && isCallable(name) ? [{ name, ...found.method }] : [],
  );
}

function unknownMethods({ names }: ResolvedExports): readonly UnknownMethod[] {
  return [...names].flatMap(([name, found]) =>
    found.kind === 'unknown' && isCallable(name) ? [{ name, ...found.place }] : [],
  );
}

/** Exports of these names are never called: the first has no name, and the others mean something else. */
function isCallable(name: string): boolean {
  return name !== 'default' && name !== 'then' && name !== '__proto__' && name !== 'module.exports';
}

type Placed = Pick<UnknownMethod, 'file' | 'line' | 'column'>;

/** The inmate's own file first, then by file, line and column. */
function inOrder(main: string): (a: Placed, b: Placed) => number {
  const rank = (file: string): string => (file === main ? '' : file);
  return (a, b) => {
    if (a.file !== b.file) return rank(a.file) < rank(b.file) ? -1 : 1;
    return a.line - b.line || a.column - b.column;
  };
}

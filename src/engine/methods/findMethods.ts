import { ExportResolver } from './exportResolver.ts';
import { findInmateFile } from './inmateFile.ts';
import type { InmateMethod, InmateMethods } from './inmateMethods.ts';

/**
 * Finds the methods of an inmate by parsing its source, re-exports from files of its folder included. Nothing of it is
 * ever run, and no file outside the folder is read.
 *
 * @param inmateDir folder of the inmate project
 * @throws UsageError if there is no such folder, or no inmate in it
 */
export async function findMethods(inmateDir: string): Promise<InmateMethods> {
  const { root, name, path } = await findInmateFile(inmateDir);
  const resolver = new ExportResolver(root);
  const exports = await resolver.exportsOf(path);
  const methods = [...exports].flatMap(([exported, found]) =>
    found.kind === 'method' && exported !== 'default' ? [{ name: exported, ...found.method }] : [],
  );
  return {
    file: name,
    methods: methods.toSorted(inOrder(name)),
    complete: resolver.complete,
    problems: resolver.problems,
  };
}

/** The inmate's own file first, then by file, line and column. */
function inOrder(main: string): (a: InmateMethod, b: InmateMethod) => number {
  const rank = (file: string): string => (file === main ? '' : file);
  return (a, b) => {
    if (a.file !== b.file) return rank(a.file) < rank(b.file) ? -1 : 1;
    return a.line - b.line || a.column - b.column;
  };
}

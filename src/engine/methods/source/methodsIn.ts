import { ExportResolver, type ResolvedExports } from '../resolve/exportResolver.ts';
import type { FileProblem, InmateMethod, InmateMethods, UnknownMethod } from '../inmateMethods.ts';
import type { ModuleStore } from '../modules/moduleStore.ts';
import { isCallableName, whyUncallable } from '../../../wire/uncallable.ts';

const CANNOT_BE_CALLED = 'cannot be called';
export const TOO_MANY = 'exports more methods, or parameters of them, than are told here: some are left out';

/** Methods of one inmate that are listed, and parameters of all of them. */
export const MAX_TOLD_NAMES = 5000;
const MAX_TOLD_PARAMETERS = 20_000;

/** Finds the methods of an inmate in its modules, which are read where they have not been. */
export async function methodsIn(
  store: ModuleStore,
  { name, path }: { readonly name: string; readonly path: string },
): Promise<InmateMethods> {
  const resolver = new ExportResolver(store);
  const exports = await resolver.exportsOf(path);
  const methods = knownMethods(exports).toSorted(inOrder(name));
  const unknown = unknownMethods(exports).toSorted(inOrder(name));
  const told = { methods: firstOf(methods), unknown: unknown.slice(0, MAX_TOLD_NAMES) };
  const isCut = told.methods.length < methods.length || told.unknown.length < unknown.length;
  return {
    file: name,
    ...told,
    complete: resolver.complete && !isCut,
    namesKnown: !exports.isOpen && !isCut,
    hasDefault: exports.names.has('default'),
    problems: [...resolver.problems, ...(isCut ? [tooMany(name)] : []), ...uncallableProblems(exports)],
  };
}

/** The first methods, as many as the limits allow. */
function firstOf(methods: readonly InmateMethod[]): readonly InmateMethod[] {
  let parameters = 0;
  const end = methods.findIndex((method, i) => {
    parameters += method.parameters.length;
    return i >= MAX_TOLD_NAMES || parameters > MAX_TOLD_PARAMETERS;
  });
  return end < 0 ? methods : methods.slice(0, end);
}

function tooMany(file: string): FileProblem {
  return { file, message: TOO_MANY, severity: 'warning', line: 1, column: 1 };
}

/** Functions whose names keep them from being called. A default export is common, and told where it is called. */
function uncallableProblems({ names }: ResolvedExports): readonly FileProblem[] {
  return [...names].flatMap(([name, found]): FileProblem[] => {
    const why = name === 'default' ? undefined : whyUncallable(name);
    if (why === undefined || (found.kind !== 'method' && (found.kind !== 'unknown' || name !== 'then'))) return [];
    const { file, line, column } = found.kind === 'method' ? found.method : found.place;
    const message = `"${name}" ${CANNOT_BE_CALLED}: ${why}. Export it under another name`;
    return [{ file, message, severity: 'warning', line, column }];
  });
}

/** Whether a problem is one of exported names, and not of the module that exports them. */
export function isOfNames({ message }: FileProblem): boolean {
  return message === TOO_MANY || message.includes(CANNOT_BE_CALLED);
}

function knownMethods({ names }: ResolvedExports): readonly InmateMethod[] {
  return [...names].flatMap(([name, found]) =>
    found.kind === 'method' && isCallableName(name) ? [{ name, ...found.method }] : [],
  );
}

function unknownMethods({ names }: ResolvedExports): readonly UnknownMethod[] {
  return [...names].flatMap(([name, found]) =>
    found.kind === 'unknown' && isCallableName(name) ? [{ name, ...found.place }] : [],
  );
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

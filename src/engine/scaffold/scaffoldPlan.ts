import { INMATE_FILES } from '../methods/inmateFile.ts';
import { withOwnModules, withoutExample } from './sampleSource.ts';
import type { TemplateFile } from './template.ts';

/** Files that a project can do without, or may have of its own: a project that lacks only these is whole. */
const OPTIONAL: readonly string[] = ['.gitattributes', '.gitignore', 'README.md'];

/** The richer example, which takes a package. */
const EXAMPLE = 'render.ts';
/** Types for the editor, until those of Node are installed. */
const TYPES = 'types/node/index.d.ts';

/** Files that belong to the inmate of the template, and are of no use beside another one. */
const OF_THE_INMATE: readonly string[] = [
  'inmate.ts',
  EXAMPLE,
  'package-lock.json',
  'package.json',
  'tsconfig.json',
  TYPES,
];

/** Files of a package. Where one of these exists, the folder keeps its own package. */
const OF_A_PACKAGE: readonly string[] = [
  'package.json',
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
  'bun.lockb',
];

export interface ScaffoldPlan {
  readonly write: readonly TemplateFile[];
  /** Files that are there already and stay. */
  readonly kept: readonly string[];
  /** Of these, the existing inmates that the project is made for. */
  readonly inmates: readonly string[];
  /** Whether the folder has a package of its own, which stays. */
  readonly isPackage: boolean;
  /** The inmate's module: the existing one, or the one that is written. */
  readonly main: string;
  /** What exists and keeps the project from being made. */
  readonly inTheWay: readonly string[];
  /** Whether nothing is missing that an inmate needs. */
  readonly isWhole: boolean;
}

/**
 * Says which files of the template are written into a folder that holds something already: the missing ones. Nothing is
 * overwritten: names that differ only in their capital letters are the same on some systems. An existing inmate keeps its
 * package, and gets the files that make an image of it. Other sources get a first inmate beside them.
 *
 * @param keep whether existing files that are neither optional nor of an inmate's package may stay
 * @param there paths of what the folder holds, with slashes; and of what its subfolders hold that the template has too
 */
export function planScaffold(template: readonly TemplateFile[], there: readonly string[], keep: boolean): ScaffoldPlan {
  const taken = new Map(there.map((path) => [path.toLowerCase(), path]));
  const inmates = INMATE_FILES.filter((name) => there.includes(name));
  const isPackage = OF_A_PACKAGE.some((name) => there.includes(name));
  const isInmate = inmates.length > 0;
  const main = inmates[0] ?? (isPackage ? 'inmate.mts' : 'inmate.ts');
  const leftOut = leftOutOf(taken, isInmate, isPackage);
  const wanted = template
    .filter(({ path }) => there.includes(path) || !leftOut.has(path))
    .map((file) => (file.path === 'inmate.ts' ? sampleFile(file, main, leftOut.has(EXAMPLE), there) : file));
  const write = wanted.filter(({ path }) => !taken.has(path.toLowerCase()));
  const found = wanted.flatMap(({ path }) => taken.get(path.toLowerCase()) ?? []);
  const near = INMATE_FILES.flatMap((name) => taken.get(name) ?? []);
  const exact = new Set([...INMATE_FILES, ...OPTIONAL, ...wanted.map(({ path }) => path)]);
  const isOptional = (name: string): boolean => OPTIONAL.some((path) => path.toLowerCase() === name.toLowerCase());
  const mayStay = (name: string): boolean =>
    keep || inmates.includes(name) || (isInmate && OF_THE_INMATE.includes(name));
  const inTheWay = [...new Set([...near, ...found])].filter(
    (name) => !isOptional(name) && !(exact.has(name) && mayStay(name)),
  );
  return {
    write,
    kept: [...new Set([...inmates, ...found])].filter((name) => !inTheWay.includes(name)),
    inmates,
    isPackage,
    main,
    inTheWay: inTheWay.toSorted(),
    isWhole: write.every(({ path }) => OPTIONAL.includes(path)),
  };
}

/** Files of the template that are of no use beside the existing ones. */
function leftOutOf(taken: ReadonlyMap<string, string>, isInmate: boolean, isPackage: boolean): ReadonlySet<string> {
  if (isInmate) return new Set(OF_THE_INMATE);
  return new Set([
    ...(isPackage ? [EXAMPLE, 'package-lock.json', 'package.json'] : []),
    ...(taken.has(EXAMPLE) ? [EXAMPLE] : []),
    // Only the configuration of the template looks for them.
    ...(taken.has('tsconfig.json') ? [TYPES] : []),
  ]);
}

/** In a package that may be CommonJS, the name of the module says that it is an ES module. */
function sampleFile(file: TemplateFile, main: string, isAlone: boolean, there: readonly string[]): TemplateFile {
  const source = Buffer.from(file.bytes).toString('utf8');
  const sample = withOwnModules(isAlone ? withoutExample(source) : source, there);
  return { ...file, path: main, bytes: sample === source ? file.bytes : Buffer.from(sample) };
}

/** Folders that the files lie in, outermost first. */
export function foldersOf(files: readonly TemplateFile[]): readonly string[] {
  const folders = new Set<string>();
  for (const { path } of files) {
    const parts = path.split('/').slice(0, -1);
    for (let i = 1; i <= parts.length; i++) folders.add(parts.slice(0, i).join('/'));
  }
  return [...folders];
}

import { INMATE_FILES } from '../methods/inmateFile.ts';
import type { TemplateFile } from './template.ts';

/** Files that a project can do without, or may have of its own: existing ones stay as they are. */
const OPTIONAL: readonly string[] = ['.gitattributes', '.gitignore', 'README.md'];

/** Files that belong to the inmate of the template, and are of no use beside another one. */
const OF_THE_INMATE: readonly string[] = ['inmate.ts', 'package-lock.json', 'package.json', 'tsconfig.json'];

export interface ScaffoldPlan {
  readonly write: readonly TemplateFile[];
  /** Files that are there already and stay. */
  readonly kept: readonly string[];
  /** Of these, the existing inmates that the project is made for. */
  readonly inmates: readonly string[];
  /** What exists and keeps the project from being made. */
  readonly inTheWay: readonly string[];
}

/**
 * Says which files of the template can be written into a folder that holds something already. Nothing is overwritten:
 * names that differ only in their capital letters are the same on some systems. An existing inmate keeps its package,
 * and gets the files that make an image of it.
 *
 * @param there paths of what the folder holds, with slashes; and of what its subfolders hold that the template has too
 */
export function planScaffold(template: readonly TemplateFile[], there: readonly string[]): ScaffoldPlan {
  const taken = new Map(there.map((path) => [path.toLowerCase(), path]));
  const write: TemplateFile[] = [];
  const kept: string[] = [];
  const inmates = INMATE_FILES.filter((name) => there.includes(name));
  const ofTheirs = inmates.length > 0 ? OF_THE_INMATE : [];
  // One in other capitals is not an inmate, but takes the name of one.
  const inTheWay = INMATE_FILES.flatMap((name) => taken.get(name) ?? []).filter((name) => !inmates.includes(name));
  for (const file of template) {
    const found = taken.get(file.path.toLowerCase());
    if (found === undefined) {
      if (!ofTheirs.includes(file.path)) write.push(file);
    } else if (OPTIONAL.includes(file.path) || ofTheirs.includes(file.path)) {
      if (!inmates.includes(found) && !inTheWay.includes(found)) kept.push(found);
    } else if (!inTheWay.includes(found)) inTheWay.push(found);
  }
  return { write, kept: [...inmates, ...kept], inmates, inTheWay: inTheWay.toSorted() };
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

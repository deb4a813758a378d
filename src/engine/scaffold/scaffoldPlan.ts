import { INMATE_FILES } from '../methods/inmateFile.ts';
import type { TemplateFile } from './template.ts';

/** What a project does without, or may well have of its own: these stay as they are. */
const OPTIONAL: readonly string[] = ['.gitattributes', '.gitignore', 'README.md'];

/** What belongs to the inmate of the template, and stands for nothing beside another one. */
const OF_THE_INMATE: readonly string[] = ['inmate.ts', 'package-lock.json', 'package.json', 'tsconfig.json'];

export interface ScaffoldPlan {
  readonly write: readonly TemplateFile[];
  /** Files that are there already and stay. */
  readonly kept: readonly string[];
  /** Of these, the inmate that the project is made for, where there is one. */
  readonly inmates: readonly string[];
  /** What is there already and keeps the project from being made. */
  readonly inTheWay: readonly string[];
}

/**
 * Says which files of the template can be written into a folder that holds something already. Nothing is overwritten:
 * names that differ only in their capital letters are the same on some systems. An inmate that is there stays with what
 * its package is, and gets what makes an image of it.
 *
 * @param there paths of what the folder holds, with slashes; of folders as much as the template has, too
 */
export function planScaffold(template: readonly TemplateFile[], there: readonly string[]): ScaffoldPlan {
  const taken = new Map(there.map((path) => [path.toLowerCase(), path]));
  const write: TemplateFile[] = [];
  const kept: string[] = [];
  const inmates = INMATE_FILES.filter((name) => there.includes(name));
  const ofTheirs = inmates.length > 0 ? OF_THE_INMATE : [];
  // One in capital letters is not an inmate, and takes the name of one.
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

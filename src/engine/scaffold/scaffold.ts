import { lstat, mkdir, readdir, rmdir, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../wire/thrown.ts';
import { assetPath } from '../assets/assets.ts';
import { UsageError } from '../errors/errors.ts';
import { checkFolderName, checkPackageName, packageNameOf } from './packageName.ts';
import { foldersOf, planScaffold } from './scaffoldPlan.ts';
import { readTemplate, type TemplateFile } from './template.ts';

export interface ScaffoldOptions {
  /** Folder with the built template. Default: the one that comes with this package. */
  readonly templateDir?: string | undefined;
  /** Name of the package. Default: the name of the folder. */
  readonly name?: string | undefined;
}

export interface Scaffolded {
  /** Absolute path of the folder. */
  readonly dir: string;
  readonly name: string;
  /** Files written, relative to `dir`, with `/`. */
  readonly files: readonly string[];
  /** Files of the folder that stayed, although the template has some of these names. */
  readonly kept: readonly string[];
}

/** Names listed of what is in the way. */
const MAX_LISTED = 5;

/**
 * Makes a new inmate project: a copy of the template under a name of its own. The target may be a folder that holds
 * something, but none of what is to be written; nothing is overwritten, no link is followed, and where it fails nothing
 * of it stays behind. An inmate that is there stays as it is, and gets what makes an image of it.
 *
 * @throws UsageError if the name or the target will not do
 */
export async function scaffold(target: string, options: ScaffoldOptions = {}): Promise<Scaffolded> {
  const dir = path.resolve(target);
  const name = options.name ?? packageNameOf(path.basename(dir));
  checkPackageName(name);
  const missing = await missingFolders(dir);
  for (const folder of missing) checkFolderName(path.basename(folder));
  if (missing.length === 0) await checkFolder(dir, target);
  const template = await readTemplate(options.templateDir ?? assetPath('inmate-template'), name);
  const folders = foldersOf(template);
  const there = missing.length === 0 ? await pathsIn(dir, ['', ...folders]) : [];
  const { write, kept, inmates, inTheWay } = planScaffold(template, there);
  if (inTheWay.length > 0) throw inTheWayError(target, inTheWay);
  if (options.name !== undefined && inmates.length > 0) {
    throw new UsageError(
      `${target} has ${inmates.join(', ')} already, whose package keeps its name: leave "${name}" out`,
    );
  }
  for (const folder of folders) if (there.includes(folder)) await checkFolder(path.join(dir, folder), folder);
  await writeAll(dir, [...missing, ...foldersToMake(dir, write, there)], write);
  return { dir, name, files: write.map((file) => file.path), kept };
}

/** The folders that must be made so that `dir` exists, outermost first. */
async function missingFolders(dir: string): Promise<readonly string[]> {
  const missing: string[] = [];
  for (let folder = dir; !(await exists(folder)); folder = path.dirname(folder)) {
    missing.unshift(folder);
    if (path.dirname(folder) === folder) break;
  }
  return missing;
}

async function exists(file: string): Promise<boolean> {
  try {
    await lstat(file);
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return false;
    if (code === 'ENAMETOOLONG') throw new UsageError(`the path of ${path.basename(file)} is too long`);
    if (code === 'ENOTDIR') throw new UsageError(`${path.dirname(file)} is a file, not a folder`);
    throw error;
  }
}

async function checkFolder(dir: string, name: string): Promise<void> {
  const stats = await lstat(dir);
  if (stats.isSymbolicLink()) throw new UsageError(`${name} is a symbolic link: name the folder that it leads to`);
  if (!stats.isDirectory()) throw new UsageError(`${name} exists and is no folder: choose another name`);
}

/** Paths of what is in these folders, where they are there. */
async function pathsIn(dir: string, folders: readonly string[]): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const folder of folders) {
    const names = await readdir(path.join(dir, folder)).catch(() => []);
    for (const name of names) paths.push(folder === '' ? name : `${folder}/${name}`);
  }
  return paths;
}

/** @param target as the user knows it */
export function inTheWayError(target: string, inTheWay: readonly string[]): UsageError {
  const listed = inTheWay.slice(0, MAX_LISTED).join(', ');
  const more = inTheWay.length > MAX_LISTED ? ` and ${inTheWay.length - MAX_LISTED} more` : '';
  return new UsageError(
    `${target} has files of an inmate already (${listed}${more}), and nothing is overwritten: nothing was written. ` +
      'Move them away, or choose another folder, which may be one in it',
  );
}

/** Folders of the files that are not there yet, outermost first. */
function foldersToMake(dir: string, files: readonly TemplateFile[], there: readonly string[]): readonly string[] {
  return foldersOf(files)
    .filter((folder) => !there.includes(folder))
    .map((folder) => path.join(dir, folder));
}

/** Writes everything, or takes back what it wrote. Only new names are made, so that no link is ever followed. */
async function writeAll(dir: string, folders: readonly string[], files: readonly TemplateFile[]): Promise<void> {
  const undo: (() => Promise<void>)[] = [];
  const make = async (folder: string): Promise<void> => {
    await mkdir(folder);
    undo.unshift(async () => rmdir(folder));
  };
  try {
    for (const folder of folders) await make(folder);
    for (const { path: name, bytes, executable } of files) {
      const file = path.join(dir, name);
      await writeFile(file, bytes, { flag: 'wx', mode: executable ? 0o755 : 0o644 });
      undo.unshift(async () => unlink(file));
    }
  } catch (error) {
    for (const step of undo) await step().catch(() => undefined);
    throw error;
  }
}

import { lstat, mkdir, readdir, rmdir, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { assetPath } from './assets.ts';
import { UsageError } from './errors.ts';
import { checkFolderName, checkPackageName, packageNameOf } from './packageName.ts';
import { readTemplate, type TemplateFile } from './template.ts';

export interface ScaffoldOptions {
  /** Folder with the built template. Default: the one that comes with this package. */
  readonly templateDir?: string;
  /** Name of the package. Default: the name of the folder. */
  readonly name?: string;
}

export interface Scaffolded {
  /** Absolute path of the folder. */
  readonly dir: string;
  readonly name: string;
  /** Files written, relative to `dir`, with `/`. */
  readonly files: readonly string[];
}

/** Names listed of what is in the way. */
const MAX_LISTED = 5;

/**
 * Makes a new inmate project: a copy of the template under a name of its own. The target must not exist yet or be an
 * empty folder; nothing is overwritten, no link is followed, and where it fails nothing of it stays behind.
 *
 * @throws UsageError if the name or the target will not do
 */
export async function scaffold(target: string, options: ScaffoldOptions = {}): Promise<Scaffolded> {
  const dir = path.resolve(target);
  const name = options.name ?? packageNameOf(path.basename(dir));
  checkPackageName(name);
  const missing = await missingFolders(dir);
  for (const folder of missing) checkFolderName(path.basename(folder));
  if (missing.length === 0) await checkEmpty(dir, target);
  const files = await readTemplate(options.templateDir ?? assetPath('inmate-template'), name);
  await writeAll(dir, missing, files);
  return { dir, name, files: files.map((file) => file.path) };
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
    if (hasCode(error, 'ENOENT')) return false;
    if (hasCode(error, 'ENAMETOOLONG')) throw new UsageError(`the path of ${path.basename(file)} is too long`);
    if (hasCode(error, 'ENOTDIR')) throw new UsageError(`${path.dirname(file)} is a file, not a folder`);
    throw error;
  }
}

async function checkEmpty(dir: string, target: string): Promise<void> {
  const stats = await lstat(dir);
  if (stats.isSymbolicLink()) throw new UsageError(`${target} is a symbolic link: name the folder that it leads to`);
  if (!stats.isDirectory()) throw new UsageError(`${target} exists and is no folder: choose another name`);
  const entries = await readdir(dir);
  if (entries.length === 0) return;
  const listed = entries.toSorted().slice(0, MAX_LISTED).join(', ');
  const more = entries.length > MAX_LISTED ? ` and ${entries.length - MAX_LISTED} more` : '';
  throw new UsageError(`${target} is not empty (${listed}${more}): nothing was written, choose another folder`);
}

/** Writes everything, or takes back what it wrote. Only new names are made, so that no link is ever followed. */
async function writeAll(dir: string, missing: readonly string[], files: readonly TemplateFile[]): Promise<void> {
  const undo: (() => Promise<void>)[] = [];
  const make = async (folder: string): Promise<void> => {
    await mkdir(folder);
    undo.unshift(async () => rmdir(folder));
  };
  try {
    for (const folder of missing) await make(folder);
    for (const folder of foldersOf(files)) await make(path.join(dir, folder));
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

/** Folders that the files lie in, outermost first. */
function foldersOf(files: readonly TemplateFile[]): readonly string[] {
  const folders = new Set<string>();
  for (const { path: name } of files) {
    const parts = name.split('/').slice(0, -1);
    for (let i = 1; i <= parts.length; i++) folders.add(parts.slice(0, i).join('/'));
  }
  return [...folders];
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

import { diskReason } from '../files/diskReason.ts';
import { assetPath } from '../assets/assets.ts';
import { HoosegowError, UsageError } from '../errors/errors.ts';
import { addMethod, isMethodName } from './addMethod.ts';
import { checkFolderName, checkPackageName, packageNameOf } from './packageName.ts';
import type { ProjectDisk } from './projectDisk.ts';
import { foldersOf, planScaffold } from './scaffoldPlan.ts';
import { readTemplate, type TemplateFile } from './template.ts';

export interface ScaffoldOptions {
  /** Folder with the built template. Default: the one that comes with this package. */
  readonly templateDir?: string | undefined;
  /** Name of the package. Default: the name of the folder. */
  readonly name?: string | undefined;
  /** A first method of that name, in front of those of the sample. Default: the sample as it is. */
  readonly method?: string | undefined;
}

/** A project that can be made: nothing is in the way. */
export interface PlannedProject<Place> {
  readonly name: string;
  /** Folders to make, outermost first. */
  readonly folders: readonly Place[];
  readonly files: readonly TemplateFile[];
  /** Files of the folder that stay, although the template has some of these names. */
  readonly kept: readonly string[];
}

/** Names listed of what is in the way. */
const MAX_LISTED = 5;

/**
 * Checks whether a new inmate project can be made in a folder, which may hold something, but none of what is to be
 * written. An existing inmate stays as it is, and gets the files that make an image of it.
 *
 * @param target the folder as the user knows it
 * @throws UsageError if the name or the folder is not suitable
 */
export async function planProject<Place>(
  disk: ProjectDisk<Place>,
  dir: Place,
  target: string,
  options: ScaffoldOptions = {},
): Promise<PlannedProject<Place>> {
  const name = options.name ?? packageNameOf(disk.nameOf(dir));
  checkPackageName(name);
  if (options.method !== undefined && !isMethodName(options.method)) {
    throw new UsageError(`${JSON.stringify(options.method)} is not a name that a function can be exported under`);
  }
  const missing = await missingFolders(disk, dir);
  for (const folder of missing) checkFolderName(disk.nameOf(folder));
  if (missing.length === 0) await checkFolder(disk, dir, target);
  const template = await readTemplate(options.templateDir ?? assetPath('inmate-template'), name);
  const folders = foldersOf(template);
  const there = missing.length === 0 ? await pathsIn(disk, dir, ['', ...folders]) : [];
  const { write, kept, inmates, inTheWay } = planScaffold(template, there);
  if (inTheWay.length > 0) throw inTheWayError(target, inTheWay);
  refuseForInmates(target, inmates, options);
  for (const folder of folders) if (there.includes(folder)) await checkFolder(disk, disk.within(dir, folder), folder);
  const inner = foldersOf(write).filter((folder) => !there.includes(folder));
  return {
    name,
    kept,
    folders: [...missing, ...inner.map((folder) => disk.within(dir, folder))],
    files: options.method === undefined ? write : write.map((file) => withMethod(file, options.method ?? '')),
  };
}

/**
 * Makes a new inmate project; where that fails, nothing of it is left.
 *
 * @returns what was made
 * @throws UsageError as `planProject`
 * @throws HoosegowError where something cannot be written
 */
export async function makeProject<Place>(
  disk: ProjectDisk<Place>,
  dir: Place,
  target: string,
  options: ScaffoldOptions = {},
): Promise<PlannedProject<Place>> {
  const planned = await planProject(disk, dir, target, options);
  const undo: (() => Promise<void>)[] = [];
  let current = dir;
  try {
    for (const folder of planned.folders) {
      current = folder;
      await disk.makeFolder(folder);
      undo.unshift(() => disk.removeFolder(folder));
    }
    for (const { path, bytes, executable } of planned.files) {
      const file = disk.within(dir, path);
      current = file;
      await disk.makeFile(file, bytes, executable);
      undo.unshift(() => disk.removeFile(file));
    }
  } catch (error) {
    const left: string[] = [];
    for (const step of undo) await step().catch((failure: unknown) => left.push(diskReason(failure)));
    const state = left.length === 0 ? 'nothing is left of the project' : `some of it is left: ${left.join('; ')}`;
    throw new HoosegowError(`${disk.show(current)} cannot be made: ${diskReason(error)}; ${state}`, { cause: error });
  }
  return planned;
}

/** The folders that must be made so that `dir` exists, outermost first. */
async function missingFolders<Place>(disk: ProjectDisk<Place>, dir: Place): Promise<readonly Place[]> {
  const missing: Place[] = [];
  for (let folder: Place | undefined = dir; folder !== undefined; folder = disk.parentOf(folder)) {
    const found = await disk.find(folder);
    if (found) {
      if (missing.length === 0 || found.isFolder) break;
      const what = found.isLink ? 'a link that leads to no folder' : 'a file, not a folder';
      throw new UsageError(`${disk.show(folder)} is ${what}`);
    }
    missing.unshift(folder);
  }
  return missing;
}

async function checkFolder<Place>(disk: ProjectDisk<Place>, folder: Place, name: string): Promise<void> {
  const found = await disk.find(folder);
  if (found?.isLink === true) throw new UsageError(`${name} is a symbolic link: name the folder that it leads to`);
  if (found?.isFolder !== true) throw new UsageError(`${name} exists and is not a folder: choose another name`);
}

/** Paths of what is in these folders, where they exist; what a link leads to is left out. */
async function pathsIn<Place>(
  disk: ProjectDisk<Place>,
  dir: Place,
  folders: readonly string[],
): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const folder of folders) {
    const place = folder === '' ? dir : disk.within(dir, folder);
    const found = await disk.find(place);
    if (!found?.isFolder || found.isLink) continue;
    for (const name of await disk.namesIn(place)) paths.push(folder === '' ? name : `${folder}/${name}`);
  }
  return paths;
}

function inTheWayError(target: string, inTheWay: readonly string[]): UsageError {
  const listed = inTheWay.slice(0, MAX_LISTED).join(', ');
  const more = inTheWay.length > MAX_LISTED ? ` and ${inTheWay.length - MAX_LISTED} more` : '';
  return new UsageError(
    `${target} has files of an inmate already (${listed}${more}), and nothing is overwritten: nothing was written. ` +
      'Move them away, or choose another folder, which may be one in it',
  );
}

/** An existing inmate keeps its source and its package: neither a method nor a name can be set. */
function refuseForInmates(target: string, inmates: readonly string[], { name, method }: ScaffoldOptions): void {
  if (inmates.length === 0) return;
  const there = `${target} has ${inmates.join(', ')} already`;
  if (method !== undefined) throw new UsageError(`${there}, which nothing is written into: choose another folder`);
  if (name !== undefined) throw new UsageError(`${there}, whose package keeps its name: leave "${name}" out`);
}

function withMethod(file: TemplateFile, method: string): TemplateFile {
  if (file.path !== 'inmate.ts') return file;
  return { ...file, bytes: Buffer.from(addMethod(Buffer.from(file.bytes).toString('utf8'), method)) };
}

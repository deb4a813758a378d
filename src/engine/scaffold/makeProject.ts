import { diskReason } from '../files/diskReason.ts';
import { assetPath } from '../assets/assets.ts';
import { HoosegowError, UsageError } from '../errors/errors.ts';
import { checkMethodName } from './methodName.ts';
import { checkFolderName, checkPackageName, packageNameOf } from './packageName.ts';
import type { ProjectDisk } from './projectDisk.ts';
import { nameFirstMethod } from './sampleSource.ts';
import { foldersOf, planScaffold, type ScaffoldPlan } from './scaffoldPlan.ts';
import { readTemplate, type TemplateFile } from './template.ts';

export interface ScaffoldOptions {
  /** Folder with the built template. Default: the one that comes with this package. */
  readonly templateDir?: string | undefined;
  /** Name of the package. Default: the name of the folder. */
  readonly name?: string | undefined;
  /** Name of the first method. Default: the one that the sample has. */
  readonly method?: string | undefined;
  /**
   * Whether existing files that the template has too stay, a Dockerfile for example, and only the missing ones are added.
   * Default: they are in the way, except for those of an inmate's package.
   */
  readonly keep?: boolean | undefined;
}

/** A project that can be made: nothing is in the way. */
export interface PlannedProject<Place> {
  readonly name: string;
  /** Folders to make, outermost first. */
  readonly folders: readonly Place[];
  readonly files: readonly TemplateFile[];
  /** Files of the folder that stay, although the template has some of these names. */
  readonly kept: readonly string[];
  /** The inmate's module, made or kept. */
  readonly main: string;
}

/** Names listed of what is in the way. */
const MAX_LISTED = 5;

/**
 * Checks whether an inmate project can be made in a folder, which may hold something: existing files stay as they are,
 * and missing ones are added.
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
  if (options.method !== undefined) checkMethodName(options.method);
  const missing = await missingFolders(disk, dir);
  for (const folder of missing) checkFolderName(disk.nameOf(folder));
  if (missing.length === 0) await checkFolder(disk, dir, target);
  const template = await readTemplate(options.templateDir ?? assetPath('inmate-template'), name);
  const folders = foldersOf(template);
  const there = missing.length === 0 ? await pathsIn(disk, dir, ['', ...folders]) : [];
  const plan = planScaffold(template, there, options.keep === true);
  const { write, kept, main } = plan;
  if (plan.inTheWay.length > 0) throw inTheWayError(target, plan.inTheWay, options.keep === true);
  if (plan.inmates.length > 0 && plan.isWhole) throw new UsageError(wholeAlready(target));
  refuseForTheirs(target, plan, options);
  for (const folder of folders) if (there.includes(folder)) await checkFolder(disk, disk.within(dir, folder), folder);
  const inner = foldersOf(write).filter((folder) => !there.includes(folder));
  return {
    name,
    kept,
    main,
    folders: [...missing, ...inner.map((folder) => disk.within(dir, folder))],
    files: write.map((file) => (file.path === main ? withMethod(file, options.method) : file)),
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

function inTheWayError(target: string, inTheWay: readonly string[], keep: boolean): UsageError {
  const listed = inTheWay.slice(0, MAX_LISTED).join(', ');
  const more = inTheWay.length > MAX_LISTED ? ` and ${inTheWay.length - MAX_LISTED} more` : '';
  const [what, advice] = keep
    ? ['names that are those of an inmate but for their capital letters', 'Rename them']
    : ['files of an inmate already', 'Move them away'];
  return new UsageError(
    `${target} has ${what} (${listed}${more}), and nothing is overwritten: nothing was written. ` +
      `${advice}, or choose another folder, which may be one in it`,
  );
}

function wholeAlready(target: string): string {
  return `${target} is an inmate already, with all that it needs: nothing was written`;
}

/** An existing inmate keeps its source and its package: neither a method nor a name can be set. */
function refuseForTheirs(target: string, plan: ScaffoldPlan, { name, method }: ScaffoldOptions): void {
  const { inmates, isPackage, kept } = plan;
  if (method !== undefined && inmates.length > 0) {
    const there = `${target} has ${inmates.join(', ')} already`;
    throw new UsageError(`${there}, which nothing is written into: choose another folder`);
  }
  if (name === undefined || (inmates.length === 0 && !isPackage)) return;
  const there = kept.includes('package.json') ? 'package.json' : (inmates[0] ?? 'a package');
  throw new UsageError(`${target} has ${there} already, whose package keeps its name: leave "${name}" out`);
}

function withMethod(file: TemplateFile, method: string | undefined): TemplateFile {
  if (method === undefined) return file;
  return { ...file, bytes: Buffer.from(nameFirstMethod(Buffer.from(file.bytes).toString('utf8'), method)) };
}

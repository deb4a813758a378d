import { VERSION } from '../assets/version.ts';
import { assetPath } from '../assets/assets.ts';
import { checkUpgradeOptions } from '../options/checkOptions.ts';
import { UsageError } from '../errors/errors.ts';
import { findInmateFile } from '../methods/inmateFile.ts';
import { readTemplate, type TemplateFile } from '../scaffold/template.ts';
import type { UpgradeOptions } from '../options/taskOptions.ts';
import { isNewer } from './isNewer.ts';
import { lineDiff } from './lineDiff.ts';
import { readProjectFile } from './projectFile.ts';
import { replaceFiles, type Replacement } from './replaceFiles.ts';
import { markFile, originOf, unmarked, type Origin } from '../scaffold/templateMark.ts';
import { shellPath } from '../../text/shell/shellWord.ts';

/** What the container runs, which is not for users to edit: all of it is of one version, or nothing is changed. */
const ENTRYPOINT: readonly string[] = ['bin/hoosegow', 'bin/entrypoint.cjs', 'bin/install.cjs'];
/** What a project starts with and may have changed. */
const STARTED_WITH: readonly string[] = ['Dockerfile', '.dockerignore'];

export interface UpgradeStep {
  /** Relative to the project, with `/`. */
  readonly path: string;
  /** `same`: it is as the template has it. `keep`: it differs, and stays. */
  readonly action: 'add' | 'replace' | 'keep' | 'same';
  /** Its version; `null` where it does not say. */
  readonly from: string | null;
  /** What is known of it, for people: `edited by hand`. */
  readonly why: string;
  /** Lines in which the template's differs from it, with `-` and `+`; empty for files that people do not read. */
  readonly diff: readonly string[];
}

export interface Upgraded {
  /** Absolute path of the project, links resolved. */
  readonly dir: string;
  /** The version that the project is of now. */
  readonly version: string;
  readonly steps: readonly UpgradeStep[];
  /** Files of the entrypoint because of which nothing is changed: only `force` replaces them. */
  readonly refused: readonly string[];
}

/**
 * Updates the template's files in an inmate project: its entrypoint, and what it started with where that was not
 * edited. Nothing else is touched. Where a part of the entrypoint was edited, nothing is changed without `force`: parts
 * of several versions do not fit together.
 *
 * @throws UsageError where the folder is not an inmate project, or holds links where the template has files
 * @throws HoosegowError where a file cannot be written; then nothing was changed
 */
export async function upgrade(inmateDir: string, options: UpgradeOptions = {}): Promise<Upgraded> {
  checkUpgradeOptions(options);
  const { root: dir } = await findInmateFile(inmateDir);
  const template = await readTemplate(options.templateDir ?? assetPath('inmate-template'), 'inmate');
  const planned: Planned[] = [];
  for (const path of [...ENTRYPOINT, ...STARTED_WITH]) {
    const file = template.find((each) => each.path === path);
    if (file) planned.push(await plan(dir, file, options.force === true));
  }
  const steps = planned.map(({ step }) => step);
  if (steps.every(({ path, action }) => action === 'add' || !ENTRYPOINT.includes(path))) {
    throw new UsageError(
      `${inmateDir} has an inmate, but no entrypoint to upgrade: hoosegow new ${shellPath(inmateDir, process.platform)} makes it`,
    );
  }
  const refused = steps.filter(({ path, action }) => action === 'keep' && ENTRYPOINT.includes(path));
  if (options.dryRun !== true && refused.length === 0) {
    await replaceFiles(
      dir,
      planned.flatMap(({ replacement }) => replacement ?? []),
    );
  }
  return { dir, version: VERSION, steps, refused: refused.map(({ path }) => path) };
}

interface Planned {
  readonly step: UpgradeStep;
  readonly replacement?: Replacement;
}

async function plan(dir: string, file: TemplateFile, force: boolean): Promise<Planned> {
  const { path, executable } = file;
  const old = await readProjectFile(dir, path);
  const replacement = { path, bytes: markFile(path, file.bytes), executable, old };
  if (!old) {
    const told = { path, from: null, diff: [] };
    if (path !== '.dockerignore') return { step: { ...told, action: 'add', why: 'not there' }, replacement };
    return { step: { ...told, action: 'keep', why: 'not there, which is yours to decide' } };
  }
  const text = Buffer.from(old.bytes).toString('utf8');
  const wanted = Buffer.from(file.bytes).toString('utf8');
  if (unmarked(text) === unmarked(wanted)) {
    const told = { path, from: VERSION, diff: [] };
    const isRunnable = !executable || (old.mode & 0o111) !== 0 || process.platform === 'win32';
    if (isRunnable) return { step: { ...told, action: 'same', why: 'up to date' } };
    return { step: { ...told, action: 'replace', why: 'not executable any more' }, replacement };
  }
  const origin = originOf(path, text);
  const { isOurs, why } = describe(origin);
  const diff = STARTED_WITH.includes(path) ? lineDiff(unmarked(text), unmarked(wanted)) : [];
  const told = { path, from: 'version' in origin ? origin.version : null, why, diff };
  if (isOurs || force) return { step: { ...told, action: 'replace' }, replacement };
  return { step: { ...told, action: 'keep' } };
}

/** @returns whether the file may be replaced without `force` */
function describe(origin: Origin): { readonly isOurs: boolean; readonly why: string } {
  switch (origin.kind) {
    case 'ours':
      return isNewer(origin.version, VERSION)
        ? { isOurs: false, why: `of the newer version ${origin.version}` }
        : { isOurs: true, why: 'unedited' };
    case 'earlier':
      return { isOurs: true, why: 'unedited, of an early version' };
    case 'edited':
      return { isOurs: false, why: 'edited by hand' };
    case 'unknown':
      return { isOurs: false, why: 'edited by hand, or of a version that is not known here' };
  }
}

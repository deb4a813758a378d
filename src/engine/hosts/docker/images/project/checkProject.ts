import { access } from 'node:fs/promises';
import path from 'node:path';
import { ProjectError } from '../../../../errors/errors.ts';
import type { BuildContext } from '../context/contextEntries.ts';
import type { ContextEntry } from '../context/contextEntry.ts';
import { contextText } from '../context/contextText.ts';
import { copiesOf, type Copies } from '../dockerfile/copies.ts';
import { parseDockerfile } from '../dockerfile/parseDockerfile.ts';
import { publicForm } from '../context/installSettings.ts';
import { hasDependencies, localDependencies, type LocalDependency } from './localDependencies.ts';

/** Link targets that exist in every image; what this machine has in `/tmp` is in none. */
const IN_EVERY_IMAGE = /^\/(?:bin|dev|etc|lib|lib64|proc|sbin|sys|usr)(?:\/|$)/;
/** Maximum dependencies that are checked: each may be compared with each line of the Dockerfile. */
const MAX_CHECKED = 1000;
/** Maximum links to excluded files that are named one by one. */
const MAX_LOST = 10;
const LOCKS = ['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock'];

/**
 * Reports what is certainly wrong with a project before it is built: a build would fail late, or make an image whose
 * inmate misses something.
 *
 * @param signal aborts the check with its reason
 * @returns further notes for the user, one sentence each
 * @throws ProjectError naming the place and the way out
 */
export async function checkProject(context: BuildContext, signal?: AbortSignal): Promise<readonly string[]> {
  const text = async (name: string) => contextText(context, name);
  const dockerfile = await text('Dockerfile');
  const copies = copiesOf(parseDockerfile(dockerfile ?? ''));
  const paths = new Map(context.entries.map((entry) => [entry.path, entry]));
  await checkLock(paths, text, copies);
  await checkDependencies(context, paths, text, copies);
  checkCopies(context, paths, copies);
  await checkLinks(context, paths, signal);
  return notesOf(context, paths, copies, signal);
}

type Paths = ReadonlyMap<string, ContextEntry>;
type Read = (name: string) => Promise<string | undefined>;

/** Dependencies without a lock, or with one that this Dockerfile does not know. */
async function checkLock(paths: Paths, text: Read, copies: Copies): Promise<void> {
  if (copies.install === undefined) return;
  const manifest = await text('package.json');
  const locks = LOCKS.filter((name) => paths.has(name));
  if (locks.length === 0 && manifest !== undefined && hasDependencies(manifest)) {
    const line = lineOf(manifest, /"(?:optionalD|d)ependencies"/);
    const bun = ['bun.lock', 'bun.lockb'].find((name) => paths.has(name));
    const found =
      bun === undefined ? 'no lock file says' : `${bun} is a lock of Bun, so that none of npm, pnpm or Yarn says`;
    throw new ProjectError(
      `package.json:${line} has dependencies, and ${found} which versions: run "npm install --package-lock-only" (or pnpm or yarn install) in the folder`,
    );
  }
  const missing = copies.sources.find(({ source }) =>
    LOCKS.includes(source) || source === 'package.json' ? !paths.has(source) : false,
  );
  if (missing === undefined) return;
  throw new ProjectError(
    `Dockerfile:${missing.line} wants ${missing.source}, which the folder does not have: the Dockerfile of a new project (hoosegow new) takes the lock of npm, pnpm or Yarn, or none; put it and its bin/install.cjs in place of yours`,
  );
}

/** Refuses sources that are missing: the builder would fail at that line, after all lines above it. */
function checkCopies({ root, rules }: BuildContext, paths: Paths, copies: Copies): void {
  for (const { source, line } of copies.sources) {
    if (paths.has(source) || hasBelow(paths, source)) continue;
    const isOut = rules.isSecret(source) ? 'is kept out as a secret (a line "!' : undefined;
    const why = isOut
      ? `${isOut}${source}" in .dockerignore names it)`
      : rules.ignores(source)
        ? 'is kept out by .dockerignore'
        : `is not in ${root}`;
    throw new ProjectError(`Dockerfile:${line} copies ${source}, which ${why}`);
  }
}

async function checkDependencies(context: BuildContext, paths: Paths, text: Read, copies: Copies): Promise<void> {
  const { root } = context;
  const dependencies = await localDependencies(text);
  for (const dependency of dependencies.slice(0, MAX_CHECKED)) {
    const { file, line, name, spec, target } = dependency;
    const place = () => `${file}:${line()}`;
    const within = relativeTo(root, target);
    if (within === undefined) {
      throw new ProjectError(
        `${place()}: ${name} is ${spec}, outside of the folder, and an image holds only what is in it: move it into the folder, or pack it (npm pack ${shown(target)}) and install the archive from within`,
      );
    }
    if (!paths.has(within) && !hasBelow(paths, within)) {
      throw new ProjectError(`${place()}: ${name} is ${spec}, which is not there${await whyMissing(context, within)}`);
    }
    checkCopied(dependency, within, copies);
  }
}

/** Refuses what an install reads but what is not copied before it. */
function checkCopied(
  { file, line, name, spec, isNeeded }: LocalDependency,
  within: string,
  { install, sources }: Copies,
): void {
  if (!isNeeded || install === undefined || within === '') return;
  const [top = ''] = within.split('/');
  const isCopied = sources.some(
    ({ source, line: at }) => at < install && (source === '.' || source === within || within.startsWith(`${source}/`)),
  );
  if (isCopied) return;
  throw new ProjectError(
    `${file}:${line()}: ${name} is ${spec}, which is not copied before it is installed: add the line "COPY ${top} ./${top}" above line ${install} of the Dockerfile`,
  );
}

async function whyMissing({ root, rules }: BuildContext, within: string): Promise<string> {
  if (!(await exists(path.join(root, within)))) return '';
  return rules.isSecret(within) ? ' (kept out as a secret)' : ' (.dockerignore keeps it out)';
}

/** Refuses links to something that exists here, but not in an image. */
async function checkLinks({ root }: BuildContext, paths: Paths, signal: AbortSignal | undefined): Promise<void> {
  for (const entry of paths.values()) {
    signal?.throwIfAborted();
    if (entry.type !== 'symlink') continue;
    const { path: link, target } = entry;
    const end = path.resolve(path.dirname(path.join(root, link)), target);
    const within = relativeTo(root, end);
    if (within !== undefined && !path.isAbsolute(target)) continue;
    if (path.isAbsolute(target) && (IN_EVERY_IMAGE.test(target) || target.startsWith('/hoosegow/'))) continue;
    if (!(await exists(end))) continue;
    const where = within === undefined ? 'out of the folder' : 'to a place that only this machine has';
    throw new ProjectError(
      `the link ${link} leads ${where} (${target}), and an image holds only what is in the folder: copy what it leads to into the folder, or list ${link} in .dockerignore if the inmate does without it`,
    );
  }
}

async function notesOf(
  context: BuildContext,
  paths: Paths,
  copies: Copies,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const { root, rules, secrets } = context;
  const notes: string[] = [];
  const told = secrets.filter((name) => !/(?:^|\/)\.(?:git|hg|svn)$/.test(name));
  if (told.length > 0) {
    notes.push(
      `kept out as secrets: ${listed(told)} (a line "!NAME" in .dockerignore names one that the inmate needs)`,
    );
  }
  const lost: string[] = [];
  for (const entry of paths.values()) {
    signal?.throwIfAborted();
    if (entry.type !== 'symlink' || path.isAbsolute(entry.target)) continue;
    const within = relativeTo(root, path.resolve(path.dirname(path.join(root, entry.path)), entry.target));
    if (within === undefined || within === '' || /(?:^|\/)node_modules(?:\/|$)/.test(within)) continue;
    if (paths.has(within) || hasBelow(paths, within) || !(await exists(path.join(root, within)))) continue;
    lost.push(`the link ${entry.path} leads to ${within}, which .dockerignore keeps out`);
  }
  notes.push(...lost.slice(0, MAX_LOST));
  if (lost.length > MAX_LOST) notes.push(`${lost.length - MAX_LOST} more links lead to what .dockerignore keeps out`);
  for (const name of ['.npmrc', '.yarnrc.yml']) {
    if (copies.install === undefined) break;
    if (paths.has(name) && !copies.takes(name)) {
      notes.push(
        `Dockerfile:${copies.install} installs without ${name}: the Dockerfile of a new project (hoosegow new) takes it, with its credentials`,
      );
    } else if (paths.has(name) && !copies.isOurs && (await hasCredentials(context, paths, name))) {
      notes.push(
        `Dockerfile:${copies.install} gets ${name} without its credentials: the Dockerfile of a new project (hoosegow new) installs with them`,
      );
    } else if (!paths.has(name) && rules.ignores(name) && (await exists(path.join(root, name)))) {
      notes.push(
        `.dockerignore keeps ${name} out, so that the install does without it; it would get into the image without its credentials`,
      );
    }
  }
  return notes;
}

async function hasCredentials(context: BuildContext, paths: Paths, name: string): Promise<boolean> {
  const entry = paths.get(name);
  if (entry?.type !== 'file' || entry.form !== 'public') return false;
  const text = (await contextText(context, name)) ?? '';
  const lines = text.split('\n').filter((line) => !/^\s*(?:[;#].*)?$/.test(line));
  return (
    publicForm(name, text) !== `${lines.map((line) => (name === '.npmrc' ? line.trim() : line.trimEnd())).join('\n')}\n`
  );
}

function listed(names: readonly string[]): string {
  return names.length <= 5 ? names.join(', ') : `${names.slice(0, 5).join(', ')} and ${names.length - 5} more`;
}

function hasBelow(paths: Paths, folder: string): boolean {
  return folder === '' || paths.get(folder)?.type === 'directory';
}

/** @returns `undefined` for what is not within the folder */
function relativeTo(root: string, target: string): string | undefined {
  const relative = path.relative(root, path.resolve(root, target));
  if (relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative)) return undefined;
  return relative.replaceAll(path.sep, '/');
}

function shown(target: string): string {
  return /\s/.test(target) ? JSON.stringify(target) : target;
}

function lineOf(text: string, pattern: RegExp): number {
  const at = text.search(pattern);
  return at === -1 ? 1 : text.slice(0, at).split('\n').length;
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

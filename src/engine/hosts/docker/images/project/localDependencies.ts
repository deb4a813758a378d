/** A dependency that is not a package of a registry, but lies somewhere on this machine. */
export interface LocalDependency {
  /** The file that names it. */
  readonly file: string;
  /** Searches the line in that file, only when needed: of very many dependencies, one is reported. */
  readonly line: () => number;
  readonly name: string;
  /** As written there. */
  readonly spec: string;
  /** Its path, relative to the project or absolute. */
  readonly target: string;
  /** Whether an install fails without it, and not only the inmate. */
  readonly isNeeded: boolean;
}

const SPEC = /^(?:(?:file|link|portal):(?:\/\/)?)?((?:\.{1,2}|~)?\/.*|\.{1,2})$|^(?:file|link|portal):(?:\/\/)?(.+)$/;
const DEPENDENCIES = ['dependencies', 'optionalDependencies', 'overrides', 'resolutions'];
const ARCHIVE = /\.(?:tgz|tar|tar\.gz)$/;

/** Whether a `package.json` has dependencies of the inmate: those only for development are not installed. */
export function hasDependencies(manifest: string): boolean {
  const parsed = parse(manifest);
  return ['dependencies', 'optionalDependencies'].some((kind) => Object.keys(membersOf(parsed[kind])).length > 0);
}

/** Dependencies in `package.json` and of the workspaces, and those that only npm's lock has. */
export async function localDependencies(
  read: (name: string) => Promise<string | undefined>,
): Promise<readonly LocalDependency[]> {
  const names = [
    'package.json',
    'package-lock.json',
    'pnpm-workspace.yaml',
    'pnpm-lock.yaml',
    'yarn.lock',
    '.yarnrc.yml',
  ];
  const [manifest, lock, workspace, pnpm, yarn, yarnSettings] = await Promise.all(names.map(read));
  // Yarn checks those for development, too, before it leaves them out.
  const kinds = yarn?.includes('__metadata:') === true ? [...DEPENDENCIES, 'devDependencies'] : DEPENDENCIES;
  return [
    ...(manifest === undefined ? [] : ofManifest(manifest, kinds, lock !== undefined)),
    ...(manifest === undefined ? [] : ofWorkspaces(manifest)),
    ...(lock === undefined ? [] : ofNpmLock(lock)),
    ...(workspace === undefined ? [] : ofPnpmWorkspace(workspace)),
    ...mentioned('pnpm-lock.yaml', pnpm, 'a patch', /^[ \t]+path:[ \t]*["']?([^\s"']+\.patch)/m),
    ...mentioned('yarn.lock', yarn, 'a patch', /(?:#|#~\/|#\.\/|%23~\/)(\.yarn\/patches\/[^\s"'#:]+\.patch)/),
    ...mentioned(
      '.yarnrc.yml',
      yarnSettings,
      'a plugin',
      /^[ \t]+(?:-[ \t]+)?path:[ \t]*["']?(\.yarn\/plugins\/[^\s"']+)/m,
    ),
  ];
}

/** @param byNpm npm makes a link to a folder, even to a missing one */
function ofManifest(text: string, kinds: readonly string[], byNpm: boolean): readonly LocalDependency[] {
  const manifest = parse(text);
  return kinds.flatMap((kind) =>
    Object.entries(membersOf(manifest[kind])).flatMap(([name, spec]) => {
      const target = typeof spec === 'string' ? targetOf(spec) : undefined;
      if (typeof spec !== 'string' || target === undefined) return [];
      const isNeeded = !byNpm || ARCHIVE.test(target);
      return [{ file: 'package.json', line: () => lineOf(text, JSON.stringify(spec)), name, spec, target, isNeeded }];
    }),
  );
}

/** The first further file that an install reads, as named in a lock or in settings. */
function mentioned(file: string, text: string | undefined, name: string, pattern: RegExp): readonly LocalDependency[] {
  const [, target] = pattern.exec(text ?? '') ?? [];
  if (text === undefined || target === undefined) return [];
  return [{ file, line: () => lineOf(text, target), name, spec: target, target, isNeeded: true }];
}

/** Without the folders of workspaces, an install leaves out their dependencies. */
function ofWorkspaces(text: string): readonly LocalDependency[] {
  const { workspaces } = parse(text);
  const patterns: unknown = Array.isArray(workspaces) ? workspaces : membersOf(workspaces)['packages'];
  if (!Array.isArray(patterns)) return [];
  return patterns.map(String).flatMap((pattern) => {
    return workspaceOf('package.json', () => lineOf(text, JSON.stringify(pattern)), pattern);
  });
}

function ofPnpmWorkspace(text: string): readonly LocalDependency[] {
  const [, list = ''] = /^packages:[ \t]*\r?\n((?:[ \t]*(?:-|#).*\r?\n?)*)/m.exec(text) ?? [];
  return list.split(/\r?\n/).flatMap((line) => {
    const pattern = itemOf(line);
    return pattern === undefined ? [] : workspaceOf('pnpm-workspace.yaml', () => lineOf(text, pattern), pattern);
  });
}

/** The text of a line `- "text" # comment`, in quotes or not. */
function itemOf(line: string): string | undefined {
  const item = /^[ \t]*-[ \t]+(.*)$/.exec(line)?.[1]?.trim();
  if (item === undefined) return undefined;
  const [, , quoted] = /^(["'])([^"'#]+)\1[ \t]*(?:#.*)?$/.exec(item) ?? [];
  if (quoted !== undefined) return quoted;
  const bare = item.split('#', 1)[0]?.trimEnd() ?? '';
  return bare === '' || /["']/.test(bare) ? undefined : bare;
}

function workspaceOf(file: string, line: () => number, pattern: string): readonly LocalDependency[] {
  const parts = pattern.replace(/^\.\//, '').split('/');
  const end = parts.findIndex((part) => /[*?[{!]/.test(part));
  const target = (end === -1 ? parts : parts.slice(0, end)).join('/');
  if (target === '' || target === '.') return [];
  return [{ file, line, name: 'the workspace', spec: pattern, target, isNeeded: true }];
}

/** Indirect dependencies may lie outside of the folder, too. */
function ofNpmLock(text: string): readonly LocalDependency[] {
  return Object.entries(membersOf(parse(text)['packages'])).flatMap(([key, entry]) => {
    const { dev, link, resolved } = membersOf(entry);
    if (dev === true) return [];
    const spec = link === true && typeof resolved === 'string' ? resolved : key;
    if (!spec.startsWith('../')) return [];
    const name = key.replace(/^.*node_modules\//, '');
    const line = () => lineOf(text, JSON.stringify(key));
    return [{ file: 'package-lock.json', line, name, spec, target: spec, isNeeded: true }];
  });
}

function targetOf(spec: string): string | undefined {
  const [, path, other] = SPEC.exec(spec) ?? [];
  const target = path ?? other;
  return target?.startsWith('~/') === true ? `/${target}` : target;
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    return membersOf(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch {
    // The install reports invalid JSON.
    return {};
  }
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function lineOf(text: string, part: string): number {
  const at = text.indexOf(part);
  return at === -1 ? 1 : text.slice(0, at).split('\n').length;
}

/** A dependency that is no package of a registry, but lies somewhere on this machine. */
export interface LocalDependency {
  /** The file that says so, and its line. */
  readonly file: string;
  readonly line: number;
  readonly name: string;
  /** As it is written there. */
  readonly spec: string;
  /** Where it is, relative to the project or absolute. */
  readonly target: string;
  /** Whether an install fails without it, and not only the inmate. */
  readonly isNeeded: boolean;
}

const SPEC = /^(?:(?:file|link|portal):(?:\/\/)?)?((?:\.{1,2}|~)?\/.*|\.{1,2})$|^(?:file|link|portal):(?:\/\/)?(.+)$/;
const DEPENDENCIES = ['dependencies', 'optionalDependencies', 'overrides', 'resolutions'];

/** Whether a `package.json` has any that the inmate runs with: those for development alone are not installed. */
export function hasDependencies(manifest: string): boolean {
  const parsed = parse(manifest);
  return ['dependencies', 'optionalDependencies'].some((kind) => Object.keys(membersOf(parsed[kind])).length > 0);
}

/** Those of `package.json`, and those that lock files know beyond it. */
export async function localDependencies(
  read: (name: string) => Promise<string | undefined>,
): Promise<readonly LocalDependency[]> {
  const [manifest, npm, pnpm, yarn] = await Promise.all(
    ['package.json', 'package-lock.json', 'pnpm-lock.yaml', 'yarn.lock'].map(read),
  );
  return [
    ...(manifest === undefined ? [] : ofManifest(manifest)),
    ...(npm === undefined ? [] : ofNpmLock(npm)),
    ...(pnpm === undefined ? [] : leadingOut('pnpm-lock.yaml', pnpm)),
    ...(yarn === undefined ? [] : leadingOut('yarn.lock', yarn)),
  ];
}

function ofManifest(text: string): readonly LocalDependency[] {
  const manifest = parse(text);
  return DEPENDENCIES.flatMap((kind) =>
    Object.entries(membersOf(manifest[kind])).flatMap(([name, spec]) => {
      const target = typeof spec === 'string' ? targetOf(spec) : undefined;
      if (typeof spec !== 'string' || target === undefined) return [];
      return [{ file: 'package.json', line: lineOf(text, JSON.stringify(spec)), name, spec, target, isNeeded: true }];
    }),
  );
}

/** Dependencies of dependencies lie elsewhere, too. */
function ofNpmLock(text: string): readonly LocalDependency[] {
  return Object.entries(membersOf(parse(text)['packages'])).flatMap(([key, entry]) => {
    const { dev, link, resolved } = membersOf(entry);
    if (dev === true) return [];
    const spec = link === true && typeof resolved === 'string' ? resolved : key;
    if (!spec.startsWith('../')) return [];
    const name = key.replace(/^.*node_modules\//, '');
    const line = lineOf(text, JSON.stringify(key));
    return [{ file: 'package-lock.json', line, name, spec, target: spec, isNeeded: true }];
  });
}

/** In the locks of the others, which are no JSON: what leads out of the folder. */
function leadingOut(file: string, text: string): readonly LocalDependency[] {
  return text.split('\n').flatMap((content, index) => {
    const [spec, target] = /\b(?:file|link|portal):(\.\.\/[^\s"'#:)]*)/.exec(content) ?? [];
    if (spec === undefined || target === undefined) return [];
    return [{ file, line: index + 1, name: 'a dependency', spec, target, isNeeded: true }];
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
    // Whoever installs says so.
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

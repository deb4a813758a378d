/** How the dependencies of a project are installed. */
export type Plan =
  | { readonly manager: 'none' }
  | { readonly manager: 'npm' }
  /** Package of the manager on npm's registry, and its exact version. */
  | { readonly manager: 'pnpm' | 'yarn' | 'berry'; readonly tool: string }
  /** Nothing can be installed as it is written; a sentence for the user. */
  | { readonly manager: 'unknown'; readonly why: string };

export interface Project {
  /** The text of a file beside `package.json`; `undefined` where there is none. */
  read(name: string): string | undefined;
}

/** What is taken where `packageManager` of `package.json` names no version: one that reads the lock as it is written. */
const PNPM_OF_LOCK: readonly (readonly [pattern: RegExp, version: string])[] = [
  [/^5/, '7.33.7'],
  [/^6/, '8.15.9'],
  [/^9/, '10.15.0'],
];
const NEWEST_PNPM = '11.28.11';
const YARN_1 = '1.22.22';
const YARN_3 = '3.8.6';
const YARN_4 = '4.18.1';
/** Version of the lock from which on Yarn 4 wrote it. */
const LOCK_OF_YARN_4 = 8;

/** By the lock files that are there, and by `packageManager` of `package.json` where there are several. */
export function planInstall(project: Project): Plan {
  const manifest = project.read('package.json');
  const { manager = '', version } =
    /"packageManager"\s*:\s*"(?<manager>[a-z]+)@(?<version>\d+\.\d+\.\d+[\w.-]*)/.exec(manifest ?? '')?.groups ?? {};
  const locks = {
    npm: project.read('npm-shrinkwrap.json') ?? project.read('package-lock.json'),
    pnpm: project.read('pnpm-lock.yaml'),
    yarn: project.read('yarn.lock'),
  };
  const named = manager === 'npm' || manager === 'pnpm' || manager === 'yarn' ? manager : undefined;
  const chosen =
    named !== undefined && locks[named] !== undefined
      ? named
      : (['npm', 'pnpm', 'yarn'] as const).find((each) => locks[each] !== undefined);
  const versionOf = (name: string) => (manager === name ? version : undefined);
  if (chosen === undefined) return withoutLock(project, manifest);
  if (manifest === undefined) return { manager: 'unknown', why: 'there is a lock file, but no package.json' };
  if (chosen === 'npm') return { manager: 'npm' };
  const lock = locks[chosen] ?? '';
  if (chosen === 'pnpm') return { manager: 'pnpm', tool: `pnpm@${versionOf('pnpm') ?? pnpmOf(lock)}` };
  return yarnOf(lock, versionOf('yarn'));
}

function withoutLock(project: Project, manifest: string | undefined): Plan {
  if (manifest === undefined || !hasDependencies(manifest)) return { manager: 'none' };
  const bun = ['bun.lock', 'bun.lockb'].find((name) => project.read(name) !== undefined);
  const why =
    bun === undefined
      ? 'package.json has dependencies, but there is no lock file that says which versions: run "npm install" (or pnpm, or yarn), which writes one'
      : `${bun} is a lock of Bun, which is not installed here: write one of npm's beside it with "npm install --package-lock-only"`;
  return { manager: 'unknown', why };
}

/** Whether there is anything to install: development dependencies are not installed. */
export function hasDependencies(manifest: string): boolean {
  let parsed: unknown;
  try {
    parsed = JSON.parse(manifest.replace(/^\uFEFF/, ''));
  } catch {
    return false;
  }
  if (typeof parsed !== 'object' || parsed === null) return false;
  return ['dependencies', 'optionalDependencies'].some((name) => {
    const found: unknown = Object.entries(parsed).find(([key]) => key === name)?.[1];
    return typeof found === 'object' && found !== null && Object.keys(found).length > 0;
  });
}

function pnpmOf(lock: string): string {
  const [, written = ''] = /^lockfileVersion:\s*['"]?([\d.]+)/m.exec(lock) ?? [];
  return PNPM_OF_LOCK.find(([pattern]) => pattern.test(written))?.[1] ?? NEWEST_PNPM;
}

function yarnOf(lock: string, version: string | undefined): Plan {
  const [, written] = /^__metadata:\r?\n(?:[ \t].*\r?\n)*?[ \t]+version:\s*['"]?(\d+)/m.exec(lock) ?? [];
  if (version === undefined ? written === undefined : /^[01]\./.test(version)) {
    return { manager: 'yarn', tool: `yarn@${version ?? YARN_1}` };
  }
  const fitting = Number(written ?? 0) >= LOCK_OF_YARN_4 ? YARN_4 : YARN_3;
  return { manager: 'berry', tool: `@yarnpkg/cli-dist@${version ?? fitting}` };
}

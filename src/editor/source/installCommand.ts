/** Lock files, and what installs by them. The first that is there decides. */
const LOCKS = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
] as const;

/** Names that no shell and no package manager takes for anything else: a source may import what it likes. */
const PLAIN_NAME = /^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/i;
const MAX_LENGTH = 214;

/** Whether a command line may hold the name of the package as it is. */
export function isPlainPackageName(name: string): boolean {
  return name.length <= MAX_LENGTH && PLAIN_NAME.test(name);
}

/**
 * The command line that installs packages for an inmate, or what its lock file says. Install scripts do not run: they
 * are the code of others, and here nothing is around it.
 *
 * @param there names of the files in the inmate's folder
 * @param names of packages, which are added to those of the inmate; without any, all of these are installed
 * @throws RangeError if a name is not plain
 */
export function installCommand(there: ReadonlySet<string>, names: readonly string[]): string {
  const odd = names.find((name) => !isPlainPackageName(name));
  if (odd !== undefined) throw new RangeError(`${JSON.stringify(odd)} is not the name of a package`);
  const manager = LOCKS.find(([lock]) => there.has(lock))?.[1] ?? 'npm';
  const packages = names.join(' ');
  if (manager === 'npm') {
    if (names.length > 0) return `npm install --ignore-scripts --save-exact ${packages}`;
    return there.has('package-lock.json') || there.has('npm-shrinkwrap.json')
      ? 'npm ci --ignore-scripts'
      : 'npm install --ignore-scripts';
  }
  // Yarn 2 and later know another option for that.
  const without = manager === 'yarn' && there.has('.yarnrc.yml') ? '--mode=skip-build' : '--ignore-scripts';
  return names.length > 0 ? `${manager} add --exact ${without} ${packages}` : `${manager} install ${without}`;
}

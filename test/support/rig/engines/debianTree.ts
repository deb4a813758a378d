import { createHash } from 'node:crypto';
import { access, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { command } from '../command.ts';
import { installDebootstrap } from '../debian.ts';
import type { DebianSuite } from './engines.ts';

const PACKAGES = [
  'docker.io',
  'docker-cli',
  'docker-buildx',
  'podman',
  'catatonit',
  'netavark',
  'crun',
  'runc',
  'ca-certificates',
  // For engines without root.
  'iproute2',
  'rootlesskit',
  'slirp4netns',
  'uidmap',
];

/** Part of the cached folder's name: raise it with every change of how it is made, or to have newer packages in it. */
const RECIPE = 1;

/**
 * Gives the path of a Debian system with both engines in it, to be used as a root and never to be written to. It is
 * made once (about a minute) and kept in the user's cache folder.
 */
export async function ensureDebianTree(suite: DebianSuite): Promise<string> {
  const key = createHash('sha256')
    .update(JSON.stringify([RECIPE, PACKAGES, process.arch]))
    .digest('hex')
    .slice(0, 16);
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'hoosegow-inspector');
  const tree = join(cache, `debian-${suite}-${key}`);
  if (await exists(tree)) return tree;

  await installDebootstrap();
  const mirror = await debianMirror();
  console.log(`Engine tests: making a Debian ${suite} with its Docker and Podman, from ${mirror} (about a minute)`);
  await mkdir(cache, { recursive: true });
  await removeUnfinished(cache);
  const unfinished = join(cache, `.unfinished-${process.pid}-${suite}`);
  try {
    const include = `--include=${PACKAGES.join(',')}`;
    // It mounts file systems in there: in namespaces of its own they end with it, and it ends with this process.
    const alone = ['--pdeathsig', 'KILL', 'unshare', '--mount', '--propagation', 'private', '--pid', '--fork'];
    const debootstrap = ['--kill-child=KILL', 'debootstrap', '--variant=minbase', include, suite, unfinished, mirror];
    await command('setpriv', [...alone, ...debootstrap]);
    await rm(join(unfinished, 'var/cache/apt/archives'), { recursive: true, force: true });
    await rename(unfinished, tree);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Another run was faster.
    if (!(await exists(tree))) throw error;
  }
  return tree;
}

/** The mirror that this machine itself has Debian from. */
async function debianMirror(): Promise<string> {
  const format = ['--format', '$(ORIGIN) $(LABEL) $(COMPONENT) $(REPO_URI)'];
  const targets = await command('apt-get', ['indextargets', ...format, 'Created-By: Packages']);
  const mirror = /^Debian Debian main (\S+)$/m.exec(targets)?.[1];
  if (mirror === undefined) throw new Error('apt-get knows no source of Debian itself, from which to make a newer one');
  return mirror;
}

/** Removes what runs that died have left. */
async function removeUnfinished(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    const pid = /^\.unfinished-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !(await exists(`/proc/${pid}`))) {
      await rm(join(cache, name), { recursive: true, force: true });
    }
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

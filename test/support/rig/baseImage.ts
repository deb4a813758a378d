import { createHash } from 'node:crypto';
import {
  access,
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type Docker from 'dockerode';
import { cacheFolder } from './codeServer.ts';
import { command } from './command.ts';

/** Stands in for `node:24-slim`, which a machine without an image registry cannot pull. */
export const BASE_IMAGE = 'hoosegow-test-base:24';

/** What the import sets on it, as lines of a Dockerfile. One value each, as Podman takes several values for one. */
const CHANGES = [
  'ENV PATH=/usr/local/bin:/usr/bin:/bin',
  'ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt',
  'CMD ["node"]',
];

const NODE_VERSION = '24.9.0';
const NPM_VERSION = '11.21.2';
const BUSYBOX = '/bin/busybox';
const SYSTEM_CA_BUNDLE = '/etc/ssl/certs/ca-certificates.crt';

/** Part of the cached file's name: raise it with every change of how the file is made. */
const RECIPE = 1;

/** Gives the daemon the base image. */
export async function importBaseImage(docker: Docker): Promise<void> {
  // Podman 4 drops the tag if it is given in a parameter of its own.
  const options = { repo: BASE_IMAGE, changes: CHANGES };
  const progress = await docker.importImage(await baseImageArchive({ make: true }), options);
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(progress, (error) => (error ? reject(error) : resolve()));
  });
}

/**
 * Gives the path of a tar archive with the root of the base image: busybox, Node with the libraries it needs, npm, and
 * the certificates that this machine trusts. It is made once and kept in the user's cache folder.
 *
 * @param options whether to make it if it is missing; otherwise `undefined` is given
 */
export async function baseImageArchive(options: { readonly make: true }): Promise<string>;
export async function baseImageArchive(options: { readonly make: boolean }): Promise<string | undefined>;
export async function baseImageArchive({ make }: { readonly make: boolean }): Promise<string | undefined> {
  const caBundle = await readFile(process.env['NODE_EXTRA_CA_CERTS'] ?? SYSTEM_CA_BUNDLE).catch(() => Buffer.alloc(0));
  const key = createHash('sha256')
    .update(JSON.stringify([RECIPE, NODE_VERSION, NPM_VERSION, process.arch]))
    .update(await readFile('/etc/os-release'))
    .update(await readFile(BUSYBOX))
    .update(caBundle)
    .digest('hex');
  const cache = cacheFolder();
  const archive = join(cache, `base-image-node${NODE_VERSION}-${key.slice(0, 16)}.tar`);
  if (await exists(archive)) return archive;
  if (!make) return undefined;

  console.log(`Docker tests: making the base image with Node ${NODE_VERSION}`);
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(join(tmpdir(), 'hoosegow-base-'));
  try {
    const root = join(work, 'root');
    await makeRoot(root, caBundle);
    await addNode(root, work);
    const unfinished = join(cache, `.${process.pid}.tar`);
    await command('tar', ['-C', root, '--owner=0', '--group=0', '--numeric-owner', '-cf', unfinished, '.']);
    await rename(unfinished, archive);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return archive;
}

async function makeRoot(root: string, caBundle: Uint8Array): Promise<void> {
  const folders = ['bin', 'dev', 'etc/ssl/certs', 'proc', 'root', 'run', 'sys', 'tmp', 'usr/bin', 'usr/local/bin'];
  for (const folder of folders) await mkdir(join(root, folder), { recursive: true });
  await chmod(join(root, 'tmp'), 0o1777);
  await copyFile(BUSYBOX, join(root, 'bin/busybox'));
  for (const applet of (await command(BUSYBOX, ['--list'])).trim().split('\n')) {
    if (applet !== 'busybox') await symlink('busybox', join(root, 'bin', applet));
  }
  await symlink('/bin/busybox', join(root, 'usr/bin/env'));
  await writeFile(
    join(root, 'etc/passwd'),
    'root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n',
  );
  await writeFile(join(root, 'etc/group'), 'root:x:0:\nnode:x:1000:\nnogroup:x:65534:\n');
  await writeFile(join(root, 'etc/nsswitch.conf'), 'hosts: files dns\n');
  await writeFile(join(root, SYSTEM_CA_BUNDLE), caBundle);
}

async function addNode(root: string, work: string): Promise<void> {
  const packages = [`node-linux-${process.arch}@${NODE_VERSION}`, `npm@${NPM_VERSION}`];
  await command('npm', ['pack', '--silent', ...packages], { cwd: work });
  const archives = await readdir(work);
  const archiveOf = (prefix: string) => {
    const name = archives.find((entry) => entry.startsWith(prefix) && entry.endsWith('.tgz'));
    if (name === undefined) throw new Error(`npm pack gave no ${prefix} package, only ${archives.join(', ')}`);
    return join(work, name);
  };
  await command('tar', ['-C', work, '-xzf', archiveOf('node-linux-'), 'package/bin/node']);
  const node = join(root, 'usr/local/bin/node');
  await rename(join(work, 'package/bin/node'), node);
  for (const [library] of (await command('ldd', [node])).matchAll(/\/\S+/g)) {
    await mkdir(dirname(join(root, library)), { recursive: true });
    await copyFile(library, join(root, library));
  }

  const npm = join(root, 'usr/local/lib/node_modules/npm');
  await mkdir(npm, { recursive: true });
  await command('tar', ['-C', npm, '--strip-components=1', '-xzf', archiveOf('npm-')]);
  for (const name of ['npm', 'npx']) {
    await chmod(join(npm, `bin/${name}-cli.js`), 0o755);
    await symlink(`../lib/node_modules/npm/bin/${name}-cli.js`, join(root, 'usr/local/bin', name));
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

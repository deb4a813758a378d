import { readFile } from 'node:fs/promises';
import { command, isInstalled } from './command.ts';

/** Whether this is Debian and this process may install packages: only then the rig starts its own daemon. */
export async function isDebianRoot(): Promise<boolean> {
  if (process.getuid?.() !== 0) return false;
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return /^ID="?debian"?$/m.test(release);
}

let listsAreFresh = false;

async function install(name: string): Promise<void> {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const waitForLock = ['-o', 'DPkg::Lock::Timeout=120'];
  console.log(`Tests: installing the Debian package ${name}`);
  if (!listsAreFresh) await command('apt-get', [...waitForLock, '-q', 'update'], { env });
  listsAreFresh = true;
  await command('apt-get', [...waitForLock, '-q', '-y', '--no-install-recommends', 'install', name], { env });
}

/** Whether everything is there that the private daemon needs. */
export async function hasDocker(): Promise<boolean> {
  return (await isInstalled('dockerd')) && hasPackage('busybox-static');
}

export function hasGvisor(): Promise<boolean> {
  return isInstalled('runsc');
}

/** Installs what the private daemon needs. Rejects where the package archive lacks it. */
export async function installDocker(): Promise<void> {
  if (!(await isInstalled('dockerd'))) await install('docker.io');
  if (!(await hasPackage('busybox-static'))) await install('busybox-static');
}

/** Installs the Podman of this Debian, with all that it needs to run containers as root. */
export async function installPodman(): Promise<void> {
  for (const name of ['podman', 'catatonit', 'runc']) if (!(await isInstalled(name))) await install(name);
}

/** Installs what forwards signals to an engine that is the first process of its namespace. */
export async function installInit(): Promise<void> {
  if (!(await isInstalled('catatonit'))) await install('catatonit');
}

/** Installs what a newer Debian is made with. */
export async function installDebootstrap(): Promise<void> {
  if (!(await isInstalled('debootstrap'))) await install('debootstrap');
}

/** Installs an image registry for the tests of credentials. */
export async function installRegistry(): Promise<void> {
  if (!(await isInstalled('docker-registry'))) await install('docker-registry');
}

/** Whether the shells besides bash that complete a command are there. */
export async function hasShells(): Promise<boolean> {
  return (await isInstalled('zsh')) && (await isInstalled('fish'));
}

export async function installShells(): Promise<void> {
  for (const name of ['zsh', 'fish']) if (!(await isInstalled(name))) await install(name);
}

export function hasChromium(): Promise<boolean> {
  return isInstalled('chromium-headless-shell');
}

/** Installs the browser of the tests: the smaller one, or Chromium as a whole where the package archive lacks that. */
export async function installChromium(): Promise<void> {
  if (await hasChromium()) return;
  try {
    await install('chromium-headless-shell');
  } catch (error) {
    if (await isInstalled('chromium')) return;
    console.warn(`Tests: ${String(error)}`);
    await install('chromium');
  }
}

/** Installs what the native parts of the VS Code server are compiled with. */
export async function installCompiler(): Promise<void> {
  for (const name of ['g++', 'make', 'python3']) if (!(await isInstalled(name))) await install(name);
  if (!(await hasPackage('libkrb5-dev'))) await install('libkrb5-dev');
}

function hasPackage(name: string): Promise<boolean> {
  return command('dpkg-query', ['--show', '--showformat=${Status}', name]).then(
    (status) => status.includes('install ok installed'),
    () => false,
  );
}

/**
 * Installs gVisor and says whether it is there. Without it the tests of gVisor are skipped, except on a build machine,
 * where nothing may be skipped: there this rejects.
 */
export async function installGvisor(isBuildMachine: boolean): Promise<boolean> {
  if (await hasGvisor()) return true;
  try {
    await install('runsc');
    return true;
  } catch (error) {
    if (isBuildMachine) throw error;
    console.warn(`Docker tests: no gVisor, its tests are skipped. ${String(error)}`);
    return false;
  }
}

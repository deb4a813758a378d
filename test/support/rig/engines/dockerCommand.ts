import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findInstalled } from '../command.ts';
import { gvisor } from '../privateDaemon.ts';

/** The command of a dockerd whose socket is `engine.sock` in this folder, like all of it. */
export async function dockerCommand(folder: string, rootless: boolean): Promise<string[]> {
  const config = join(folder, 'daemon.json');
  await writeFile(config, JSON.stringify({ runtimes: rootless ? {} : await runtimesIn(folder) }));
  return [
    ...(rootless ? inUserNamespace(folder) : []),
    'env',
    `TMPDIR=${join(folder, 'tmp')}`,
    'dockerd',
    `--config-file=${config}`,
    `--host=unix://${join(folder, 'engine.sock')}`,
    `--data-root=${join(folder, 'data')}`,
    `--exec-root=${join(folder, 'run')}`,
    `--pidfile=${join(folder, 'pid')}`,
    // Containers here have no network; a bridge would change the machine's own.
    '--iptables=false',
    '--bridge=none',
    ...(rootless ? ['--rootless'] : []),
  ];
}

/** With a network of its own, for steps of a build: its user may not share that of the machine. */
function inUserNamespace(folder: string): string[] {
  const writable = ['--copy-up=/etc', '--copy-up=/run', '--propagation=rslave'];
  const network = ['--net=slirp4netns', '--mtu=65520', '--slirp4netns-sandbox=false', '--slirp4netns-seccomp=false'];
  return ['rootlesskit', `--state-dir=${join(folder, 'rootlesskit')}`, ...network, ...writable];
}

/** The machine has one gVisor, for the daemons of all releases: a program that needs no library. */
async function runtimesIn(folder: string): Promise<Record<string, unknown>> {
  const installed = await findInstalled([gvisor.path]);
  if (installed === undefined) return {};
  const path = join(folder, gvisor.path);
  await copyFile(installed, path);
  return { runsc: { ...gvisor, path } };
}

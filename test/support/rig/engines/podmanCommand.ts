import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A command for a Podman that answers like Docker: its socket is `engine.sock` in this folder, like all of it. */
export async function podmanCommand(folder: string, rootless: boolean): Promise<string[]> {
  const config = join(folder, 'containers.conf');
  await writeFile(config, containersConf(folder, rootless ? [...LIMITS, ...HELD_BY_SETTINGS] : LIMITS));
  return [
    'env',
    `CONTAINERS_CONF=${config}`,
    'PODMAN_IGNORE_CGROUPSV1_WARNING=1',
    `TMPDIR=${join(folder, 'tmp')}`,
    'podman',
    '--storage-driver=overlay',
    `--root=${join(folder, 'data')}`,
    `--runroot=${join(folder, 'run')}`,
    'system',
    'service',
    '--time=0',
    `unix://${join(folder, 'engine.sock')}`,
  ];
}

/** Limits that a machine without CAP_SYS_RESOURCE can set: Podman's own defaults would raise them. */
const LIMITS = ['nproc=4096:4096', 'nofile=4096:4096'];
/** Without root Podman takes these from its settings alone, where a later one counts. They are those of an inmate. */
const HELD_BY_SETTINGS = ['nofile=1024:1024', 'core=0:0', `fsize=${64 * 1024 ** 2}:${64 * 1024 ** 2}`];

// A file of events that is too large to be rotated: Podman fails if that happens while one waits for an exit (as of
// 5.4). Of the runtimes runc works with both versions of cgroups, crun not with a mix of them.
const containersConf = (folder: string, limits: readonly string[]) => `
[containers]
default_ulimits = ${JSON.stringify(limits)}

[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
events_logfile_max_size = "1g"
runtime = "runc"
tmp_dir = "${join(folder, 'run/libpod')}"
`;

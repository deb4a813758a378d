import { statSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import { UsageError } from '../../../errors/errors.ts';

/** A mount as `HostConfig.Mounts` of Docker's API has it. */
export interface VolumeMount {
  readonly Type: 'bind' | 'volume';
  /** Absolute path on the daemon's machine, or the name of a volume. */
  readonly Source: string;
  readonly Target: string;
  readonly ReadOnly: boolean;
}

const DRIVE = /^[A-Za-z]:[\\/]/;
const VOLUME_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]+$/;

/**
 * Reads volumes as `{containerPath: hostPath}`; the host path may end in `:ro` (the default) or `:rw`. It is an
 * absolute path (Windows drive letters too), a path relative to `baseDir` (with a slash, or only dots), or the name of
 * a volume that is not also a folder in `baseDir`. Throws a `UsageError` that names the invalid volume.
 *
 * They become mounts and not `Binds`: for those, Docker creates a missing host folder, as root, and does not report it.
 */
export function parseVolumes(volumes: Readonly<Record<string, string>>, baseDir: string): VolumeMount[] {
  return Object.entries(volumes).map(([containerPath, host]) => {
    const wrong = (why: string) =>
      new UsageError(`the volume ${JSON.stringify(containerPath)}: ${JSON.stringify(host)} cannot be right: ${why}`);
    const target = posix.normalize(containerPath).replace(/(?<=.)\/$/, '');
    if (!target.startsWith('/')) throw wrong('the path in the container must be absolute');
    if (target === '/') throw wrong('nothing can be mounted over the root of the container');
    if (typeof host !== 'string') throw wrong('a path on the host, with :ro or :rw behind it, is expected');
    const [, path = '', mode = 'ro'] = /^(.*?)(?::(ro|rw))?$/s.exec(host) ?? [];
    return { ...readSource(path, baseDir, wrong), Target: target, ReadOnly: mode !== 'rw' };
  });
}

function readSource(
  path: string,
  baseDir: string,
  wrong: (why: string) => UsageError,
): Pick<VolumeMount, 'Type' | 'Source'> {
  if (path === '') throw wrong('the path on the host is missing');
  if (path.includes('\0')) throw wrong('a path has no null bytes');
  const colon = path.lastIndexOf(':');
  if (colon >= 0 && !(colon === 1 && DRIVE.test(path))) throw wrong('only :ro or :rw may stand behind the path');
  if (DRIVE.test(path) || path.startsWith('\\\\')) return { Type: 'bind', Source: path };
  if (path.startsWith('~')) throw wrong('~ has no meaning here; write the path out');
  if (/[\\/]/.test(path) || /^\.+$/.test(path)) return { Type: 'bind', Source: resolve(baseDir, path) };
  if (!VOLUME_NAME.test(path)) throw wrong('it is neither a path (./ in front?) nor the name of a volume');
  // A local folder that is named without ./ in front would silently become an empty volume.
  if (statSync(resolve(baseDir, path), { throwIfNoEntry: false })?.isDirectory() === true) {
    throw wrong(`without a slash it names a volume, and a folder here is called that: write ./${path} for the folder`);
  }
  return { Type: 'volume', Source: path };
}

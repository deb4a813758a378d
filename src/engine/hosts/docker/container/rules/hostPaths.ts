import { realpathSync, statSync } from 'node:fs';
import { posix } from 'node:path';

const SOCKET_NAMES = [
  'docker.sock',
  'docker.raw.sock',
  'podman.sock',
  'containerd.sock',
  'crio.sock',
  'buildkitd.sock',
];
const USUAL_SOCKETS = ['/run/docker.sock', '/run/podman/podman.sock', '/run/containerd/containerd.sock'];

const ENGINE = 'would hand the inmate the container engine itself';
const SERVICES = 'would hand the inmate sockets of services that run things on the machine';
const CONTAINERS = 'would show the inmate the files of other containers';

/** Folders that are never mounted, with all that is in them, and why. */
const TREES: Readonly<Record<string, string>> = {
  '/proc': 'would show the inmate the processes and the settings of the machine’s kernel',
  '/sys': 'would show the inmate the devices and the settings of the machine’s kernel',
  '/dev': 'would hand the inmate devices of the machine',
  ...Object.fromEntries(['dbus', 'systemd'].map((name) => [`/run/${name}`, SERVICES])),
  ...Object.fromEntries(
    'buildkit containerd containers crio crun docker libpod netns podman runc'
      .split(' ')
      .map((name) => [`/run/${name}`, ENGINE]),
  ),
  ...Object.fromEntries(
    'buildkit containerd containers cri-o docker'.split(' ').map((name) => [`/var/lib/${name}`, CONTAINERS]),
  ),
};

/** The same for folders of single users. */
const OF_A_USER: readonly (readonly [RegExp, string])[] = [
  [/^\/run\/user(\/[^/]+(\/(bus|dbus-1|systemd)(\/.*)?)?)?$/, SERVICES],
  [/^\/run\/user\/[^/]+\/(buildkit|containerd|containers|crun|docker|dockerd|libpod|podman|runc)\b/, ENGINE],
  [/\/\.local\/share\/(buildkit|containerd|containers|docker)(\/|$)/, CONTAINERS],
  [/\/\.(docker\/(run|desktop)|colima|lima|rd)(\/|$)/, ENGINE],
  [/\/pipe\/(docker|podman)/, ENGINE],
  [/^[a-z]:\/?$/, 'would show the inmate the whole disk'],
];

/**
 * Why a path on the daemon's machine is never mounted: it would give an inmate that machine, or other containers. A
 * folder that contains such a path is refused, too.
 *
 * @param daemonSocket the socket that this engine itself talks to, if any. The daemon is then assumed to be on this
 * machine, and links are followed; one that leads elsewhere by the time of the mount is not noticed
 * @returns the consequence, to be appended to the path; `undefined` for a path that may be mounted
 */
export function whyNeverMounted(path: string, daemonSocket: string | undefined): string | undefined {
  const why = whyNot(path, daemonSocket);
  if (why !== undefined || daemonSocket === undefined) return why;
  const real = realPath(path);
  const found = real === undefined ? undefined : (whyNot(real, daemonSocket) ?? whySame(real, daemonSocket));
  return found && `${real === path ? '' : `is ${JSON.stringify(real)}, and `}${found}`;
}

function whyNot(path: string, daemonSocket: string | undefined): string | undefined {
  const clean = plain(path);
  if (SOCKET_NAMES.includes(posix.basename(clean))) return ENGINE;
  const sockets = daemonSocket === undefined ? USUAL_SOCKETS : [...USUAL_SOCKETS, plain(daemonSocket)];
  const folder = clean === '/' ? '/' : `${clean}/`;
  if (sockets.some((socket) => socket === clean || socket.startsWith(folder))) return ENGINE;
  const [, why] =
    Object.entries(TREES).find(([tree]) => tree.startsWith(folder) || `${clean}/`.startsWith(`${tree}/`)) ??
    OF_A_USER.find(([pattern]) => pattern.test(clean)) ??
    [];
  return why;
}

/** The same file under another name: a hard link to the socket, or another mount of a folder. */
function whySame(path: string, daemonSocket: string): string | undefined {
  const identity = identityOf(path);
  if (identity === undefined) return undefined;
  const guarded = [
    ...Object.entries(TREES),
    ...[...USUAL_SOCKETS, daemonSocket].map((name) => [name, ENGINE] as const),
  ];
  for (const [name, why] of guarded) {
    for (let at = realPath(name) ?? name; ; at = posix.dirname(at)) {
      if (identityOf(at) === identity) return why;
      if (at === posix.dirname(at)) break;
    }
  }
  return undefined;
}

function identityOf(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** File systems may ignore case. */
function plain(path: string): string {
  const clean = posix.normalize(path.replaceAll('\\', '/').toLowerCase()).replace(/(?<=.)\/$/, '');
  return clean.replace(/^\/\/(?=[^/.])/, '/').replace(/^\/var\/run(?=\/|$)/, '/run');
}

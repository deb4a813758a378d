import { posix } from 'node:path';

const SOCKET_NAMES = [
  'docker.sock',
  'docker.raw.sock',
  'podman.sock',
  'containerd.sock',
  'crio.sock',
  'buildkitd.sock',
];
const USUAL_PLACES = [
  '/var/run/docker.sock',
  '/run/docker.sock',
  '/run/podman/podman.sock',
  '/run/containerd/containerd.sock',
];

/**
 * Whether a path on the daemon's machine is the socket of a container engine, or a folder that holds one: whoever has
 * that has the machine. Only the path is looked at; a link to a socket under another name is not seen.
 *
 * @param daemonSocket the socket that this engine itself talks to, if it talks to one
 */
export function exposesDockerSocket(path: string, daemonSocket: string | undefined): boolean {
  const clean = posix.normalize(path.replaceAll('\\', '/').toLowerCase()).replace(/(?<=.)\/$/, '');
  if (/\/pipe\/(docker|podman)/.test(clean) || SOCKET_NAMES.includes(posix.basename(clean))) return true;
  const folder = clean === '/' ? '/' : `${clean}/`;
  const sockets = daemonSocket === undefined ? USUAL_PLACES : [...USUAL_PLACES, daemonSocket.toLowerCase()];
  return sockets.some((socket) => socket === clean || socket.startsWith(folder));
}

/** Docker's key for its own registry. */
export const DOCKER_HUB = 'https://index.docker.io/v1/';

const HUB_HOSTS = ['docker.io', 'index.docker.io', 'registry-1.docker.io'];

/** @returns the registry that an image comes from, as Docker keys its credentials: `host[:port]`, or `DOCKER_HUB` */
export function registryOf(image: string): string {
  const [first = '', ...others] = image.split('/');
  const isHost = others.length > 0 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
  return isHost ? registryKey(first) : DOCKER_HUB;
}

/** @returns Docker's key of the registry that a key of its configuration means: old ones are addresses with a path */
export function registryKey(key: string): string {
  const host = key.replace(/^https?:\/\//i, '').split('/')[0] ?? '';
  return HUB_HOSTS.includes(host) ? DOCKER_HUB : host;
}

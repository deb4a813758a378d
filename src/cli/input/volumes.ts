import { UsageError } from '../../engine/index.ts';

/** `HOST:CONTAINER[:ro|rw]`; the colon of a Windows drive is a part of HOST. */
const VOLUME = /^((?:[A-Za-z]:(?=[\\/]))?[^:]+):([^:]+)(?::([^:]*))?$/;

/** As this option was once written: `CONTAINER=HOST[:ro|rw]`. */
const OLD_VOLUME = /^(\/[^=:]*)=((?:[A-Za-z]:(?=[\\/]))?[^:]+)(:ro|:rw)?$/;

/**
 * Volumes as `docker run -v` takes them, `HOST:CONTAINER[:ro|rw]`, but read-only by default.
 *
 * @returns them as the engine takes them, by the path in the container
 * @throws UsageError for anything else, for two of one path, and for sides that are swapped, with the right spelling
 */
export function readVolumes(texts: readonly string[]): Readonly<Record<string, string>> {
  const volumes = new Map<string, string>();
  for (const text of texts) {
    const [container, host] = readVolume(text);
    if (volumes.has(container)) throw new UsageError(`two of --volume are for ${container}: name it once`);
    volumes.set(container, host);
  }
  return Object.fromEntries(volumes);
}

function readVolume(text: string): readonly [container: string, host: string] {
  const [, host, container, mode] = VOLUME.exec(text) ?? [];
  if (host === undefined || container === undefined) throw new UsageError(wrong(text));
  if (container.startsWith('/')) {
    if (mode === undefined) return [container, host];
    if (mode === 'ro' || mode === 'rw') return [container, `${host}:${mode}`];
    throw new UsageError(`--volume ${text}: behind the second ":" it takes ro or rw, not "${mode}"`);
  }
  throw new UsageError(wrong(text));
}

function wrong(text: string): string {
  const form = '--volume must be HOST:CONTAINER[:ro|rw], for example ./data:/data';
  const [, container, host, mode = ''] = OLD_VOLUME.exec(text) ?? [];
  const old = container === undefined ? '' : `${host}:${container}${mode}`;
  const [, first = '', second = '', access] = VOLUME.exec(text) ?? [];
  const swapped = first.startsWith('/') ? `${second}:${first}${access === undefined ? '' : `:${access}`}` : '';
  const meant = old || swapped;
  return `${form}${meant === '' ? '' : ` (is ${meant} meant?)`}, not "${text}": the host's side comes first, as with docker run -v`;
}

import type { ContainerCreateOptions } from 'dockerode';
import type { Raise } from '../../../../wire/frame.ts';

/** Owner of a folder on the daemon's machine, as numeric ids. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** Something from outside its container that an inmate sees. */
interface Mount {
  /** Path in the container. */
  readonly target: string;
  /** Path on the daemon's machine; `undefined` for a volume of the daemon's. */
  readonly source: string | undefined;
}

/** How deep a chain of causes is searched. */
const MAX_CAUSES = 10;

/**
 * Hints where an inmate raised because it may not access a file in a volume: the volume's owner, and the user that the
 * inmate runs as. No path that the inmate names is looked up on this machine.
 *
 * @param ownerOf gives the owner of a folder that the user has named; `undefined` where that is unknown
 */
export async function volumeHints(
  raise: Raise,
  config: ContainerCreateOptions,
  ownerOf: (folder: string) => Promise<Owner | undefined>,
): Promise<readonly string[]> {
  const mounts = mountsOf(config);
  const hints = new Set<string>();
  for (const { code, path } of deniedPaths(raise)) {
    const mount = mounts.find(({ target }) => isBelow(path, target));
    if (code === 'EROFS') hints.add(readOnlyHint(mount));
    else if (mount) hints.add(ownerHint(mount, config.User ?? '', mount.source && (await ownerOf(mount.source))));
  }
  return [...hints];
}

function readOnlyHint(mount: Mount | undefined): string {
  return mount
    ? `the volume ${mount.target} is read-only: with :rw behind it the inmate can write there`
    : 'the root of the container is read-only: an inmate can write to /tmp, and to volumes with :rw';
}

function ownerHint({ target }: Mount, user: string, owner: Owner | '' | undefined): string {
  const volume = `the volume ${target}`;
  const inmate = `the inmate runs as ${user}`;
  if (!owner || user === `${owner.uid}:${owner.gid}`) {
    return `what is in ${volume} may belong to another user than the inmate, which runs as ${user}: choose that one (--user UID:GID), or chmod it`;
  }
  if (owner.uid === 0) return `${volume} belongs to root, and ${inmate}: chown it to that user, or chmod it`;
  const numbers = `${owner.uid}:${owner.gid}`;
  return `${volume} belongs to ${numbers}, and ${inmate}: choose its owner (--user ${numbers}), or chmod it`;
}

/** As Node writes it: `EACCES: permission denied, rename '/a' -> '/b'`. */
function* deniedPaths(raise: Raise): Generator<{ readonly code: string; readonly path: string }, void> {
  let cause: Raise | undefined = raise;
  for (let i = 0; cause && i <= MAX_CAUSES; i++) {
    const { message } = cause;
    const [, code] = /\b(EACCES|EPERM|EROFS): /.exec(message.slice(0, 10_000)) ?? [];
    const paths = code === undefined ? [] : message.slice(0, 10_000).matchAll(/'(\/[^']*)'/g);
    for (const [, path = ''] of paths) yield { code: code ?? '', path };
    cause = cause.cause;
  }
}

/** The innermost first. */
function mountsOf({ HostConfig: { Mounts: mounts = [], Binds: binds = [] } = {} }: ContainerCreateOptions): Mount[] {
  const all: Mount[] = [
    ...mounts.map(({ Target: target, Source: source, Type: type }) => ({
      target,
      source: type === 'bind' ? source : undefined,
    })),
    ...binds.map(readBind),
  ];
  return all.toSorted((a, b) => b.target.length - a.target.length);
}

function readBind(bind: string): Mount {
  const [source = '', target = ''] = bind.split(':');
  return { target, source: source.startsWith('/') ? source : undefined };
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

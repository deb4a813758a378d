import type { DockerConnection } from '../docker/connect.ts';
import { statusOf } from '../docker/daemonError.ts';
import { withDeadline } from '../docker/withDeadline.ts';
import { UsageError } from '../errors.ts';
import { isRecord } from '../isRecord.ts';
import { LABELS } from '../labels.ts';
import { parsePlatform } from '../platform.ts';

const CALL_DEADLINE = 30_000;
/** Deleting layers takes the daemon time. */
const REMOVE_DEADLINE = 120_000;

export interface RemovedImages {
  /** Names (or ids, where they have none) of the images that are gone. */
  readonly removed: readonly string[];
  /** Those that had to stay, with what Docker said: mostly, that a container uses them. */
  readonly skipped: readonly { readonly image: string; readonly reason: string }[];
}

/** Whether the daemon has an image of that name. */
export async function imageExists(connection: DockerConnection, name: string, signal?: AbortSignal): Promise<boolean> {
  if (!/^\w[\w./:@-]*$/.test(name)) throw new UsageError(`${JSON.stringify(name)} cannot be the name of an image`);
  try {
    await withDeadline(CALL_DEADLINE, 'build', signal, () => connection.docker.getImage(name).inspect());
    return true;
  } catch (error) {
    if (statusOf(error) === 404) return false;
    signal?.throwIfAborted();
    throw connection.toError(error, 'build');
  }
}

/** @returns the platform of an image, as `parsePlatform` gives it; `undefined` where the daemon does not say */
export async function imagePlatform(connection: DockerConnection, name: string): Promise<string | undefined> {
  try {
    const image: unknown = await withDeadline(CALL_DEADLINE, 'build', undefined, () =>
      connection.docker.getImage(name).inspect(),
    );
    if (!isRecord(image)) return undefined;
    const { Os: os, Architecture: processor, Variant: variant } = image;
    if (typeof os !== 'string' || typeof processor !== 'string' || processor === '') return undefined;
    const parts = [os, processor, ...(typeof variant === 'string' && variant !== '' ? [variant] : [])];
    return parsePlatform(parts.join('/'), "the image's platform");
  } catch (error) {
    throw connection.toError(error, 'build');
  }
}

/** Removes an image by its name; one that is not there is as good as removed. */
export async function removeImage(connection: DockerConnection, name: string): Promise<void> {
  await removeAll(connection, [name]);
}

/** Removes every image of a project, by its label. */
export async function removeProjectImages(connection: DockerConnection, project: string): Promise<RemovedImages> {
  const images = await listProjectImages(connection, project);
  return removeAll(
    connection,
    images.flatMap(({ names }) => names),
  );
}

/**
 * Removes the older images of a project.
 *
 * @param current name of the image in use; it always stays, for Docker's cache can make a new image look old
 * @param keep how many stay, the current one among them
 */
export async function pruneImages(
  connection: DockerConnection,
  project: string,
  current: string,
  keep: number,
): Promise<RemovedImages> {
  const images = await listProjectImages(connection, project);
  const others = images
    .filter(({ names }) => !names.includes(current))
    .toSorted((a, b) => b.created - a.created)
    .slice(Math.max(0, keep - 1));
  return removeAll(
    connection,
    others.flatMap(({ names }) => names),
  );
}

interface ListedImage {
  /** Our own names of it, or its id where it has no name at all. */
  readonly names: readonly string[];
  /** Seconds since 1970. */
  readonly created: number;
}

async function listProjectImages(connection: DockerConnection, project: string): Promise<ListedImage[]> {
  try {
    const found: readonly unknown[] = await withDeadline(CALL_DEADLINE, 'build', undefined, (abortSignal) =>
      connection.docker.listImages({ filters: { label: [`${LABELS.project}=${project}`] }, abortSignal }),
    );
    return found.map(readImage).filter((image) => image !== undefined);
  } catch (error) {
    throw connection.toError(error, 'build');
  }
}

/** Podman tells a name with the registry that it would have come from, were it pulled. */
const OUR_NAME = /^(?:localhost\/|docker\.io\/library\/)?(hoosegow:[0-9a-f]{64})$/;

/** A name that the user gave to one of our images, or to an image built upon one, is the user's. */
function readImage(listed: unknown): ListedImage | undefined {
  if (!isRecord(listed)) return undefined;
  const { Id: id, Created: created, RepoTags: tags } = listed;
  if (typeof id !== 'string' || typeof created !== 'number') return undefined;
  const all: readonly unknown[] = Array.isArray(tags) ? tags : [];
  const names = all.filter((tag) => typeof tag === 'string' && tag !== '<none>:<none>').map(String);
  const ours = new Set(names.map((name) => OUR_NAME.exec(name)?.[1]).filter((name) => name !== undefined));
  return { names: names.length === 0 ? [id] : [...ours], created };
}

async function removeAll(connection: DockerConnection, names: readonly string[]): Promise<RemovedImages> {
  const removed: string[] = [];
  const skipped: { image: string; reason: string }[] = [];
  for (const image of names) {
    try {
      await withDeadline(REMOVE_DEADLINE, 'build', undefined, () => connection.docker.getImage(image).remove());
      removed.push(image);
    } catch (error) {
      if (statusOf(error) === 404) continue;
      skipped.push({ image, reason: connection.toError(error, 'build').message });
    }
  }
  return { removed, skipped };
}

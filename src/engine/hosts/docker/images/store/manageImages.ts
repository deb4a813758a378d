import { lstat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { codeOf } from '../../../../../wire/thrown.ts';
import { checkImageOptions, checkPruneOptions } from '../../../../options/checkOptions.ts';
import { connectDocker, type DockerConnection } from '../../connection/connect.ts';
import { resolveEndpoint } from '../../endpoint/endpoint.ts';
import { LABELS } from '../../container/labels.ts';
import type { ImageOptions, PruneOptions } from '../../../../options/taskOptions.ts';
import { readImageSizes } from './imageSizes.ts';
import { withUse, type UsedImage } from './imageUse.ts';
import { projectIdOf } from '../project/project.ts';
import { planPrune, type FoundImage, type ImagePlace } from './prunePlan.ts';
import { LATELY, removeUnused } from './pruneProject.ts';
import { findStoredImages } from './storedImages.ts';
import { UseMarks } from './useMarks.ts';

/** An image that an inmate folder was built into. */
export interface ImageInfo {
  /** The engine's own id of it. */
  readonly id: string;
  /**
   * `hoosegow:` and the hash of the content. None where a newer image has taken the name, several where different
   * contents gave the same image.
   */
  readonly names: readonly string[];
  /** Names that others gave to it. */
  readonly otherNames: readonly string[];
  /** Name of the inmate's folder; `null` where the image does not say. */
  readonly inmate: string | null;
  /** Path of the inmate's folder on the machine that built the image; `null` where the image does not say. */
  readonly folder: string | null;
  readonly place: ImagePlace;
  readonly created: Date;
  /** When it was last used or built, as far as that is known; now while a container is there. */
  readonly lastUsed: Date;
  /** Bytes, including what it shares with other images. */
  readonly size: number;
  /** Bytes that no other image has: the least that its removal frees; `null` where the engine does not say. */
  readonly ownSize: number | null;
  /** Names of the containers, running or not, that are made from it. */
  readonly containers: readonly string[];
}

export interface PruneReport {
  /** What was removed, or would be in a dry run; with the reason. */
  readonly removed: readonly (ImageInfo & { readonly why: string })[];
  /** What could not be removed, with what the engine said. */
  readonly failed: readonly (ImageInfo & { readonly reason: string })[];
  /** What stays. */
  readonly kept: readonly ImageInfo[];
  /**
   * Bytes by which the layers of the engine's images have become fewer. In a dry run: the least that it would be.
   * `null` where the engine does not say.
   */
  readonly freed: number | null;
}

/** Lists the images that inmates were built into on a daemon, the most recently used first. */
export async function listImages(options: ImageOptions = {}): Promise<readonly ImageInfo[]> {
  checkImageOptions(options);
  return onDaemon(options, async (connection) => (await readAll(connection, new UseMarks())).images.map(infoOf));
}

/**
 * Removes images that inmates were built into. Images that a container uses stay, and so do those without our labels; a
 * name that others gave to an image is never removed.
 */
export async function pruneImages(options: PruneOptions = {}): Promise<PruneReport> {
  checkPruneOptions(options);
  return onDaemon(options, async (connection) => pruneOn(connection, new UseMarks(), options));
}

/** @param label as a filter of Docker's; other images are ignored */
export async function pruneOn(
  connection: DockerConnection,
  marks: UseMarks,
  options: PruneOptions,
  label: string = LABELS.project,
): Promise<PruneReport> {
  const { images, layers } = await readAll(connection, marks, label);
  const plan = planPrune(images, options);
  const chosen = images.filter(({ id }) => plan.has(id));
  const kept = images.filter(({ id }) => !plan.has(id)).map(infoOf);
  const told = (image: FoundImage) => ({ ...infoOf(image), why: plan.get(image.id) ?? '' });
  if (options.dryRun === true) return { removed: chosen.map(told), failed: [], kept, freed: atLeast(chosen) };
  const { removed, skipped } = await removeUnused(connection, chosen, marks, protectedFor(options));
  const gone = new Set(removed);
  const reasons = new Map(skipped.map(({ image, reason }) => [image, reason]));
  const failed = chosen.flatMap((image) => {
    const reason = image.references.map(({ shown }) => reasons.get(shown)).find((text) => text !== undefined);
    return reason === undefined ? [] : [{ ...infoOf(image), reason }];
  });
  const after = gone.size === 0 ? layers : (await readImageSizes(connection)).layers;
  return {
    removed: chosen.filter(({ references }) => references.some(({ shown }) => gone.has(shown))).map(told),
    failed,
    kept,
    freed: layers === null || after === null ? null : Math.max(0, layers - after),
  };
}

/** An image used within this many milliseconds is not removed, even if that was planned a moment ago. */
function protectedFor({ all, olderThan }: PruneOptions): number {
  return olderThan ?? (all === true ? 0 : LATELY);
}

/** An image that others have a name for only loses ours. */
function atLeast(images: readonly FoundImage[]): number | null {
  let sum = 0;
  for (const { ownSize, otherNames } of images) {
    if (ownSize === null) return null;
    if (otherNames.length === 0) sum += ownSize;
  }
  return sum;
}

async function onDaemon<T>(
  { docker = {} }: ImageOptions,
  work: (connection: DockerConnection) => Promise<T>,
): Promise<T> {
  const surroundings = { env: process.env, home: homedir(), platform: process.platform };
  const connection = connectDocker(await resolveEndpoint(docker, surroundings));
  try {
    await connection.ready();
    return await work(connection);
  } finally {
    connection.close();
  }
}

async function readAll(connection: DockerConnection, marks: UseMarks, label: string = LABELS.project) {
  const labelled = await findStoredImages(connection, label);
  // An image with only names that others gave was built on one of ours, or is theirs by now.
  const stored = labelled.filter(({ references }) => references.length > 0);
  const [used, sizes] = await Promise.all([withUse(connection, stored, marks), readImageSizes(connection)]);
  const images = await Promise.all(
    used.map(async (image): Promise<FoundImage> => {
      return { ...image, place: await placeOf(image), ownSize: sizes.own.get(image.id) ?? null };
    }),
  );
  return { images: images.toSorted((a, b) => a.unusedFor - b.unusedFor), layers: sizes.layers };
}

async function placeOf({ project, folder }: UsedImage): Promise<ImagePlace> {
  if (folder === undefined) return 'unknown';
  // The label of a folder with the same path on another machine is another one.
  if ((await projectIdOf(folder)) !== project) return 'elsewhere';
  try {
    return (await lstat(folder)).isDirectory() ? 'here' : 'gone';
  } catch (error) {
    const code = codeOf(error);
    // A folder that cannot be accessed may well exist.
    return code === 'ENOENT' || code === 'ENOTDIR' ? 'gone' : 'unknown';
  }
}

function infoOf({
  id,
  names,
  otherNames,
  folder,
  place,
  created,
  unusedFor,
  size,
  ownSize,
  containers,
}: FoundImage): ImageInfo {
  return {
    id,
    names,
    otherNames,
    inmate: folder === undefined ? null : path.posix.basename(folder.replaceAll('\\', '/')),
    folder: folder ?? null,
    place,
    created: new Date(created),
    lastUsed: new Date(Date.now() - unusedFor),
    size,
    ownSize,
    containers,
  };
}

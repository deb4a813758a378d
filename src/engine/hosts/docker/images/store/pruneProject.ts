import type { DockerConnection } from '../../connection/connect.ts';
import { LABELS } from '../../container/labels.ts';
import { unmarkedFor, withUse, type UsedImage } from './imageUse.ts';
import { removeImages, type RemovedImages } from './removeImages.ts';
import { findStoredImages } from './storedImages.ts';
import type { UseMarks } from './useMarks.ts';

/** Images of one project that are kept by default. */
export const DEFAULT_KEPT = 3;

/**
 * Milliseconds since its last use in which an image is removed only on request: another process that works on the same
 * folder with another base image, platform or content still needs it.
 */
export const LATELY = 3_600_000;

export interface PruneBounds {
  /** Name of the image in use, which always stays. */
  readonly current: string;
  /** How many stay in any case, the current one among them. */
  readonly keep: number;
  /** Milliseconds since the last use. Default `LATELY`. */
  readonly lately?: number;
}

/** Removes the images of a project that were not used lately, except for the newest. */
export async function pruneProjectImages(
  connection: DockerConnection,
  project: string,
  marks: UseMarks,
  { current, keep, lately = LATELY }: PruneBounds,
): Promise<RemovedImages> {
  const stored = await findStoredImages(connection, `${LABELS.project}=${project}`);
  const others = stored.filter(({ names }) => !names.includes(current));
  if (others.length < Math.max(1, keep)) return { removed: [], skipped: [] };
  const removable = superfluous(await withUse(connection, others, marks), keep - 1, lately);
  return removeUnused(connection, removable, marks, lately);
}

/** The images of a project beyond the most recently used ones, if they were not used lately. */
export function superfluous(images: readonly UsedImage[], keep: number, lately: number): readonly UsedImage[] {
  return images
    .toSorted((a, b) => a.unusedFor - b.unusedFor)
    .slice(Math.max(0, keep))
    .filter(({ unusedFor, containers }) => containers.length === 0 && unusedFor >= lately);
}

/** Removes images with their marks, except for those that have been used since they were listed. */
export async function removeUnused(
  connection: DockerConnection,
  images: readonly UsedImage[],
  marks: UseMarks,
  lately: number,
): Promise<RemovedImages> {
  const removed: string[] = [];
  const skipped: { image: string; reason: string }[] = [];
  for (const image of images) {
    if ((await unmarkedFor(image, marks)) < lately) continue;
    const end = await removeImages(connection, image.references);
    removed.push(...end.removed);
    skipped.push(...end.skipped);
  }
  await marks.forget(removed);
  return { removed, skipped };
}

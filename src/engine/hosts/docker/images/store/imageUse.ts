import type { DockerConnection } from '../../connection/connect.ts';
import { withDeadline } from '../../connection/withDeadline.ts';
import { isRecord } from '../../../../../text/isRecord.ts';
import { wholeId } from './imageNames.ts';
import { inspectImage } from './imageStore.ts';
import type { StoredImage } from './storedImages.ts';
import type { UseMarks } from './useMarks.ts';

const CALL_DEADLINE = 30_000;

/** A stored image, and what is known of its use. */
export interface UsedImage extends StoredImage {
  /** Names of the containers, running or not, that are made from it. */
  readonly containers: readonly string[];
  /** Milliseconds since it was last used, named or built, as far as is known; 0 while a container is there. */
  readonly unusedFor: number;
}

/**
 * Finds out when images were last used. Each time is compared with the clock that it came from: marks with this
 * machine's, the daemon's times with the daemon's. The latest counts, and one in the future means now.
 */
export async function withUse(
  connection: DockerConnection,
  images: readonly StoredImage[],
  marks: UseMarks,
): Promise<readonly UsedImage[]> {
  if (images.length === 0) return [];
  const [{ time }, containers] = await Promise.all([connection.ping(), containersByImage(connection)]);
  const daemonNow = time?.getTime() ?? Date.now();
  return Promise.all(
    images.map(async (image) => {
      const uses = containers.get(image.id) ?? [];
      if (uses.length > 0) return { ...image, containers: uses, unusedFor: 0 };
      // Docker's cache can make a new image look old: when it was named shows when it was built.
      const named = (await inspectImage(connection, image.id))?.named ?? image.created;
      const ages = [daemonNow - image.created, daemonNow - named, await unmarkedFor(image, marks)];
      return { ...image, containers: uses, unusedFor: Math.max(0, Math.min(...ages)) };
    }),
  );
}

/** Milliseconds since an image was last marked as used; `Infinity` where it was not. */
export async function unmarkedFor({ names }: Pick<StoredImage, 'names'>, marks: UseMarks): Promise<number> {
  const now = Date.now();
  const ages = await Promise.all(names.map(async (name) => now - ((await marks.lastUse(name)) ?? -Infinity)));
  return Math.min(Infinity, ...ages);
}

async function containersByImage(connection: DockerConnection): Promise<ReadonlyMap<string, readonly string[]>> {
  try {
    const found: readonly unknown[] = await withDeadline(CALL_DEADLINE, 'build', undefined, (abortSignal) =>
      connection.docker.listContainers({ all: true, abortSignal }),
    );
    const byImage = new Map<string, string[]>();
    for (const container of found) {
      if (!isRecord(container) || typeof container['ImageID'] !== 'string') continue;
      const { ImageID: image, Id: id, Names: names } = container;
      const name: unknown = Array.isArray(names) ? names[0] : id;
      const uses = byImage.get(wholeId(image)) ?? [];
      byImage.set(wholeId(image), [...uses, String(name).replace(/^\//, '')]);
    }
    return byImage;
  } catch (error) {
    throw connection.toError(error, 'build');
  }
}

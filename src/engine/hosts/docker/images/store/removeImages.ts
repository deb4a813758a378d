import type { DockerConnection } from '../../connection/connect.ts';
import { statusOf } from '../../connection/daemonError.ts';
import { withDeadline } from '../../connection/withDeadline.ts';

const CALL_DEADLINE = 30_000;
/** Deleting layers takes the daemon time. */
const REMOVE_DEADLINE = 120_000;

/** What is to be removed, and its name for people. */
export interface ImageReference {
  readonly shown: string;
  readonly reference: string;
}

export interface RemovedImages {
  /** Names (or ids, where they have none) of the images that are gone. */
  readonly removed: readonly string[];
  /** Those that had to stay, with what Docker said: usually, that a container uses them. */
  readonly skipped: readonly { readonly image: string; readonly reason: string }[];
}

/** Removes images, one after the other. Those that are already gone are skipped, and failures are reported. */
export async function removeImages(
  connection: DockerConnection,
  images: readonly ImageReference[],
): Promise<RemovedImages> {
  const removed: string[] = [];
  const skipped: { image: string; reason: string }[] = [];
  for (const { shown, reference } of images) {
    try {
      await withDeadline(REMOVE_DEADLINE, 'build', undefined, () => connection.docker.getImage(reference).remove());
      removed.push(shown);
    } catch (error) {
      // If another client removes it at the same moment, Docker has many messages for that.
      if (statusOf(error) === 404 || (await isGone(connection, reference))) continue;
      skipped.push({ image: shown, reason: connection.toError(error, 'build').message });
    }
  }
  return { removed, skipped };
}

async function isGone(connection: DockerConnection, reference: string): Promise<boolean> {
  try {
    await withDeadline(CALL_DEADLINE, 'build', undefined, () => connection.docker.getImage(reference).inspect());
    return false;
  } catch (error) {
    return statusOf(error) === 404;
  }
}

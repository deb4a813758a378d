import { LABELS } from '../../container/labels.ts';
import type { DockerConnection } from '../../connection/connect.ts';
import { removeImages, type RemovedImages } from './removeImages.ts';
import { findStoredImages } from './storedImages.ts';

/** Removes images that inmates were built into, by their ids; any other image stays. */
export async function removeImagesById(connection: DockerConnection, ids: readonly string[]): Promise<RemovedImages> {
  const images = (await findStoredImages(connection, LABELS.project)).filter(({ id }) => ids.includes(id));
  return removeImages(
    connection,
    images.flatMap(({ references }) => references),
  );
}

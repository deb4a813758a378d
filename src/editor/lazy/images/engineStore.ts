import {
  listImages,
  pruneImages,
  type DockerOptions,
  type ImageInfo,
  type PruneReport,
} from '../../../engine/index.ts';
import {
  connectDocker,
  listContainers,
  removeContainer,
  removeImagesById,
  resolveEndpoint,
  type DockerConnection,
  type InmateContainer,
} from '../../../engine/internal.ts';
import { localSurroundings } from '../findEndpoints.ts';

/** What an engine keeps of inmates. */
export interface EngineStore {
  readonly images: readonly ImageInfo[];
  readonly containers: readonly InmateContainer[];
}

/** Reads what an engine keeps of inmates, and removes it piece by piece. Touches nothing that Hoosegow did not make. */
export const engineStore = {
  read: async (docker: DockerOptions): Promise<EngineStore> => {
    const containers = await onEngine(docker, listContainers);
    return { images: await listImages({ docker }), containers };
  },
  /** @returns why some could not be removed */
  removeImages: async (docker: DockerOptions, ids: readonly string[]): Promise<readonly string[]> => {
    const { skipped } = await onEngine(docker, async (connection) => removeImagesById(connection, ids));
    return skipped.map(({ reason }) => reason);
  },
  removeContainers: async (docker: DockerOptions, ids: readonly string[]): Promise<void> =>
    onEngine(docker, async (connection) => {
      for (const id of ids) await removeContainer(connection, id);
    }),
  prune: async (docker: DockerOptions, dryRun: boolean): Promise<PruneReport> =>
    pruneImages({ docker, dryRun, all: true }),
};

async function onEngine<T>(docker: DockerOptions, work: (connection: DockerConnection) => Promise<T>): Promise<T> {
  const connection = connectDocker(await resolveEndpoint(docker, localSurroundings()));
  try {
    await connection.ready();
    return await work(connection);
  } finally {
    connection.close();
  }
}

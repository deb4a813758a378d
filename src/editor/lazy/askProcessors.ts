import type { DockerOptions } from '../../engine/index.ts';
import { connectDocker, resolveEndpoint } from '../../engine/internal.ts';
import { isRecord } from '../../text/isRecord.ts';
import { localSurroundings } from './findEndpoints.ts';

/** Asks an engine how many processors its machine has. An engine that does not answer is reported when it is used. */
export async function askProcessors(docker: DockerOptions): Promise<number | undefined> {
  try {
    const connection = connectDocker(await resolveEndpoint(docker, localSurroundings()));
    try {
      await connection.ready();
      const info: unknown = await connection.docker.info();
      const count = isRecord(info) ? info['NCPU'] : undefined;
      return typeof count === 'number' && count > 0 ? count : undefined;
    } finally {
      connection.close();
    }
  } catch {
    return undefined;
  }
}

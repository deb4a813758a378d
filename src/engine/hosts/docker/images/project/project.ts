import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { machineId } from '../../sweep/machineId.ts';

/** Id of the project in a folder on this machine, for the label of its images; 32 hexadecimal digits. */
export async function projectId(inmateDir: string): Promise<string> {
  return projectIdOf(await realpath(inmateDir));
}

/** The same for a folder that may no longer exist. @param folder its real path */
export async function projectIdOf(folder: string): Promise<string> {
  const parts = [await machineId(), folder];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

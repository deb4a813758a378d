import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The command that runs an engine as a user who is not root. */
export async function asUser(folder: string, command: readonly string[]): Promise<string[]> {
  // The root that it runs in has nothing of this machine but the folder.
  const script = join(folder, 'asUser.sh');
  await copyFile(join(import.meta.dirname, 'asUser.sh'), script);
  return ['sh', script, folder, ...command];
}

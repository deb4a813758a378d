import type { InmateMethods } from './inmateMethods.ts';
import { sourceReader } from './thread/sourceReader.ts';

/**
 * Finds the methods of an inmate by parsing its source, including re-exports from files of its folder. None of it is
 * ever run, and no file outside the folder is read.
 *
 * @param inmateDir folder of the inmate project
 * @throws UsageError if there is no such folder, or no inmate in it
 */
export async function findMethods(inmateDir: string): Promise<InmateMethods> {
  return sourceReader.read({ kind: 'methods', inmateDir });
}

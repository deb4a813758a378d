import { findMethods, UsageError } from '../engine/index.ts';
import { describeCall } from './describeMethod.ts';

/** Methods named where one is not found. */
const MAX_NAMED = 20;

/**
 * Finds out by reading the source, before anything is built or run, that a method does not exist. Where the source does
 * not tell, the inmate is asked.
 *
 * @throws UsageError naming the methods that exist
 */
export async function checkMethod(inmateDir: string, method: string): Promise<void> {
  const { file, methods, complete } = await findMethods(inmateDir);
  if (!complete || methods.some(({ name }) => name === method)) return;
  if (methods.length === 0) throw new UsageError(`${file} in ${inmateDir} exports no function`);
  const named = methods.slice(0, MAX_NAMED).map(describeCall).join(', ');
  const more = methods.length > MAX_NAMED ? ` and ${methods.length - MAX_NAMED} more` : '';
  throw new UsageError(`${inmateDir} has no method "${method}"; it has ${named}${more}`);
}

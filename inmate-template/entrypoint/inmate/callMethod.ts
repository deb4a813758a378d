import { drain, iteratorOf } from './drain.ts';
import type { Method } from './load/methods.ts';

/**
 * Calls a method. What a generator yields is handed to `onYield` before the generator goes on; any other iterator or
 * async iterable (a stream, for example) is treated the same.
 *
 * @returns the result; for a generator, what it returns
 */
export async function callMethod(
  method: Method,
  args: readonly unknown[],
  onYield: (value: unknown) => void,
): Promise<unknown> {
  const result = await Reflect.apply(method, undefined, args);
  const iterator = iteratorOf(result);
  return iterator ? drain(iterator, onYield) : result;
}

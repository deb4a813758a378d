import { types } from 'node:util';
import type { Method } from './methods.ts';

type AnyGenerator = Generator<unknown, unknown> | AsyncGenerator<unknown, unknown>;

/**
 * Calls a method. What a generator yields is handed to `onYield` before the generator goes on.
 *
 * @returns the result; of a generator what it returns
 */
export async function callMethod(
  method: Method,
  args: readonly unknown[],
  onYield: (value: unknown) => void,
): Promise<unknown> {
  const result = await Reflect.apply(method, undefined, args);
  return types.isGeneratorObject(result) ? drain(result, onYield) : result;
}

/** Generators of both kinds: the steps of an asynchronous one are promises. */
async function drain(generator: AnyGenerator, onYield: (value: unknown) => void): Promise<unknown> {
  for (;;) {
    const next = generator.next();
    const step = next instanceof Promise ? await next : next;
    if (step.done === true) return step.value;
    onYield(step.value);
  }
}

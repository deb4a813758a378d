import { checkDispatchOptions } from '../checkOptions.ts';
import { UsageError } from '../errors.ts';
import { isRecord } from '../isRecord.ts';
import type { DispatchOptions } from '../options.ts';

/** @throws {UsageError} for a call that cannot be made as it is */
export function checkCall(method: unknown, args: unknown, options: DispatchOptions): void {
  if (typeof method !== 'string') throw new UsageError(`the method must be its name, not ${typeof method}`);
  if (!Array.isArray(args)) throw new UsageError('the arguments must be a list: dispatch(method, [argument, …])');
  checkDispatchOptions(options);
  const { signal, record } = options;
  if (signal !== undefined && !isSignal(signal)) throw new UsageError('the signal must be an AbortSignal');
  if (record !== undefined && typeof record !== 'string') throw new UsageError('record must be the path of a file');
}

/** @returns the signal of a call, whatever else is wrong with its options */
export function signalOf(options: unknown): AbortSignal | undefined {
  const signal: unknown = isRecord(options) ? options['signal'] : undefined;
  return isSignal(signal) ? signal : undefined;
}

/** Also one of another realm. */
function isSignal(value: unknown): value is AbortSignal {
  return (
    typeof value === 'object' &&
    value !== null &&
    'aborted' in value &&
    'addEventListener' in value &&
    typeof value.addEventListener === 'function'
  );
}

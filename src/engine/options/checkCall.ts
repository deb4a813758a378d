import { checkDispatchOptions } from './checkOptions.ts';
import { UsageError } from '../errors/errors.ts';
import { isRecord } from '../../text/isRecord.ts';
import { isSignal } from './optionKinds.ts';
import type { DispatchOptions } from './options.ts';

/** @throws {UsageError} for a call that cannot be made as it is */
export function checkCall(method: unknown, args: unknown, options: DispatchOptions): void {
  if (typeof method !== 'string') throw new UsageError(`the method must be its name, not ${typeof method}`);
  if (!Array.isArray(args)) throw new UsageError('the arguments must be a list: dispatch(method, [argument, …])');
  checkDispatchOptions(options);
}

/** @returns the signal of a call, even if its other options are invalid */
export function signalOf(options: unknown): AbortSignal | undefined {
  const signal: unknown = isRecord(options) ? options['signal'] : undefined;
  return isSignal(signal) ? signal : undefined;
}

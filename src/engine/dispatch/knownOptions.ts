import { UsageError } from '../errors.ts';
import { isRecord } from '../isRecord.ts';
import { nearestName } from '../methods/nearestName.ts';
import type { DispatchOptions, HoosegowOptions } from '../options.ts';

/** Every option there is; the compiler sees to it that none is missing. */
const OF_HOOSEGOWS: Readonly<Record<keyof HoosegowOptions, true>> = {
  inmateDir: true,
  image: true,
  engine: true,
  docker: true,
  limits: true,
  runtime: true,
  env: true,
  user: true,
  network: true,
  baseImage: true,
  buildNetwork: true,
  platform: true,
  buildSecrets: true,
  keepImages: true,
  autoBuild: true,
  volumes: true,
  containerOptions: true,
  callbacks: true,
  concurrency: true,
  pool: true,
  onBuildProgress: true,
};

const OF_DISPATCHES: Readonly<Record<keyof DispatchOptions, true>> = {
  signal: true,
  timeout: true,
  record: true,
  limits: true,
  env: true,
  volumes: true,
  network: true,
};

/** @throws {UsageError} naming an option that there is none of: it would hold nothing, without a word */
export function refuseUnknownOptions(options: HoosegowOptions): void {
  refuseOthers(options, Object.keys(OF_HOOSEGOWS), 'a Hoosegow');
}

/** @throws {UsageError} for a call that cannot be made as it is */
export function checkCall(method: unknown, args: unknown, options: DispatchOptions): void {
  if (typeof method !== 'string') throw new UsageError(`the method must be its name, not ${typeof method}`);
  if (!Array.isArray(args)) throw new UsageError('the arguments must be a list: dispatch(method, [argument, …])');
  refuseOthers(options, Object.keys(OF_DISPATCHES), 'a dispatch');
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

function refuseOthers(options: object, known: readonly string[], whose: string): void {
  if (typeof options !== 'object' || options === null) {
    throw new UsageError(`the options of ${whose} must be an object, not ${String(options)}`);
  }
  const other = Object.keys(options).find((name) => !known.includes(name));
  if (other === undefined) return;
  const nearest = nearestName(other, known);
  throw new UsageError(
    `${whose} has no option ${JSON.stringify(other)}${nearest === undefined ? `; there are ${known.join(', ')}` : `: did you mean ${nearest}?`}`,
  );
}

import { UsageError } from '../errors/errors.ts';
import type { InmateEnv } from './inmateEnv.ts';
import { resolveLimits } from './limits.ts';
import type { CallOptions, DispatchLimits, DispatchOptions, HoosegowOptions, LimitOptions } from './options.ts';

/** What holds for one call: the options of the Hoosegow, and over them its own. */
export interface CallSettings {
  readonly limits: DispatchLimits;
  readonly env: InmateEnv | undefined;
  readonly volumes: Readonly<Record<string, string>> | undefined;
  readonly network: string | undefined;
  /** What the call itself has named. */
  readonly given: CallOptions;
}

/** @returns what holds for a call that names nothing */
export function settingsOfAll(options: HoosegowOptions, limits: DispatchLimits): CallSettings {
  const { env, volumes, network } = options;
  return { limits, env, volumes, network, given: {} };
}

/**
 * @param all what holds for a call that names nothing
 * @returns what holds for this one: `all` itself where it names nothing
 * @throws {UsageError} naming the limit that cannot be right
 */
export function settingsOf(all: CallSettings, call: DispatchOptions): CallSettings {
  const { timeout, limits, env, volumes, network } = call;
  if (timeout !== undefined && limits?.timeout !== undefined) {
    throw new UsageError('the timeout is given twice: name timeout or limits.timeout');
  }
  const given: CallOptions = {
    ...(timeout === undefined ? limits && { limits } : { limits: { ...limits, timeout } }),
    ...(env && { env }),
    ...(volumes && { volumes }),
    ...(network !== undefined && { network }),
  };
  if (Object.keys(given).length === 0) return all;
  return {
    limits: given.limits ? resolveLimits({ ...all.limits, ...withoutUndefined(given.limits) }) : all.limits,
    env: env ? { ...all.env, ...env } : all.env,
    volumes: volumes ? { ...all.volumes, ...volumes } : all.volumes,
    network: network ?? all.network,
    given,
  };
}

/** A limit that is `undefined` is not named. */
function withoutUndefined(limits: LimitOptions): LimitOptions {
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
}

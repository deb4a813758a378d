import { UsageError } from '../errors/errors.ts';
import type { InmateEnv } from './inmateEnv.ts';
import { resolveLimits } from './limits.ts';
import type { CallOptions, DispatchLimits, DispatchOptions, HoosegowOptions, LimitOptions } from './options.ts';

/** The settings of one call: the options of the Hoosegow, overridden by its own. */
export interface CallSettings {
  readonly limits: DispatchLimits;
  readonly env: InmateEnv | undefined;
  readonly volumes: Readonly<Record<string, string>> | undefined;
  readonly network: string | undefined;
  /** What the call itself sets. */
  readonly given: CallOptions;
}

/** @returns the settings of a call that sets nothing */
export function settingsOfAll(options: HoosegowOptions, limits: DispatchLimits): CallSettings {
  const { env, volumes, network } = options;
  return { limits, env, volumes, network, given: {} };
}

/**
 * @param all the settings of a call that sets nothing
 * @returns the settings of this one: `all` itself where it sets nothing
 * @throws {UsageError} naming the invalid limit
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

/** A limit that is `undefined` counts as not given. */
function withoutUndefined(limits: LimitOptions): LimitOptions {
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
}

import { isRecord } from '../../text/isRecord.ts';
import type { HoosegowOptions } from './options.ts';

/**
 * Copies the options of a Hoosegow, to the depth of their members: services make many from one object and change it in
 * between, and what one customer's inmate gets must not become another's.
 */
export function ownOptions(options: HoosegowOptions): HoosegowOptions {
  const { docker, limits, env, buildSecrets, volumes, containerOptions, callbacks, pool } = options;
  return {
    ...options,
    ...(docker && { docker: { ...docker } }),
    ...(limits && { limits: { ...limits } }),
    ...(env && { env: { ...env } }),
    ...(buildSecrets && { buildSecrets: copyOf(buildSecrets) }),
    ...(volumes && { volumes: { ...volumes } }),
    ...(containerOptions && { containerOptions: copyOf(containerOptions) }),
    ...(callbacks && { callbacks: { ...callbacks } }),
    ...(pool && { pool: { ...pool } }),
  };
}

function copyOf<T extends object>(members: T): T {
  const copy = { ...members };
  for (const [name, value] of Object.entries(members)) {
    Object.defineProperty(copy, name, {
      value: copyOfValue(value),
      configurable: true,
      enumerable: true,
      writable: true,
    });
  }
  return copy;
}

function copyOfValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOfValue);
  return isRecord(value) ? copyOf(value) : value;
}

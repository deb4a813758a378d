import { CEILING } from '../../recording/json/storedMeta.ts';
import { DEFAULT_VALUE_LIMITS } from '../../wire/msgpack/limits.ts';
import { UsageError } from '../errors/errors.ts';
import { nearestName } from '../methods/nearestName.ts';
import type { DispatchLimits, LimitOptions } from './options.ts';

const MIB = 1024 * 1024;

export const DEFAULT_LIMITS: DispatchLimits = {
  ...DEFAULT_VALUE_LIMITS,
  timeout: 60_000,
  outputBytes: 256 * MIB,
  memory: 256 * MIB,
  cpus: 1,
  pids: 128,
  tmpBytes: 64 * MIB,
};

/** What each limit must be at least: Docker refuses less memory, and no inmate starts with fewer processes. */
const MINIMA: DispatchLimits = {
  timeout: 1,
  outputBytes: 1,
  valueBytes: 1,
  valueNodes: 1,
  valueDepth: 1,
  memory: 6 * MIB,
  cpus: 0.01,
  pids: 1,
  tmpBytes: 4096,
};

/** The longest time that a timer of Node can wait, milliseconds. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** What some of them must be at most: larger values could be received, but not read back from the recording. */
const MAXIMA: Partial<DispatchLimits> = { timeout: LONGEST_TIMEOUT, ...CEILING };

/** Limits that may be fractions; the others are counts. */
const FRACTIONS: ReadonlySet<keyof DispatchLimits> = new Set(['timeout', 'cpus'] as const);

/** Limits in bytes. */
const SIZES: ReadonlySet<keyof DispatchLimits> = new Set(['outputBytes', 'valueBytes', 'memory', 'tmpBytes'] as const);

/**
 * @returns the limits in force: the defaults, overridden by what is given
 * @throws {UsageError} naming the invalid limit
 */
export function resolveLimits(given: LimitOptions = {}): DispatchLimits {
  const limits = { ...DEFAULT_LIMITS };
  for (const [name, value] of Object.entries(given)) {
    if (!isLimit(name)) throw new UsageError(noLimit(name));
    if (value === undefined) continue;
    const wrong = wrongOf(name, value);
    if (wrong !== undefined) throw new UsageError(`the limit ${name} must be ${wrong}, not ${shown(name, value)}`);
    limits[name] = value;
  }
  return limits;
}

/** A string from JavaScript is shown in quotes: `"5"` is not 5. */
function shown(name: keyof DispatchLimits, value: unknown): string {
  if (typeof value !== 'number') return typeof value === 'string' ? JSON.stringify(value) : String(value);
  return `${value}${SIZES.has(name) ? ' bytes' : ''}`;
}

function noLimit(name: string): string {
  const near = nearestName(name, Object.keys(MINIMA));
  const meant = near === undefined ? '' : ` (is "${near}" meant?)`;
  return `there is no limit "${name}"${meant}; there are ${Object.keys(MINIMA).join(', ')}`;
}

/** @returns what a limit must be, in words; `undefined` where the value is valid */
function wrongOf(name: keyof DispatchLimits, value: number): string | undefined {
  const { [name]: maximum = Infinity } = MAXIMA;
  const kind = FRACTIONS.has(name) ? 'a number' : 'a whole number';
  if (typeof value !== 'number' || Number.isNaN(value) || value < MINIMA[name])
    return `${kind} of at least ${MINIMA[name]}${sizeOf(name, MINIMA[name])}`;
  if (value > maximum) return `at most ${maximum}${sizeOf(name, maximum)}`;
  if (value === Infinity) return 'finite';
  return FRACTIONS.has(name) || Number.isInteger(value) ? undefined : kind;
}

/** A size in bytes and in a larger unit: a caller that forgets the unit gets bytes for MiB. */
function sizeOf(name: keyof DispatchLimits, value: number): string {
  if (!SIZES.has(name)) return '';
  return value % MIB === 0 ? ` bytes (${value / MIB} MiB)` : ' bytes';
}

function isLimit(name: string): name is keyof DispatchLimits {
  return Object.hasOwn(MINIMA, name);
}

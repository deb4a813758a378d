import { availableParallelism } from 'node:os';
import { UsageError } from '../errors/errors.ts';
import { ENGINE_KINDS, isEngineKind } from '../options/engineKind.ts';
import type { HoosegowOptions } from '../options/options.ts';
import { ownAdmission, type Admission } from './admission.ts';
import { SharedEngine } from './sharedEngine.ts';

/**
 * @returns where the dispatches of an inmate get their turn: on its own engine, or on a shared one
 * @throws {UsageError} naming the invalid option
 */
export function admissionOf({ engine, docker, concurrency }: HoosegowOptions): Admission {
  if (engine instanceof SharedEngine) {
    const [named] = Object.entries({ docker, concurrency }).find(([, value]) => value !== undefined) ?? [];
    if (named !== undefined) throw new UsageError(`${named} is the shared engine's: give it to that`);
    return engine.admit();
  }
  if (engine !== undefined && !isEngineKind(engine)) {
    const kinds = ENGINE_KINDS.map((kind) => `"${kind}"`).join(', ');
    throw new UsageError(`engine must be ${kinds} or a SharedEngine, and that of this copy of the package`);
  }
  const places = concurrency ?? Math.max(4, availableParallelism() * 2);
  if (!Number.isInteger(places) || places < 1) {
    throw new UsageError(`concurrency must be a whole number of at least 1, not ${places}`);
  }
  return ownAdmission(places);
}

import { numberFrom, oneOf, wholeFrom, type Check } from './check.ts';
import { LANES } from './lane.ts';
import type { Clock } from './protocol.ts';

export const MAX_COUNT = 2 ** 32 - 1;
/** Milliseconds: more than the 64 bits of microseconds that a frame may carry. */
const MAX_TIME = 1e17;

export const isCount = wholeFrom(0, MAX_COUNT);
export const isBytes = wholeFrom(0, Number.MAX_SAFE_INTEGER);
export const isTime = numberFrom(-MAX_TIME, MAX_TIME);
export const isDuration = numberFrom(0, MAX_TIME);
export const isClock: Check<Clock> = oneOf('arrival', 'inmate');
export const isLane = oneOf(...LANES);

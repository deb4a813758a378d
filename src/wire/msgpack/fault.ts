import type { ValueLimits } from './limits.ts';

/** Bytes that are not the protocol. Nothing after them can be trusted. */
export interface Violation {
  readonly kind: 'violation';
  /** Byte offset within the demultiplexed stdout; within the raw attach stream for a fault of the multiplexing. */
  readonly offset: number;
  /** What the protocol requires at that place, in words. */
  readonly expected: string;
  /** What was found there instead, in words. */
  readonly found: string;
}

/** A value that follows the protocol, but is larger than the limits allow. */
export interface LimitPassed {
  readonly kind: 'limit';
  /** Byte offset within the demultiplexed stdout at which the value begins to be too large. */
  readonly offset: number;
  /** The name of the limit. */
  readonly setting: Exclude<keyof ValueLimits, 'valueDepth'>;
  readonly limit: number;
}

/** Why a scanner or a demultiplexer stopped. It takes no more bytes afterwards. */
export type Fault = Violation | LimitPassed;

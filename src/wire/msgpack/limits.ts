/** Limits on one value of an answer; they hold before anything is allocated for it. */
export interface ValueLimits {
  /** Bytes of one encoded value, or of the payload of one stdout frame. */
  readonly valueBytes: number;
  /** Items in one value, nested ones included; a map's keys and values count one each. */
  readonly valueNodes: number;
  /** Levels of nested arrays and maps in one value. */
  readonly valueDepth: number;
}

export const DEFAULT_VALUE_LIMITS: ValueLimits = {
  valueBytes: 16 * 1024 * 1024,
  valueNodes: 1_000_000,
  valueDepth: 100,
};

/** No limit on levels can be higher: code that recurses into a value would overflow the stack at some depth. */
export const MAX_VALUE_DEPTH = 1000;

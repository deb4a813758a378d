import type { Raise } from '../wire/frame.ts';

/**
 * How a dispatch ended: exactly one of these, never a silent `undefined`.
 *
 * The field names are those of the last line of `hoosegow run --json`.
 */
export type Outcome =
  | ReturnedOutcome
  | RaisedOutcome
  | ExitedOutcome
  | OutOfMemoryOutcome
  | TimedOutOutcome
  | CancelledOutcome
  | OutputLimitOutcome
  | ProtocolViolationOutcome
  | EngineFailedOutcome;

interface OutcomeNotes {
  /** What else is worth knowing, for example that a child process of the inmate ran out of memory. */
  readonly notes?: readonly string[];
}

/** The method gave a result; the result itself is in the `return` frame. */
export interface ReturnedOutcome extends OutcomeNotes {
  readonly outcome: 'returned';
}

/** The method raised, or an exception was not caught, or the inmate could not be imported. */
export interface RaisedOutcome extends OutcomeNotes, Raise {
  readonly outcome: 'raised';
}

/** The inmate ended without a result. */
export interface ExitedOutcome extends OutcomeNotes {
  readonly outcome: 'exited';
  /** Exit code, as the container host reports it (128 + n for a signal in most containers). */
  readonly code: number | null;
  /** The signal that ended it, where the code or the host says so, for example `SIGKILL`. */
  readonly signal: string | null;
}

/** The inmate itself was ended because memory ran out: by the kernel, or by V8 at its heap limit. */
export interface OutOfMemoryOutcome extends OutcomeNotes {
  readonly outcome: 'out-of-memory';
  /** The limit in force, bytes; `null` where the host sets none. */
  readonly limit: number | null;
  readonly setting: 'memory';
}

export interface TimedOutOutcome extends OutcomeNotes {
  readonly outcome: 'timed-out';
  /** Milliseconds: the limit, or how long the dispatch had taken when the caller's signal timed out. */
  readonly limit: number;
  /** `signal`: not the limit, but the caller's own `AbortSignal.timeout`. */
  readonly setting: 'timeout' | 'signal';
}

export interface CancelledOutcome extends OutcomeNotes {
  readonly outcome: 'cancelled';
  readonly message: string;
}

/** More output than allowed in total, or one value too large. */
export interface OutputLimitOutcome extends OutcomeNotes {
  readonly outcome: 'output-limit';
  /** The limit in force, in the unit of the setting. */
  readonly limit: number;
  readonly setting: 'outputBytes' | 'valueBytes' | 'valueNodes';
}

/** The answer does not follow the protocol. */
export interface ProtocolViolationOutcome extends OutcomeNotes {
  readonly outcome: 'protocol-violation';
  /** Byte offset within the demultiplexed stdout. */
  readonly offset: number;
  readonly expected: string;
  readonly found: string;
}

/** The container host could not be reached, or failed. */
export interface EngineFailedOutcome extends OutcomeNotes {
  readonly outcome: 'engine-failed';
  /** What failed and what to do about it. */
  readonly message: string;
  /** During which step: `build`, `create`, `attach`, `start`, `run`, `record` … */
  readonly phase: string;
}

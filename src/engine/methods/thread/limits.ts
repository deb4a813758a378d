/** What the reading of a source may cost. */
export interface ThreadLimits {
  /** Milliseconds of processor time for one file, and in addition for each million characters of it. */
  readonly file: number;
  readonly megaCharacters: number;
  /** Milliseconds of processor time for all that one job asks for. */
  readonly job: number;
  /** Milliseconds for one file, however little processor time it takes: disks hang, machines are busy. */
  readonly silence: number;
  /** MiB of JavaScript's heap. */
  readonly memory: number;
  /** Milliseconds for which an idle thread is kept. */
  readonly idle: number;
}

/**
 * A file of a thousand lines takes some 20 ms, one of the largest that is read about a second: the bounds leave room
 * for a slow machine, and for other work of the process.
 */
export const LIMITS: ThreadLimits = {
  file: 1000,
  megaCharacters: 2000,
  job: 10_000,
  silence: 30_000,
  memory: 768,
  idle: 30_000,
};

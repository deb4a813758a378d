import { Session, type Profiler } from 'node:inspector';

// From before the code under test is loaded to the end of the process: a function that was compiled while nobody counted
// has no counters for its blocks, and never gets them.
const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });

/** Which parts of some modules have run, by V8's counters of blocks. */
export class Coverage {
  readonly #source: RegExp;

  /** @param source the addresses of the modules that count */
  constructor(source: RegExp) {
    this.#source = source;
    take();
  }

  /**
   * Adds what ran since the last time to what was seen.
   *
   * @returns whether something of it never had before
   */
  addTo(seen: Set<string>): boolean {
    const before = seen.size;
    for (const { url, functions } of take()) {
      if (!this.#source.test(url)) continue;
      for (const { ranges } of functions) {
        // A block that did not run, in a function that did, tells as much as one that ran.
        for (const { startOffset, endOffset, count } of ranges) {
          seen.add(`${url}:${startOffset}:${endOffset}:${count > 0}`);
        }
      }
    }
    return seen.size > before;
  }
}

function take(): readonly Profiler.ScriptCoverage[] {
  let taken: readonly Profiler.ScriptCoverage[] = [];
  // Answered before `post` returns: both ends are in this thread.
  session.post('Profiler.takePreciseCoverage', (_error, { result }) => (taken = result));
  return taken;
}

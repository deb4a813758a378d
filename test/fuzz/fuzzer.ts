import { Coverage } from './coverage.ts';
import { mutate } from './mutate.ts';
import { Random } from './random.ts';
import type { Target } from './target.ts';
import { Watchdog } from './watchdog.ts';

export interface FuzzOptions {
  /** Any whole number: the same seed gives the same inputs, as far as the same ones are found interesting. */
  readonly seed: number;
  /** Milliseconds; `Infinity` for no end. */
  readonly time: number;
  /** Inputs to begin with: all of them are run first. */
  readonly corpus: readonly Uint8Array[];
  /** Called now and then. */
  readonly onProgress?: (report: FuzzReport) => void;
}

export interface FuzzReport {
  readonly target: string;
  readonly executions: number;
  /** Milliseconds. */
  readonly time: number;
  /** Parts of the source that were seen running. */
  readonly coverage: number;
  /** Inputs that made something run for the first time, in the order in which they did. */
  readonly interesting: readonly Uint8Array[];
}

/** A promise that does not hold, with the smallest input found that breaks it. */
export class FuzzFailure extends Error {
  override name = 'FuzzFailure';
  readonly input: Uint8Array;
  constructor(target: string, seed: number, input: Uint8Array, cause: unknown) {
    const why = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    const base64 = Buffer.from(input).toString('base64');
    super(`${target} (seed ${seed}) breaks a promise with the input (base64) ${base64 || '"", no bytes,'}\n${why}`, {
      cause,
    });
    this.input = input;
  }
}

const OWN_SOURCE = /\/(?:src|inmate-template)\/.*\.ts/;
/** Inputs between two looks at the coverage. */
const BATCH = 50;
/** Milliseconds between two reports. */
const PROGRESS_INTERVAL = 10_000;

/**
 * Runs a target with one input after the other: some by its grammar, most of them mutations of those that made something
 * run for the first time.
 *
 * @throws FuzzFailure for the first input that breaks a promise
 */
export async function fuzz(target: Target, options: FuzzOptions): Promise<FuzzReport> {
  const run = new Fuzzing(target, options);
  try {
    return await run.run();
  } finally {
    await run.stop();
  }
}

class Fuzzing {
  readonly #target: Target;
  readonly #options: FuzzOptions;
  readonly #random: Random;
  readonly #coverage: Coverage;
  readonly #watchdog: Watchdog;
  readonly #interesting: Uint8Array[] = [];
  /** What whole batches were seen to run, and single inputs: how often a block runs changes how V8 counts it. */
  readonly #seenInBatches = new Set<string>();
  readonly #seen = new Set<string>();
  readonly #start = performance.now();
  /** Inputs by the grammar that were run last: making them takes longer than running them. */
  #fresh: readonly Uint8Array[] = [];
  #executions = 0;
  #told = 0;

  constructor(target: Target, options: FuzzOptions) {
    this.#target = target;
    this.#options = options;
    this.#random = new Random(options.seed);
    this.#coverage = new Coverage(target.source ?? OWN_SOURCE);
    this.#watchdog = new Watchdog(target.name);
  }

  get #time(): number {
    return performance.now() - this.#start;
  }

  get #report(): FuzzReport {
    return {
      target: this.#target.name,
      executions: this.#executions,
      time: this.#time,
      coverage: this.#seen.size,
      interesting: this.#interesting,
    };
  }

  async run(): Promise<FuzzReport> {
    const { corpus, time, onProgress } = this.#options;
    for (const input of [...corpus, ...this.#generated()]) await this.#keepIfNew(input);
    while (this.#time < time) {
      const batch = this.#nextBatch();
      for (const input of batch) await this.#execute(input);
      // One look for all of them, and one for each only where there was something.
      if (this.#coverage.addTo(this.#seenInBatches)) for (const input of batch) await this.#keepIfNew(input);
      if (this.#time - this.#told < PROGRESS_INTERVAL) continue;
      this.#told = this.#time;
      onProgress?.(this.#report);
    }
    return this.#report;
  }

  async stop(): Promise<void> {
    await this.#watchdog.stop();
  }

  #generated(): readonly Uint8Array[] {
    return this.#target.generate(this.#random.next() >>> 1, BATCH);
  }

  #nextBatch(): readonly Uint8Array[] {
    if (this.#fresh.length === 0 || this.#random.below(10) === 0) return (this.#fresh = this.#generated());
    const fresh = this.#fresh;
    return Array.from({ length: BATCH }, () => {
      const pool = this.#random.below(4) === 0 || this.#interesting.length === 0 ? fresh : this.#interesting;
      return mutate(this.#random.oneOf(pool), this.#random.oneOf(fresh), this.#random);
    });
  }

  async #keepIfNew(input: Uint8Array): Promise<void> {
    await this.#execute(input);
    if (this.#coverage.addTo(this.#seen)) this.#interesting.push(input);
  }

  async #execute(input: Uint8Array): Promise<void> {
    this.#executions++;
    const error = await this.#failureOf(input);
    if (error === undefined) return;
    const { input: smallest, error: why } = await this.#shrink(input, error);
    throw new FuzzFailure(this.#target.name, this.#options.seed, smallest, why);
  }

  /** What running the input throws; `undefined` where all holds. */
  async #failureOf(input: Uint8Array): Promise<Error | undefined> {
    this.#watchdog.begin(input);
    try {
      const running = this.#target.run(input);
      if (running) await running;
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    } finally {
      this.#watchdog.end();
    }
  }

  /** Takes away what the failure does not need. */
  async #shrink(input: Uint8Array, error: Error): Promise<{ input: Uint8Array; error: Error }> {
    let smallest = { input, error };
    for (let size = Math.ceil(input.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let from = 0; from < smallest.input.length;) {
        const { input: whole } = smallest;
        const less = new Uint8Array(Buffer.concat([whole.subarray(0, from), whole.subarray(from + size)]));
        const still = await this.#failureOf(less);
        if (still && firstLine(still) === firstLine(error)) smallest = { input: less, error: still };
        else from += size;
      }
    }
    return smallest;
  }
}

/** What went wrong, without the values that did. */
function firstLine({ message }: Error): string {
  return message.split('\n', 1)[0] ?? '';
}

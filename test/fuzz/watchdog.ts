import { Worker } from 'node:worker_threads';
import { MAX_INPUT_BYTES } from './mutate.ts';

/** Seconds that one input may take on a busy machine. */
const PATIENCE = 30;

const SCRIPT = `
const { writeSync } = require('node:fs');
const { workerData } = require('node:worker_threads');
const { state, input, name, pid, patience } = workerData;
let busy = 0;
let last = 0;
setInterval(() => {
  const run = Atomics.load(state, 0);
  busy = run !== 0 && run === last ? busy + 1 : 0;
  last = run;
  if (busy < patience) return;
  const bytes = Buffer.from(input.slice(0, Atomics.load(state, 1))).toString('base64');
  writeSync(2, 'fuzz: ' + name + ' hangs with the input (base64) ' + bytes + '\\n');
  process.kill(pid, 'SIGKILL');
}, 1000);
`;

/** Ends the process, with a word about it, when an input keeps it busy for ever: nothing in the same thread could. */
export class Watchdog {
  /** The number of the run under way, 0 between two; the length of its input. */
  readonly #state = new Int32Array(new SharedArrayBuffer(8));
  readonly #input = new Uint8Array(new SharedArrayBuffer(MAX_INPUT_BYTES));
  readonly #worker: Worker;
  #runs = 0;

  constructor(name: string) {
    const workerData = { state: this.#state, input: this.#input, name, pid: process.pid, patience: PATIENCE };
    this.#worker = new Worker(SCRIPT, { eval: true, workerData });
    this.#worker.unref();
  }

  begin(input: Uint8Array): void {
    this.#input.set(input.subarray(0, MAX_INPUT_BYTES));
    Atomics.store(this.#state, 1, Math.min(input.length, MAX_INPUT_BYTES));
    this.#runs = (this.#runs % 0x7fff_ffff) + 1;
    Atomics.store(this.#state, 0, this.#runs);
  }

  end(): void {
    Atomics.store(this.#state, 0, 0);
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }
}

import { writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { encodeValue } from '../../../src/wire/msgpack/encodeValue.ts';
import { DEFAULT_VALUE_LIMITS } from '../../../src/wire/msgpack/limits.ts';
import { decodeRequest, type Request } from '../../../src/wire/request.ts';
import { CallReader, type Call } from '../link/call.ts';
import { callMethod } from './callMethod.ts';
import { onceEnded } from '../link/ended.ts';
import { EventLoop } from './eventLoop.ts';
import { importInmate } from './load/importInmate.ts';
import { findMethod, type Methods } from './load/methods.ts';
import { describeRaise } from './report/raise.ts';
import { RecordWriter } from './recordWriter.ts';
import { warmUpInmate } from '../relay/warmUp.ts';
import { Stall, UnsettledError } from './stall.ts';
import { installSyncOutput } from './syncOutput.ts';
import { onUncaught } from './uncaught.ts';

/** Descriptors that the inmate's process has beside the standard ones; children do not inherit them. */
const FDS = { up: 3, down: 4 };

/** Milliseconds that the relay has to end this process. */
const RELAY_PATIENCE = 100;

const NOTHING_LEFT =
  'nothing is left in the event loop that could settle it (standard input is empty, and so is what waits for it)';
const CALL_STALLED = `the method awaits what can never happen: ${NOTHING_LEFT}`;
const IMPORT_STALLED = `the inmate's module awaits at its top level what can never happen: ${NOTHING_LEFT}`;

/** A msgpack array of one item, whose value follows. */
const ARRAY_OF_ONE = Uint8Array.of(0x91);

/** @param records the descriptor for records */
export function startInmate(records: number): void {
  volunteerForOutOfMemory();
  installSyncOutput();
  new Runner(records).run();
}

/** How a method settled. */
interface Settled {
  readonly type: 'return' | 'raise';
  readonly encoded: Uint8Array;
}

/** Runs one call and ends this process with it; if the host asks for reuse, one call after the other. */
class Runner {
  readonly #records: number;
  readonly #kill = process.kill.bind(process, process.pid, 'SIGKILL');
  readonly #loop: EventLoop;
  readonly #stall: Stall;
  readonly #down: Socket;
  #writer: RecordWriter | undefined;
  /** For what is reported while there is no call. */
  #waiting: RecordWriter | undefined;
  /** What was thrown before the call came in. */
  #early: { readonly thrown: unknown } | undefined;
  #settled: Settled['type'] | undefined;
  #isImported = false;
  #isReused = false;
  #hasAnswered = false;

  constructor(records: number) {
    this.#records = records;
    // Kept open for good: its end means that the relay is gone.
    this.#down = new Socket({ fd: FDS.down, readable: true, writable: false });
    this.#loop = new EventLoop();
    this.#stall = new Stall(FDS.down, this.#down, () => this.#loop.hasWorkers());
  }

  run(): void {
    onUncaught((thrown) => this.#raise(thrown));
    const reader = new CallReader();
    const methods = importInmate();
    methods.then(
      () => (this.#isImported = true),
      // Reported when a call comes in; until then it must not count as unhandled.
      () => {},
    );
    this.#down.on('data', (chunk: Buffer) => {
      for (const call of reader.push(chunk)) this.#take(call, methods);
    });
    onceEnded(this.#down, this.#kill);
  }

  #take(call: Call, methods: Promise<Methods>): void {
    const writer = new RecordWriter({ records: this.#records, up: FDS.up }, call);
    if (call.request.length === 0) {
      void this.#wait(methods, writer);
      return;
    }
    if (this.#writer) return;
    this.#writer = writer;
    this.#settled = undefined;
    const request = decodeRequest(call.request);
    this.#isReused = request.options.reuse === true;
    if (this.#early) this.#raise(this.#early.thrown);
    this.#stall.watch(() => this.#raise(new UnsettledError(this.#isImported ? CALL_STALLED : IMPORT_STALLED)));
    answer(request, methods, writer).then(
      (encoded) => this.#settle(writer, { type: 'return', encoded }),
      // A module that was loaded in part cannot be used any further.
      (error: unknown) =>
        this.#isImported ? this.#settle(writer, { type: 'raise', encoded: encodeRaise(error) }) : this.#raise(error),
    );
  }

  /** What is ready to run still belongs to the call: what it prints, and what it throws uncaught. */
  async #settle(writer: RecordWriter, { type, encoded }: Settled): Promise<void> {
    this.#stall.unwatch();
    this.#settled = type;
    writer.write(type, encoded);
    await this.#loop.turn();
    if (this.#isReused) return this.#rest(writer);
    writer.write('turned');
    this.#end();
  }

  async #rest(writer: RecordWriter): Promise<void> {
    this.#writer = undefined;
    this.#hasAnswered = true;
    // A `rest` says that the turn is over, too.
    if (!this.#loop.isAtRest()) writer.write('turned');
    if (await this.#loop.comesToRest()) writer.write('rest');
    else this.#kill();
  }

  /** Runs warm-up calls, and reports whether the module was loaded. */
  async #wait(methods: Promise<Methods>, writer: RecordWriter): Promise<void> {
    try {
      await methods;
    } catch {
      this.#say(writer, 'failed');
      return;
    }
    await this.#warmUp(writer);
    this.#waiting = writer;
    this.#say(writer, this.#early ? 'failed' : 'loaded');
  }

  /** After a call has come in it is of no use. */
  #say(writer: RecordWriter, what: 'loaded' | 'failed'): void {
    if (!this.#writer && !this.#hasAnswered) writer.write(what);
  }

  async #warmUp(writer: RecordWriter): Promise<void> {
    const isOver = (): boolean => this.#writer !== undefined || this.#hasAnswered;
    const value = await warmUpInmate(isOver);
    // If a call has come in meanwhile, this would only delay it.
    if (!isOver()) writer.write('warm-up', value);
  }

  #raise(thrown: unknown): void {
    if (this.#writer) {
      // What the method itself has thrown takes precedence.
      if (this.#settled !== 'raise') this.#writer.write('raise', encodeRaise(thrown));
      this.#writer.write('turned');
    } else if (!this.#hasAnswered) {
      this.#early ??= { thrown };
      if (this.#waiting) this.#say(this.#waiting, 'failed');
      return;
    }
    this.#end();
  }

  /**
   * Nothing of the inmate runs in this thread once the answer is written. The relay ends the process, which takes the
   * kernel milliseconds, after it has passed the answer on; where it may want another answer, it waits for the end.
   */
  #end(): void {
    if (!this.#isReused) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RELAY_PATIENCE);
    this.#kill();
  }
}

function encodeRaise(thrown: unknown): Uint8Array {
  return encodeValue(describeRaise(thrown));
}

/** Calls the method. @returns its encoded result; its yields are written when it resolves */
async function answer(request: Request, methods: Promise<Methods>, writer: RecordWriter): Promise<Uint8Array> {
  const method = findMethod(await methods, request.method);
  const maxDepth = request.options.valueDepth ?? DEFAULT_VALUE_LIMITS.valueDepth;
  const result = await callMethod(method, request.args, (value) =>
    // The list of what is yielded is a level of its own.
    writer.write('yield', ARRAY_OF_ONE, encodeValue(value, { name: 'yield', maxDepth: maxDepth - 1 })),
  );
  return encodeValue(result, { name: 'result', maxDepth });
}

/** When memory runs out the kernel picks the inmate, and not the relay that can say what had happened before. */
function volunteerForOutOfMemory(): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', '1000');
  } catch {
    // Not on Linux, or not allowed: then the larger process is picked, most likely the inmate too.
  }
}

import { writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { encodeValue } from '../../src/wire/encodeValue.ts';
import { decodeRequest, type Request } from '../../src/wire/request.ts';
import { CallReader, type Call } from './call.ts';
import { callMethod } from './callMethod.ts';
import { onceEnded } from './ended.ts';
import { importInmate } from './importInmate.ts';
import { findMethod, type Methods } from './methods.ts';
import { describeRaise } from './raise.ts';
import { RecordWriter } from './recordWriter.ts';
import { rehearseInmate } from './rehearsal.ts';
import { installSyncOutput } from './syncOutput.ts';

/** Descriptors that the inmate's process has beside the standard ones; children do not inherit them. */
const FDS = { up: 3, down: 4 };

/** Milliseconds that the relay has for ending this process. */
const RELAY_PATIENCE = 100;

/** A msgpack array of one item, whose value follows. */
const ARRAY_OF_ONE = Uint8Array.of(0x91);

/** @param records the descriptor for records */
export function startInmate(records: number): void {
  volunteerForOutOfMemory();
  installSyncOutput();
  new Runner(records).run();
}

/** Runs one call and ends this process with it. */
class Runner {
  readonly #records: number;
  readonly #kill = process.kill.bind(process, process.pid, 'SIGKILL');
  #writer: RecordWriter | undefined;
  /** What was thrown before the call came in. */
  #early: { readonly thrown: unknown } | undefined;

  constructor(records: number) {
    this.#records = records;
  }

  run(): void {
    process.on('uncaughtException', (error) => this.#raise(error));
    process.on('unhandledRejection', (reason) => this.#raise(reason));
    const methods = importInmate();
    // Reported when the call is there; until then it is not unhandled.
    methods.catch(() => {});
    const reader = new CallReader();
    // Kept open for good: a promise that never settles keeps the call alive, and its end means that the relay is gone.
    const down = new Socket({ fd: FDS.down, readable: true, writable: false });
    down.on('data', (chunk: Buffer) => {
      for (const call of reader.push(chunk)) this.#take(call, methods);
    });
    onceEnded(down, this.#kill);
  }

  #take(call: Call, methods: Promise<Methods>): void {
    const writer = new RecordWriter({ records: this.#records, up: FDS.up }, call);
    if (call.request.length === 0) {
      void methods.catch(() => {}).then(() => this.#rehearse(writer));
      return;
    }
    if (this.#writer) return;
    this.#writer = writer;
    if (this.#early) this.#raise(this.#early.thrown);
    answer(decodeRequest(call.request), methods, writer).then(
      () => this.#end(),
      (error: unknown) => this.#raise(error),
    );
  }

  async #rehearse(writer: RecordWriter): Promise<void> {
    const isOver = (): boolean => this.#writer !== undefined;
    const value = await rehearseInmate(isOver);
    // Where a call has come meanwhile, this would only be in its way.
    if (!isOver()) writer.write('rehearsal', value);
  }

  #raise(thrown: unknown): void {
    if (!this.#writer) {
      this.#early ??= { thrown };
      return;
    }
    this.#writer.write('raise', encodeValue(describeRaise(thrown)));
    this.#end();
  }

  /**
   * The answer is written: nothing of the inmate runs in this thread any more. The relay ends the process, which takes
   * the kernel milliseconds, when it has passed the answer on.
   */
  #end(): void {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RELAY_PATIENCE);
    this.#kill();
  }
}

/** Calls the method; its yields and its result are written when it resolves. */
async function answer(request: Request, methods: Promise<Methods>, writer: RecordWriter): Promise<void> {
  const method = findMethod(await methods, request.method);
  const result = await callMethod(method, request.args, (value) =>
    writer.write('yield', ARRAY_OF_ONE, encodeValue(value, { name: 'yield' })),
  );
  writer.write('return', encodeValue(result, { name: 'result' }));
}

/** When memory runs out the kernel picks the inmate, and not the relay that can say what had happened before. */
function volunteerForOutOfMemory(): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', '1000');
  } catch {
    // Not on Linux, or not allowed: then the larger process is picked, most likely the inmate too.
  }
}

import type { Socket } from 'node:net';
import { setImmediate, setTimeout } from 'node:timers';

/** Taken before the inmate's code can replace them. */
const later = setImmediate;
const startTimer = setTimeout;
const resources = process.getActiveResourcesInfo.bind(process);

/** Milliseconds to the next look where something may happen after all: at first, and at most. */
const FIRST_WAIT_MS = 5;
const LONGEST_WAIT_MS = 1000;

/** Handles of libuv that every process has, and that nothing comes from by itself. */
const IDLE_HANDLES: ReadonlySet<unknown> = new Set(['async', 'check', 'idle', 'prepare', 'loop']);

/** What a call awaits can never happen. */
export class UnsettledError extends Error {
  override name = 'UnsettledError';
}

/**
 * Finds out that a call can never settle: Node's event loop is empty, as it is before a process ends by itself. What was
 * told not to keep it alive (`unref`, `AbortSignal.timeout`) may still happen, and so may messages of workers and
 * callbacks of a `FinalizationRegistry`: those are looked for too, as waiting in vain is the lesser evil.
 */
export class Stall {
  readonly #keeperFd: number;
  readonly #keeper: Socket;
  readonly #hasWorkers: () => boolean;
  #onStall: (() => void) | undefined;
  #hasCollected = false;
  #wait = FIRST_WAIT_MS;

  /** To be made before the inmate is imported. @param keeper keeps this process alive while there is no call */
  constructor(keeperFd: number, keeper: Socket, hasWorkers: () => boolean) {
    this.#keeperFd = keeperFd;
    this.#keeper = keeper;
    this.#hasWorkers = hasWorkers;
    // Listeners of the inmate's own come after this one, and may go on with something.
    process.on('beforeExit', () => void later(() => void this.#look()));
  }

  /** A call begins. */
  watch(onStall: () => void): void {
    this.#onStall = onStall;
    this.#hasCollected = false;
    this.#wait = FIRST_WAIT_MS;
    this.#keeper.unref();
  }

  /** It has settled. */
  unwatch(): void {
    this.#onStall = undefined;
    this.#keeper.ref();
  }

  /** Where this does nothing, the event loop goes on, and comes here again when it is empty. */
  async #look(): Promise<void> {
    if (!this.#onStall || resources().length > 0) return;
    if (this.#hasWorkers() || mayWake(this.#keeperFd)) {
      startTimer(() => {}, this.#wait);
      this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
    } else if (this.#hasCollected) {
      this.#onStall();
    } else {
      this.#hasCollected = true;
      await collectGarbage();
    }
  }
}

/** Whether a handle is active that does not keep the event loop alive, a timer for example. */
function mayWake(ownFd: number): boolean {
  const { report } = process;
  // Else it would ask for the names of all hosts that there are connections to.
  if (report) Reflect.set(report, 'excludeNetwork', true);
  const handles: unknown = report ? Reflect.get(report.getReport(), 'libuv') : undefined;
  if (!Array.isArray(handles)) return true;
  return handles.some((handle: unknown) => {
    if (typeof handle !== 'object' || handle === null) return true;
    const { type, is_active: isActive, fd } = Object.fromEntries<unknown>(Object.entries(handle));
    return isActive === true && !IDLE_HANDLES.has(type) && fd !== ownFd;
  });
}

/** What waits for something to be collected has its turn then. */
async function collectGarbage(): Promise<void> {
  const [v8, vm] = await Promise.all([import('node:v8'), import('node:vm')]);
  v8.setFlagsFromString('--expose-gc');
  const collect: unknown = vm.runInNewContext('gc');
  if (typeof collect === 'function') Reflect.apply(collect, undefined, []);
}

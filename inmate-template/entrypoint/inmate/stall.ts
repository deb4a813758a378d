import type { Socket } from 'node:net';
import { clearTimeout, setImmediate, setTimeout } from 'node:timers';
import { attempt } from './report/attempt.ts';

/** Taken before the inmate's code can replace them. */
const later = setImmediate;
const startTimer = setTimeout;
const stopTimer = clearTimeout;
const now = performance.now.bind(performance);
const resources = process.getActiveResourcesInfo.bind(process);

/** Milliseconds to the next look: at first, and at most where something may happen after all. */
const FIRST_WAIT_MS = 1;
const LONGEST_WAIT_MS = 1000;

/** Handles of libuv that every process has, and that nothing comes from by itself. */
const IDLE_HANDLES: ReadonlySet<unknown> = new Set(['async', 'check', 'idle', 'prepare', 'loop']);

/** Lists of timers that are looked for at once: it takes some 30 ms. */
const MOST_LISTS = 100_000;

/** What a callback of a `FinalizationRegistry` lets go of may be waited for by another one. */
const COLLECTIONS = 4;

/** Milliseconds that no timer of anybody's waits, and those from which on one is taken for it. */
const PROBE_MS = 1e9;
const FAR_MS = 9e8;

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
  #collections = 0;
  #wait = FIRST_WAIT_MS;
  #timer: NodeJS.Timeout | undefined;
  /** Whether `Atomics.waitAsync` was used: what ends its waiting does not tell itself from V8's own affairs. */
  #hasWaiters = false;

  /** To be made before the inmate is imported. @param keeper keeps this process alive while there is no call */
  constructor(keeperFd: number, keeper: Socket, hasWorkers: () => boolean) {
    this.#keeperFd = keeperFd;
    this.#keeper = keeper;
    this.#hasWorkers = hasWorkers;
    this.#noticeWaiters();
    process.on('beforeExit', () => {
      const before = resources().length;
      // Listeners of the inmate's own come after this one, and may go on with something.
      later(() => void this.#look(resources().length > before));
    });
  }

  /** A call begins. */
  watch(onStall: () => void): void {
    this.#onStall = onStall;
    this.#collections = 0;
    this.#wait = FIRST_WAIT_MS;
    this.#keeper.unref();
  }

  /** It has settled. */
  unwatch(): void {
    this.#onStall = undefined;
    stopTimer(this.#timer);
    this.#keeper.ref();
  }

  /** The event loop is empty again after this, and comes here again, be it after a wait. */
  async #look(goesOn: boolean): Promise<void> {
    if (!this.#onStall) return;
    // Timers that were stopped show until one has fired.
    const isFirst = this.#wait === FIRST_WAIT_MS;
    if (isFirst || goesOn || this.#hasWorkers() || mayWake(this.#keeperFd, this.#hasWaiters)) {
      this.#timer = startTimer(() => {}, this.#wait);
      this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
    } else if (this.#collections === COLLECTIONS) {
      this.#onStall();
    } else {
      this.#collections++;
      await collectGarbage();
    }
  }

  #noticeWaiters(): void {
    const waitAsync: unknown = Reflect.get(Atomics, 'waitAsync');
    if (typeof waitAsync !== 'function') return;
    const noticed = (...args: readonly unknown[]): unknown => {
      this.#hasWaiters = true;
      return Reflect.apply(waitAsync, Atomics, args);
    };
    Object.assign(Atomics, { waitAsync: noticed });
  }
}

interface Handle {
  readonly type: unknown;
  readonly fd: unknown;
  /** Milliseconds; of a timer. */
  readonly due: number;
}

/** Whether something may happen that does not keep the event loop alive, a timer for example. */
function mayWake(ownFd: number, v8Timers: boolean): boolean {
  // It is due last: where no timer is that far, Node has an earlier one.
  const probe = startTimer(() => {}, PROBE_MS).unref();
  const handles = activeHandles();
  stopTimer(probe);
  dropEmptyLists(handles?.filter(({ type, due }) => type === 'timer' && due <= FAR_MS) ?? []);
  if (!handles?.some(({ due }) => due > FAR_MS)) return true;
  // The other timers are V8's, which has such for collecting garbage.
  const isTimer = ({ type, due }: Handle): boolean => type === 'timer' && (!v8Timers || due > FAR_MS);
  return handles.some((handle) => !isTimer(handle) && handle.fd !== ownFd);
}

/**
 * Node keeps a list of timers for each number of milliseconds, and one whose timers did not count and were stopped until
 * it would have been due: for half a minute behind a server of HTTP. It drops one when the last timer in it that counts
 * is stopped; which list that is follows from when it is due, and from how long this process runs.
 */
function dropEmptyLists(timers: readonly Handle[]): void {
  const age = Math.min(Math.ceil(now()), MOST_LISTS);
  for (const { due } of timers) {
    for (let ms = Math.max(1, Math.floor(due)); ms <= due + age + 1; ms++) stopTimer(startTimer(() => {}, ms));
  }
}

/** What libuv has that anything may come from; `undefined` where Node does not tell. */
function activeHandles(): Handle[] | undefined {
  const handles = attempt<unknown>(() => {
    const { report } = process;
    if (!report) return undefined;
    // Else it would ask for the names of all hosts that there are connections to.
    Reflect.set(report, 'excludeNetwork', true);
    return Reflect.get(report.getReport(), 'libuv');
  });
  if (!Array.isArray(handles)) return undefined;
  return handles.flatMap((handle: unknown) => {
    const members = new Map<string, unknown>(typeof handle === 'object' && handle ? Object.entries(handle) : []);
    const type = members.get('type');
    if (members.get('is_active') !== true || IDLE_HANDLES.has(type)) return [];
    return [{ type, fd: members.get('fd'), due: Number(members.get('firesInMsFromNow') ?? 0) }];
  });
}

/** What waits for something to be collected has its turn then. */
async function collectGarbage(): Promise<void> {
  const [v8, vm] = await Promise.all([import('node:v8'), import('node:vm')]);
  attempt(() => {
    v8.setFlagsFromString('--expose-gc');
    const collect: unknown = vm.runInNewContext('gc');
    if (typeof collect === 'function') Reflect.apply(collect, undefined, []);
  });
}

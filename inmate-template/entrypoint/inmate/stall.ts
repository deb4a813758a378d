import type { Socket } from 'node:net';
import { clearTimeout, setImmediate, setTimeout } from 'node:timers';
import { attempt } from './report/attempt.ts';

/** Taken before the inmate's code can replace them. */
const later = setImmediate;
const startTimer = setTimeout;
const stopTimer = clearTimeout;
const now = performance.now.bind(performance);
const resources = process.getActiveResourcesInfo.bind(process);

/** Milliseconds to the next look: to the first one, and the longest wait while something may still happen. */
const FIRST_WAIT_MS = 1;
const LONGEST_WAIT_MS = 1000;

/** Handles of libuv that every process has, and that cause no events by themselves. */
const IDLE_HANDLES: ReadonlySet<unknown> = new Set(['async', 'check', 'idle', 'prepare', 'loop']);

/** Timer lists that are searched for at once: it takes some 30 ms. */
const MOST_LISTS = 100_000;

/** What one callback of a `FinalizationRegistry` releases may be what another one waits for. */
const COLLECTIONS = 4;

/** Milliseconds that no real timer waits, and the time left from which on a timer is taken for the probe. */
const PROBE_MS = 1e9;
const FAR_MS = 9e8;

/** What a call awaits can never happen. */
export class UnsettledError extends Error {
  override name = 'UnsettledError';
}

/**
 * Detects that a call can never settle: Node's event loop is empty, as it is before a process ends by itself. Timers
 * that do not keep it alive (`unref`, `AbortSignal.timeout`) may still fire, and so may messages of workers and
 * callbacks of a `FinalizationRegistry`: those are checked too, as waiting in vain is the lesser evil.
 */
export class Stall {
  readonly #keeperFd: number;
  readonly #keeper: Socket;
  readonly #hasWorkers: () => boolean;
  #onStall: (() => void) | undefined;
  #collections = 0;
  #wait = FIRST_WAIT_MS;
  #timer: NodeJS.Timeout | undefined;
  /** Whether `Atomics.waitAsync` was used: what wakes it up cannot be told from V8's own timers and tasks. */
  #hasWaiters = false;

  /** Create it before the inmate is imported. @param keeper keeps this process alive while there is no call */
  constructor(keeperFd: number, keeper: Socket, hasWorkers: () => boolean) {
    this.#keeperFd = keeperFd;
    this.#keeper = keeper;
    this.#hasWorkers = hasWorkers;
    this.#noticeWaiters();
    process.on('beforeExit', () => {
      const before = resources().length;
      // The inmate's own listeners run after this one, and may start something.
      later(() => void this.#look(resources().length > before));
    });
  }

  /** To be called when a call begins. */
  watch(onStall: () => void): void {
    this.#onStall = onStall;
    this.#collections = 0;
    this.#wait = FIRST_WAIT_MS;
    this.#keeper.unref();
  }

  /** To be called when it has settled. */
  unwatch(): void {
    this.#onStall = undefined;
    stopTimer(this.#timer);
    this.#keeper.ref();
  }

  /** Leads to another empty event loop, perhaps after a wait, and so to another look. */
  async #look(goesOn: boolean): Promise<void> {
    if (!this.#onStall) return;
    // Stopped timers are listed until one has fired.
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
  // It is due last: if Node waits for less than that, another timer is pending.
  const probe = startTimer(() => {}, PROBE_MS).unref();
  const handles = activeHandles();
  stopTimer(probe);
  dropEmptyLists(handles?.filter(({ type, due }) => type === 'timer' && due <= FAR_MS) ?? []);
  if (!handles?.some(({ due }) => due > FAR_MS)) return true;
  // The other timers may be V8's own, for garbage collection.
  const isTimer = ({ type, due }: Handle): boolean => type === 'timer' && (!v8Timers || due > FAR_MS);
  return handles.some((handle) => !isTimer(handle) && handle.fd !== ownFd);
}

/**
 * Node keeps a list of timers for each duration. Where its timers were unreferenced and then stopped, it keeps the
 * empty list until it would have been due: for half a minute after an HTTP server. It drops a list when the last
 * referenced timer in it is stopped; which list that is follows from when it is due, and from how long this process
 * runs.
 */
function dropEmptyLists(timers: readonly Handle[]): void {
  const age = Math.min(Math.ceil(now()), MOST_LISTS);
  for (const { due } of timers) {
    for (let ms = Math.max(1, Math.floor(due)); ms <= due + age + 1; ms++) stopTimer(startTimer(() => {}, ms));
  }
}

/** Active handles of libuv that may cause an event; `undefined` where Node does not tell. */
function activeHandles(): Handle[] | undefined {
  const handles = attempt<unknown>(() => {
    const { report } = process;
    if (!report) return undefined;
    // Otherwise it would look up the names of all connected hosts.
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

/** Callbacks that wait for a value to be collected run after this. */
async function collectGarbage(): Promise<void> {
  const [v8, vm] = await Promise.all([import('node:v8'), import('node:vm')]);
  attempt(() => {
    v8.setFlagsFromString('--expose-gc');
    const collect: unknown = vm.runInNewContext('gc');
    if (typeof collect === 'function') Reflect.apply(collect, undefined, []);
  });
}

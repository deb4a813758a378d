import type { DispatchRecorder, DispatchTask } from '../dispatch/dispatchTask.ts';
import { decodeRequest, encodeRequest } from '../../wire/request.ts';
import type { Engine, DispatchTarget } from '../hosts/engine.ts';
import type { ObservedDispatch } from '../observability/observedDispatch.ts';
import { DEFAULT_LIMITS } from '../options/limits.ts';
import type {
  ContainerCallbacks,
  DispatchInfo,
  DispatchLimits,
  DispatchOptions,
  HoosegowOptions,
} from '../options/options.ts';
import type { JailPool } from '../pool/jailPool.ts';
import type { JailKind } from '../pool/supply.ts';
import type { ContainerHost } from '../hosts/containerHost.ts';
import type { Admission } from './admission.ts';
import { BoundedHost } from './boundedHost.ts';
import { ContainerPlaces } from './containerPlaces.ts';
import type { EngineCounts } from '../options/counts.ts';
import { settingsOf, type CallSettings } from '../options/callSettings.ts';
import { checkCall } from '../options/checkCall.ts';
import { describeCall, openRecorder, type RecordedCall } from './meta.ts';

/** Milliseconds past the timeout after which an entrypoint ends itself, in case this host is gone. */
const DEADLINE_MARGIN = 10_000;
/** Encoded requests of more bytes are not written into the recording. */
const MAX_RECORDED_REQUEST = 1024 * 1024;

/** What calls are made with. */
export interface CallerParts {
  readonly options: HoosegowOptions;
  /** The settings of a call that has none of its own. */
  readonly settings: CallSettings;
  readonly engine: Engine;
  readonly admission: Admission;
  readonly pool: JailPool | undefined;
  /** Called when containers may wait from now on. */
  readonly onPooling: () => void;
}

/** Turns a call into what a dispatch needs to run. */
export class Caller {
  readonly #parts: CallerParts;
  /** Those of this inmate alone. */
  readonly #containers = new ContainerPlaces(Infinity);
  /** Bounded hosts by the host that they wrap: see `#bounded`. */
  readonly #hosts = new WeakMap<ContainerHost, ContainerHost>();

  constructor(parts: CallerParts) {
    this.#parts = parts;
  }

  /** Checks all that can be checked at once; the arguments are encoded as they are now. @throws {HoosegowError} */
  check(method: string, args: readonly unknown[], options: DispatchOptions): CheckedCall {
    checkCall(method, args, options);
    const { engine, pool } = this.#parts;
    const settings = settingsOf(this.#parts.settings, options);
    const isCommon = engine.check(settings);
    const reuse = isCommon && pool?.reuses === true;
    const { limits } = settings;
    const request = encodeRequest(method, args, {
      lease: true,
      deadline: limits.timeout + DEADLINE_MARGIN,
      ...depthOf(limits),
      ...(reuse ? { reuse } : {}),
    });
    const start = performance.now();
    const startedAt = new Date().toISOString();
    // As the inmate gets them: the caller's own objects may change while the call waits for its turn.
    const recordedArgs = request.length > MAX_RECORDED_REQUEST ? null : decodeRequest(request).args;
    const recorded = { method, args: recordedArgs, startedAt, settings, reuse };
    return { recorded, request, clock: () => performance.now() - start, isCommon, record: options.record };
  }

  /** What is under way now. */
  get counts(): EngineCounts {
    const { admission, pool } = this.#parts;
    const { queued, running } = admission;
    const waiting = pool?.ready ?? 0;
    const { taken: containers, created } = this.#containers;
    return { queued, running, waiting, loading: waiting - (pool?.loaded ?? 0), containers, created };
  }

  /** Where a call runs, with its containers counted and bounded. @throws {HoosegowError} */
  async target(signal: AbortSignal, settings?: CallSettings): Promise<DispatchTarget> {
    const target = await this.#parts.engine.target(signal, settings);
    return { ...target, host: this.#bounded(target.host) };
  }

  #bounded(host: ContainerHost): ContainerHost {
    const known = this.#hosts.get(host);
    if (known) return known;
    const bounded = new BoundedHost(this.#parts.admission.bound(host), this.#containers);
    this.#hosts.set(host, bounded);
    return bounded;
  }

  /**
   * Waits for its turn, and finds out where and what to run.
   *
   * @param observed is told of its steps; missing where there is no observer
   * @throws {HoosegowError}
   */
  async prepare(
    call: CheckedCall,
    info: DispatchInfo,
    signal: AbortSignal,
    observed: ObservedDispatch | undefined,
  ): Promise<DispatchTask> {
    const release = await this.#parts.admission.take(signal);
    try {
      const { options } = this.#parts;
      const target = await this.target(signal, call.recorded.settings);
      const recorder = openRecorder(call.record, describeCall(target, options, call.recorded));
      observed?.prepared(target.image, recorder);
      return this.#taskOf(call, info, target, recorder, release);
    } catch (error) {
      release();
      throw error;
    }
  }

  #taskOf(
    { recorded, request, clock, isCommon }: CheckedCall,
    info: DispatchInfo,
    target: DispatchTarget,
    recorder: DispatchRecorder,
    release: () => void,
  ): DispatchTask {
    const { host, image, prepareImage, restoreImage, explain } = target;
    const { limits } = recorded.settings;
    const { options, pool, onPooling } = this.#parts;
    const lifetime = lifetimeOf(limits);
    const kind = isCommon ? kindOf(target) : undefined;
    if (pool && kind) onPooling();
    const checkin = kind && pool?.lend(kind);
    // A container that is made here lives longer where it may come back to the pool.
    const lives = checkin && pool ? pool.lifetimeToKeep(lifetime) : lifetime;
    return {
      host,
      jail: { name: `hoosegow-${info.id}`, lifetime: lives, image },
      takeReady: pool && kind && (async (signal) => pool.take(kind, lifetime, signal, checkin)),
      checkin,
      recorder,
      clock,
      prepareImage,
      restoreImage,
      explain,
      request,
      limits,
      callbacks: callbacksFor(info, options.callbacks ?? {}),
      onTerminal: () => this.#refill(),
      release,
    };
  }

  /** Once it has its result, a dispatch no longer needs the machine, and its image is known to work. */
  #refill(): void {
    const { pool } = this.#parts;
    // The caller that waits for the result comes first.
    if (pool) setImmediate(() => pool.refill());
  }
}

/** Callbacks that get the dispatch with each of its containers. */
function callbacksFor(
  info: DispatchInfo,
  { afterCreate, afterStart, afterStop }: ContainerCallbacks,
): ContainerCallbacks {
  return {
    ...(afterCreate && { afterCreate: (container) => afterCreate(container, info) }),
    ...(afterStart && { afterStart: (container) => afterStart(container, info) }),
    ...(afterStop && { afterStop: (container) => afterStop(container, info) }),
  };
}

/** Milliseconds after its creation from which on any host may remove the container of a dispatch. */
export function lifetimeOf({ timeout }: DispatchLimits): number {
  return timeout + 2 * DEADLINE_MARGIN;
}

/** The limits that the entrypoint must know: what it writes has to keep to them. */
function depthOf({ valueDepth }: DispatchLimits): { readonly valueDepth?: number } {
  return valueDepth === DEFAULT_LIMITS.valueDepth ? {} : { valueDepth };
}

/** `undefined` for a bare process: it reads the inmate when it starts, and would run outdated files after a wait. */
export function kindOf({ host, image }: DispatchTarget): JailKind | undefined {
  return image === null ? undefined : { host, image };
}

/** A call that can be made. */
export interface CheckedCall {
  readonly recorded: RecordedCall;
  readonly request: Uint8Array;
  /** Milliseconds since the call. */
  readonly clock: () => number;
  /** Whether a container that waits for any call can serve it. */
  readonly isCommon: boolean;
  readonly record: string | undefined;
}

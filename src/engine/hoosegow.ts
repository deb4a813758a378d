import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { encodeRequest } from '../wire/request.ts';
import { Dispatch, type PreparedDispatch } from './dispatch.ts';
import { CallSite } from './dispatch/callSite.ts';
import { settingsOf, settingsOfAll, type CallSettings } from './dispatch/callSettings.ts';
import type { AnyInmate, MethodArgs, MethodName, MethodResult, MethodWithoutArgs, MethodYield } from './dispatch/inmateTypes.ts';
import { checkCall, refuseUnknownOptions, signalOf } from './dispatch/knownOptions.ts';
import { describeCall, openRecorder, type RecordedCall } from './dispatch/meta.ts';
import { beforeProcessEnds } from './dispatch/processEnd.ts';
import { UnderWay } from './dispatch/underWay.ts';
import type { DispatchTask } from './dispatchRun.ts';
import { DockerEngine, type BuildOptions } from './dockerEngine.ts';
import type { Engine, Venue } from './engine.ts';
import { UsageError } from './errors.ts';
import { DEFAULT_LIMITS, resolveLimits } from './limits.ts';
import type {
  CloseOptions,
  ContainerCallbacks,
  DispatchInfo,
  DispatchLimits,
  DispatchOptions,
  HoosegowOptions,
} from './options.ts';
import { JailPool, type JailKind } from './pool/jailPool.ts';
import { resolvePoolOptions, type PoolBounds } from './pool/poolOptions.ts';
import { ProcessEngine } from './processEngine.ts';
import type { TakeReadyJail } from './readyJail.ts';
import { Slots } from './slots.ts';

/** Milliseconds that an entrypoint lives on past the timeout, for the case that this host is no longer there. */
const DEADLINE_MARGIN = 10_000;
/** Encoded requests of more bytes are not written into the recording. */
const MAX_RECORDED_REQUEST = 1024 * 1024;

/**
 * Calls methods of an inmate, each in a container of its own, unless the option `pool.reuse` says otherwise.
 *
 * With the type of the inmate's module its methods, their arguments, yields and results are known; without it a method
 * is any text, and what comes back `unknown`. Nothing but the type is ever imported of it.
 *
 * @example
 * const hoosegow = new Hoosegow<typeof import('./my-inmate/inmate.ts')>({ inmateDir: 'my-inmate' });
 * const dispatch = hoosegow.dispatch('render', ['# Hello']);
 * for await (const frame of dispatch) console.log(frame.type, frame.value);
 * const html = await dispatch;
 * await hoosegow.close();
 */
export class Hoosegow<Inmate = AnyInmate> {
  readonly #options: HoosegowOptions;
  /** What holds for a call that names nothing of its own. */
  readonly #settings: CallSettings;
  readonly #engine: Engine;
  readonly #docker: DockerEngine | undefined;
  readonly #slots: Slots;
  readonly #pool: JailPool | undefined;
  readonly #underWay = new UnderWay();
  #closing: Promise<void> | undefined;
  #forgetEnd: (() => void) | undefined;

  /** Nothing is opened or read before the first call. @throws UsageError naming the option that cannot be right */
  constructor(options: HoosegowOptions) {
    refuseUnknownOptions(options);
    if ((options.inmateDir === undefined) === (options.image === undefined)) {
      throw new UsageError('name either inmateDir or image');
    }
    const concurrency = options.concurrency ?? Math.max(4, availableParallelism() * 2);
    if (!Number.isInteger(concurrency) || concurrency < 1) {
      throw new UsageError(`concurrency must be a whole number of at least 1, not ${concurrency}`);
    }
    this.#options = options;
    this.#settings = settingsOfAll(options, resolveLimits(options.limits));
    this.#slots = new Slots(concurrency);
    this.#docker = options.engine === 'process' ? undefined : new DockerEngine(options, this.#settings);
    this.#engine = this.#docker ?? new ProcessEngine(options);
    this.#pool = options.pool && this.#makePool(resolvePoolOptions(options.pool));
  }

  /**
   * Calls a method. The image is built first where it is missing (`autoBuild`); then the timeout begins. It never
   * throws: what cannot be called ends the dispatch like any other failure.
   *
   * @param args anything that msgpack can carry: see `encodeValue`
   */
  dispatch<Name extends MethodName<Inmate>, const Args extends MethodArgs<Inmate, Name>>(
    method: Name,
    args: Args,
    options?: DispatchOptions,
  ): Dispatch<MethodResult<Inmate, Name, Args>, MethodYield<Inmate, Name, Args>>;
  dispatch<Name extends MethodWithoutArgs<Inmate>>(
    method: Name,
    args?: MethodArgs<Inmate, Name>,
    options?: DispatchOptions,
  ): Dispatch<MethodResult<Inmate, Name, readonly []>, MethodYield<Inmate, Name, readonly []>>;
  dispatch(method: string, args: readonly unknown[] = [], options: DispatchOptions = {}): Dispatch<never, never> {
    const id = randomUUID();
    const call = attempt(() => this.#check(method, args, options));
    const info = { id, method: String(method) };
    const end = this.#underWay.begin((reason) => dispatch.cancel(reason));
    const dispatch = new Dispatch<never, never>(async (signal) => this.#prepare(call(), info, signal), {
      ...info,
      site: new CallSite(info.method, this.#folder, this.dispatch),
      signal: signalOf(options),
      onEnd: end,
    });
    return dispatch;
  }

  /**
   * Sees to it that containers wait for the next dispatches, of the folder as it is now; those of earlier contents go.
   * It takes the option `pool`, and does nothing on the process engine.
   *
   * @param options.count how many; the pool's `size` bounds it. Default 1
   * @param options.build whether a missing image is built; otherwise nothing waits without one. Default `autoBuild`
   * @throws {EngineError} where no container could be made
   */
  async warm(options: WarmOptions = {}): Promise<void> {
    await this.#underWay.run('create', options.signal, async (signal) => {
      const pool = this.#pool;
      if (!pool) throw new UsageError('to keep containers waiting, give the option pool');
      const venue = await this.#engine.venue(signal);
      const kind = kindOf(venue);
      if (!kind) return;
      this.#clearAtEnd(pool);
      pool.turnTo(kind);
      if (options.build === false && !(await this.#onDocker('look for an image').imageExists())) return;
      await venue.prepareImage(() => undefined, signal);
      await pool.warm(kind, options.count ?? 1);
    });
  }

  /** Builds the image of the inmate folder, also where it is there already. @returns its name */
  async buildImage(options: BuildOptions = {}): Promise<string> {
    return this.#underWay.run('build', options.signal, (signal) =>
      this.#onDocker('build an image').buildImage({ ...options, signal }),
    );
  }

  /** Name of the image: `hoosegow:` and the hash of the inmate folder's content, or the image that was given. */
  async imageName(): Promise<string> {
    return this.#underWay.run('build', undefined, () => this.#onDocker('name an image').imageName());
  }

  async imageExists(): Promise<boolean> {
    return this.#underWay.run('build', undefined, () => this.#onDocker('look for an image').imageExists());
  }

  /** Removes the images of the inmate folder, also those of earlier contents. @returns their names */
  async cleanup(): Promise<readonly string[]> {
    return this.#underWay.run('remove', undefined, async () => {
      // What waits holds its image.
      await this.#pool?.clear();
      return this.#onDocker('remove images').cleanup();
    });
  }

  /** Removes containers that crashed hosts left behind on the same daemon. @returns their names */
  async sweep(): Promise<readonly string[]> {
    return this.#underWay.run('sweep', undefined, () => this.#engine.sweep());
  }

  /**
   * Takes nothing more, lets what is under way come to its end or cancels it, removes the containers that wait, and ends
   * the connections. A second time it waits for the first, and may cancel what that one waits for.
   *
   * @throws {UsageError} for options that cannot be right
   */
  async close(options: CloseOptions = {}): Promise<void> {
    await this.#underWay.close(options);
    this.#closing ??= this.#letGo();
    await this.#closing;
  }

  /** As `close()`: what is under way comes to its end. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #letGo(): Promise<void> {
    this.#forgetEnd?.();
    await this.#pool?.close();
    await this.#engine.close();
  }

  get #folder(): string | undefined {
    const { inmateDir } = this.#options;
    return inmateDir === undefined ? undefined : resolve(inmateDir);
  }

  #onDocker(task: string): DockerEngine {
    if (!this.#docker) throw new UsageError(`the process engine has no images: only the docker engine can ${task}`);
    return this.#docker;
  }

  /** Everything that can be told at once; the arguments are encoded as they are now. @throws {HoosegowError} */
  #check(method: string, args: readonly unknown[], options: DispatchOptions): CheckedCall {
    this.#underWay.refuseIfClosed();
    checkCall(method, args, options);
    const settings = settingsOf(this.#settings, options);
    const isCommon = this.#engine.check(settings);
    const reuse = isCommon && this.#docker !== undefined && this.#pool?.reuses === true;
    const { limits } = settings;
    const request = encodeRequest(method, args, {
      lease: true,
      deadline: limits.timeout + DEADLINE_MARGIN,
      ...depthOf(limits),
      ...(reuse ? { reuse } : {}),
    });
    const start = performance.now();
    const startedAt = new Date().toISOString();
    const recordedArgs = request.length > MAX_RECORDED_REQUEST ? null : args;
    const recorded = { method, args: recordedArgs, startedAt, settings, reuse };
    return { recorded, request, clock: () => performance.now() - start, isCommon, record: options.record };
  }

  async #prepare(call: CheckedCall, info: DispatchInfo, signal: AbortSignal): Promise<PreparedDispatch> {
    const release = await this.#slots.take(signal);
    try {
      const { settings } = call.recorded;
      const venue = await this.#engine.venue(signal, settings);
      const recorder = openRecorder(call.record, describeCall(venue, this.#options, call.recorded));
      return { task: this.#taskOf(call, info, venue), recorder, release, onTerminal: () => this.#refill() };
    } catch (error) {
      release();
      throw error;
    }
  }

  #taskOf({ recorded, request, clock, isCommon }: CheckedCall, info: DispatchInfo, venue: Venue): PreparedDispatch['task'] {
    const { host, image, prepareImage, explain } = venue;
    const { limits } = recorded.settings;
    const callbacks = callbacksFor(info, this.#options.callbacks ?? {});
    const { lifetime, ...pooling } = this.#pooling(isCommon ? kindOf(venue) : undefined, lifetimeOf(limits));
    const jail = { name: `hoosegow-${info.id}`, lifetime, image };
    return { host, jail, clock, prepareImage, explain, request, limits, callbacks, ...pooling };
  }

  #makePool(bounds: PoolBounds): JailPool {
    const callbacks = this.#options.callbacks ?? {};
    return new JailPool({ ...bounds, lifetime: lifetimeOf(this.#settings.limits), callbacks });
  }

  /** @returns what a dispatch has to do with the pool, and for how long a container must be allowed to live that it makes */
  #pooling(kind: JailKind | undefined, lifetime: number): Pooling {
    const pool = this.#pool;
    if (!pool || !kind) return { lifetime };
    this.#clearAtEnd(pool);
    const loan = pool.lend(kind);
    const takeReady: TakeReadyJail = (signal) => pool.take(kind, lifetime, signal, loan);
    return loan ? { takeReady, comeback: loan, lifetime: pool.lifetimeToKeep(lifetime) } : { takeReady, lifetime };
  }

  #clearAtEnd(pool: JailPool): void {
    this.#forgetEnd ??= beforeProcessEnds(() => {
      this.#forgetEnd = undefined;
      return pool.clear();
    });
  }

  /** From its result on, a dispatch has no need of the machine, and its image is known to work. */
  #refill(): void {
    const pool = this.#pool;
    // Whoever waits for the result comes first.
    if (pool) setImmediate(() => pool.refill());
  }
}

/** Runs a task now, and gives or throws what came of it when it is asked for. */
function attempt<T>(task: () => T): () => T {
  try {
    const result = task();
    return () => result;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

/** Each container of a dispatch is told of with the dispatch. */
function callbacksFor(info: DispatchInfo, { afterCreate, afterStart, afterStop }: ContainerCallbacks): ContainerCallbacks {
  return {
    ...(afterCreate && { afterCreate: (container) => afterCreate(container, info) }),
    ...(afterStart && { afterStart: (container) => afterStart(container, info) }),
    ...(afterStop && { afterStop: (container) => afterStop(container, info) }),
  };
}

/** Milliseconds after its creation from which on anybody may remove the container of a dispatch. */
function lifetimeOf({ timeout }: DispatchLimits): number {
  return timeout + 2 * DEADLINE_MARGIN;
}

/** What an entrypoint has to know of the limits: what it writes keeps to them. */
function depthOf({ valueDepth }: DispatchLimits): { readonly valueDepth?: number } {
  return valueDepth === DEFAULT_LIMITS.valueDepth ? {} : { valueDepth };
}

/** A bare process reads the inmate when it starts, so that one that waits would run what the folder held before. */
function kindOf({ host, image }: Venue): JailKind | undefined {
  return image === null ? undefined : { host, image };
}

export interface WarmOptions {
  readonly count?: number;
  readonly build?: boolean;
  readonly signal?: AbortSignal;
}

type Pooling = Pick<DispatchTask, 'takeReady' | 'comeback'> & { readonly lifetime: number };

/** A call that can be made. */
interface CheckedCall {
  readonly recorded: RecordedCall;
  readonly request: Uint8Array;
  /** Milliseconds since the call. */
  readonly clock: () => number;
  /** Whether a container that waits for any call serves it. */
  readonly isCommon: boolean;
  readonly record: string | undefined;
}

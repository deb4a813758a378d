import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { checkBuildOptions, checkCloseOptions, checkOptions, checkWarmOptions } from './options/checkOptions.ts';
import { Dispatch } from './dispatch/dispatch.ts';
import type { Admission } from './calls/admission.ts';
import { admissionOf } from './calls/admissionOf.ts';
import { Caller, kindOf, lifetimeOf } from './calls/caller.ts';
import { CallSite } from './dispatch/callSite.ts';
import { settingsOfAll } from './options/callSettings.ts';
import type { EngineCounts } from './options/counts.ts';
import { isEngineKind, type EngineKind } from './options/engineKind.ts';
import type {
  AnyInmate,
  MethodArgs,
  MethodName,
  MethodResult,
  MethodWithoutArgs,
  MethodYield,
} from './calls/inmateTypes.ts';
import { signalOf } from './options/checkCall.ts';
import { beforeProcessEnds } from './async/processEnd.ts';
import { UnderWay } from './calls/underWay.ts';
import { DockerEngine } from './hosts/docker/dockerEngine.ts';
import type { Engine } from './hosts/engine.ts';
import type { BuildOptions } from './hosts/docker/images/projectImages.ts';
import { UsageError } from './errors/errors.ts';
import { ImageGoneError } from './errors/imageGone.ts';
import { resolveLimits } from './options/limits.ts';
import { ownOptions } from './options/ownOptions.ts';
import type { CloseOptions, DispatchInfo, DispatchOptions, HoosegowOptions } from './options/options.ts';
import { isObserved, tellCounts } from './observability/channels.ts';
import { ObservedDispatch, type DispatchFacts } from './observability/observedDispatch.ts';
import { JailPool } from './pool/jailPool.ts';
import { resolvePoolOptions } from './options/poolOptions.ts';
import type { WarmOptions } from './options/taskOptions.ts';
import { ProcessEngine } from './hosts/process/processEngine.ts';

/**
 * Calls methods of an inmate, each in a container of its own, unless the option `pool.reuse` says otherwise.
 *
 * With the type of the inmate's module its methods, their arguments, yields and results are typed; without it a method
 * is any string, and its result `unknown`. Only the type is imported, never the module.
 *
 * @example
 * const hoosegow = new Hoosegow<typeof import('./my-inmate/inmate.ts')>({ inmateDir: 'my-inmate' });
 * const dispatch = hoosegow.dispatch('render', ['# Hello']);
 * for await (const frame of dispatch) console.log(frame.type, frame.value);
 * const html = await dispatch;
 * await hoosegow.close();
 */
export class Hoosegow<Inmate = AnyInmate> {
  /** Absolute path of the inmate's folder. */
  readonly #folder: string | undefined;
  readonly #image: string | null;
  readonly #kind: EngineKind;
  readonly #engine: Engine;
  readonly #docker: DockerEngine | undefined;
  readonly #admission: Admission;
  readonly #caller: Caller;
  readonly #pool: JailPool | undefined;
  readonly #hasPool: boolean;
  readonly #underWay: UnderWay;
  #closing: Promise<void> | undefined;
  #forgetEnd: (() => void) | undefined;

  /** Nothing is opened or read before the first call. @throws UsageError naming the invalid option */
  constructor(given: HoosegowOptions) {
    checkOptions(given);
    const options = ownOptions(given);
    if ((options.inmateDir === undefined) === (options.image === undefined)) {
      throw new UsageError('name either inmateDir or image');
    }
    this.#folder = options.inmateDir === undefined ? undefined : resolve(options.inmateDir);
    this.#image = options.image ?? null;
    const settings = settingsOfAll(options, resolveLimits(options.limits));
    this.#admission = admissionOf(options);
    const { docker, circle } = this.#admission;
    this.#underWay = new UnderWay(circle);
    // A shared engine is Docker.
    this.#kind = isEngineKind(options.engine) ? options.engine : 'docker';
    switch (this.#kind) {
      case 'docker':
        this.#engine = this.#docker = new DockerEngine(options, settings, docker);
        break;
      case 'process':
        this.#engine = new ProcessEngine(options);
        break;
    }
    const { callbacks = {} } = options;
    const bounds = options.pool && resolvePoolOptions(options.pool, settings.limits.timeout);
    const lifetime = lifetimeOf(settings.limits);
    const onIdle = (): void => this.#admission.onIdle();
    const onChange = (image: string): void => tellCounts({ inmateDir: this.#folder ?? null, image }, () => this.counts);
    // A bare process is never kept waiting.
    this.#pool = bounds && this.#docker && new JailPool({ ...bounds, lifetime, callbacks, onIdle, onChange });
    if (this.#pool) this.#admission.join(this.#pool);
    const onPooling = (): void => this.#clearAtEnd();
    const parts = { options, settings, engine: this.#engine, admission: this.#admission, pool: this.#pool, onPooling };
    this.#caller = new Caller(parts);
    this.#hasPool = bounds !== undefined;
  }

  /**
   * Calls a method. The image is built first where it is missing (`autoBuild`); then the timeout begins. It never
   * throws: a call that cannot be made ends the dispatch like any other failure.
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
    const call = attempt(() => {
      this.#underWay.refuseIfClosed();
      return this.#caller.check(method, args, options);
    });
    const info = { id, method: nameOf(method) };
    const end = this.#underWay.begin((reason) => dispatch.cancel(reason));
    // oxlint-disable-next-line typescript/unbound-method -- it is never called
    const site = new CallSite(info.method, this.#folder, this.dispatch);
    const make = (observed?: ObservedDispatch): Dispatch<never, never> =>
      new Dispatch(async (signal) => this.#caller.prepare(call(), info, signal, observed), {
        ...info,
        site,
        signal: signalOf(options),
        onEnd: (outcome, error) => {
          end();
          observed?.finish(outcome, error);
        },
      });
    const dispatch = isObserved() ? ObservedDispatch.begin(this.#factsOf(info), make) : make();
    return dispatch;
  }

  #factsOf(info: DispatchInfo): DispatchFacts {
    return {
      ...info,
      inmateDir: this.#folder ?? null,
      image: this.#image,
      engine: this.#kind,
      counts: () => this.counts,
    };
  }

  /**
   * Makes containers wait for the next dispatches, with the inmate loaded from the folder as it is now; those of
   * earlier contents are removed. It requires the option `pool`, and does nothing on the process engine.
   *
   * @param options.count how many; at most the pool's `size`. Default 1
   * @param options.build whether a missing image is built; otherwise nothing waits without one. Default `autoBuild`
   * @throws {InmateImportError} where the inmate's module cannot be loaded
   * @throws {InmateLoadError} where it is not loaded in time (`pool.loading`), or ends its container
   * @throws {EngineError} where no container could be made
   */
  async warm(options: WarmOptions = {}): Promise<void> {
    checkWarmOptions(options);
    await this.#underWay.run('create', options.signal, async (signal) => {
      if (!this.#hasPool) throw new UsageError('to keep containers waiting, give the option pool');
      const pool = this.#pool;
      const target = await this.#caller.target(signal);
      const kind = kindOf(target);
      if (!kind || !pool) return;
      this.#clearAtEnd();
      pool.switchTo(kind);
      if (options.build === false && !(await this.#onDocker('look for an image').imageExists())) return;
      await target.prepareImage(() => undefined, signal);
      try {
        await pool.warm(kind, options.count ?? 1, signal);
      } catch (error) {
        if (!(error instanceof ImageGoneError) || !target.restoreImage) throw error;
        await target.restoreImage(() => undefined, signal);
        await pool.warm(kind, options.count ?? 1, signal);
      }
    });
  }

  /** What is under way now; on a shared engine, only what is of this inmate. */
  get counts(): EngineCounts {
    return this.#caller.counts;
  }

  /** Builds the image of the inmate folder, even if it exists. @returns its name */
  async buildImage(options: BuildOptions = {}): Promise<string> {
    checkBuildOptions(options);
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
      // Waiting containers hold their image.
      await this.#pool?.clear();
      return this.#onDocker('remove images').cleanup();
    });
  }

  /** Removes containers that crashed hosts left behind on the same daemon. @returns their names */
  async sweep(): Promise<readonly string[]> {
    return this.#underWay.run('sweep', undefined, () => this.#engine.sweep());
  }

  /**
   * Accepts no more work, waits for what is under way or cancels it, removes the containers that wait, and ends the
   * connections. A second call waits for the first, and may cancel what that one waits for.
   *
   * @throws {UsageError} for invalid options
   */
  async close(options: CloseOptions = {}): Promise<void> {
    checkCloseOptions(options);
    await this.#underWay.close(options);
    this.#closing ??= this.#letGo();
    await this.#closing;
  }

  /** As `close()`: waits for what is under way. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #letGo(): Promise<void> {
    this.#forgetEnd?.();
    await this.#pool?.close();
    this.#admission.leave();
    await this.#engine.close();
  }

  #onDocker(task: string): DockerEngine {
    if (!this.#docker) throw new UsageError(`the process engine has no images: only the docker engine can ${task}`);
    return this.#docker;
  }

  /** No container is left behind even if the caller forgets `close`. */
  #clearAtEnd(): void {
    this.#forgetEnd ??= beforeProcessEnds(async () => {
      this.#forgetEnd = undefined;
      await this.#pool?.clear();
    });
  }
}

/** Text for a value of any kind: a symbol is converted only explicitly. */
function nameOf(method: unknown): string {
  return String(method);
}

/** Runs a task now; the returned function gives its result, or throws its error. */
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

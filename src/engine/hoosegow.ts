import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { DispatchMeta } from '../recording/event.ts';
import { RecordingWriter } from '../recording/recordingWriter.ts';
import { encodeRequest } from '../wire/request.ts';
import { Dispatch, type PreparedDispatch } from './dispatch.ts';
import type { DispatchTask } from './dispatchRun.ts';
import { DockerEngine, type BuildOptions } from './dockerEngine.ts';
import { ownAdmission, type Admission } from './dispatch/admission.ts';
import { BoundedHost } from './dispatch/boundedHost.ts';
import { ContainerPlaces } from './dispatch/containerPlaces.ts';
import type { EngineCounts } from './dispatch/counts.ts';
import { SharedEngine } from './dispatch/sharedEngine.ts';
import type { Engine, Venue } from './engine.ts';
import { EngineError, InmateRuntimeError, toError, UsageError } from './errors.ts';
import { DEFAULT_LIMITS, resolveLimits } from './limits.ts';
import type { DispatchLimits, DispatchOptions, HoosegowOptions } from './options.ts';
import type { ContainerHost } from './containerHost.ts';
import { JailPool } from './pool/jailPool.ts';
import type { JailKind } from './pool/supply.ts';
import { resolvePoolOptions, type PoolBounds } from './pool/poolOptions.ts';
import { ProcessEngine } from './processEngine.ts';
import type { TakeReadyJail } from './readyJail.ts';

/** Milliseconds that an entrypoint lives on past the timeout, for the case that this host is no longer there. */
const DEADLINE_MARGIN = 10_000;
/** Encoded requests of more bytes are not written into the recording. */
const MAX_RECORDED_REQUEST = 1024 * 1024;

/**
 * Calls methods of an inmate, each in a container of its own, unless the option `pool.reuse` says otherwise.
 *
 * @example
 * const hoosegow = new Hoosegow({ inmateDir: 'my-inmate' });
 * const dispatch = hoosegow.dispatch('render', ['# Hello']);
 * for await (const frame of dispatch) console.log(frame.type, frame.value);
 * const html = await dispatch;
 * await hoosegow.close();
 */
export class Hoosegow {
  readonly #options: HoosegowOptions;
  readonly #limits: DispatchLimits;
  readonly #engine: Engine;
  readonly #docker: DockerEngine | undefined;
  readonly #admission: Admission;
  /** Of this inmate alone. */
  readonly #containers = new ContainerPlaces(Infinity);
  /** What `#bounded` has made of a host. */
  readonly #hosts = new WeakMap<ContainerHost, ContainerHost>();
  readonly #pool: JailPool | undefined;
  /** Said to containers and in recordings, where a container may serve several dispatches. */
  readonly #reuse: { readonly reuse?: true };

  /** Nothing is opened or read before the first call. @throws UsageError naming the option that cannot be right */
  constructor(options: HoosegowOptions) {
    if ((options.inmateDir === undefined) === (options.image === undefined)) {
      throw new UsageError('name either inmateDir or image');
    }
    this.#options = options;
    this.#limits = resolveLimits(options.limits);
    this.#admission = admissionOf(options);
    this.#docker =
      options.engine === 'process' ? undefined : new DockerEngine(options, this.#limits, this.#admission.docker);
    this.#engine = this.#docker ?? new ProcessEngine(options);
    this.#pool = options.pool && this.#makePool(resolvePoolOptions(options.pool, this.#limits.timeout));
    if (this.#pool) this.#admission.join(this.#pool);
    this.#reuse = this.#docker && this.#pool?.reuses ? { reuse: true } : {};
  }

  /**
   * Calls a method. The image is built first where it is missing (`autoBuild`); then the timeout begins.
   *
   * @param args anything that msgpack can carry: see `encodeValue`
   * @throws UnencodableValueError naming the argument that has no faithful form in msgpack
   */
  dispatch(method: string, args: readonly unknown[] = [], options: DispatchOptions = {}): Dispatch {
    const limits =
      options.timeout === undefined ? this.#limits : resolveLimits({ ...this.#limits, timeout: options.timeout });
    const deadline = limits.timeout + DEADLINE_MARGIN;
    const request = encodeRequest(method, args, { lease: true, deadline, ...depthOf(limits), ...this.#reuse });
    const start = performance.now();
    const startedAt = new Date().toISOString();
    const clock = (): number => performance.now() - start;
    const dispatch = new Dispatch(async (signal) => {
      const release = await this.#admission.take(signal);
      try {
        const venue = await this.#venue(signal);
        const meta = this.#meta(venue, method, request.length > MAX_RECORDED_REQUEST ? null : args, startedAt, limits);
        return this.#prepare({ venue, meta, request, limits, clock, release, record: options.record });
      } catch (error) {
        release();
        throw error;
      }
    }, options.signal);
    this.#refillAfter(dispatch);
    return dispatch;
  }

  /**
   * Sees to it that containers wait for the next dispatches, of the folder as it is now, with their inmate loaded; those
   * of earlier contents go.
   * It takes the option `pool`, and does nothing on the process engine.
   *
   * @param options.count how many; the pool's `size` bounds it. Default 1
   * @param options.build whether a missing image is built; otherwise nothing waits without one. Default `autoBuild`
   * @throws {InmateImportError} where the inmate's module cannot be loaded
   * @throws {InmateLoadError} where it is not loaded in time (`pool.loading`), or ends its container
   * @throws {EngineError} where no container could be made
   */
  async warm(options: WarmOptions = {}): Promise<void> {
    const pool = this.#pool;
    if (!pool) throw new UsageError('to keep containers waiting, give the option pool');
    const signal = options.signal ?? new AbortController().signal;
    const venue = await this.#venue(signal);
    const kind = kindOf(venue);
    if (!kind) return;
    pool.turnTo(kind);
    if (options.build === false && !(await this.#onDocker('look for an image').imageExists())) return;
    await venue.prepareImage(() => undefined, signal);
    await pool.warm(kind, options.count ?? 1, signal);
  }

  /** What it has under way now; on a shared engine, what this inmate has of it. */
  get counts(): EngineCounts {
    const { queued, running } = this.#admission;
    const waiting = this.#pool?.ready ?? 0;
    const loading = waiting - (this.#pool?.loaded ?? 0);
    const { taken: containers, created } = this.#containers;
    return { queued, running, waiting, loading, containers, created };
  }

  /** Builds the image of the inmate folder, also where it is there already. @returns its name */
  async buildImage(options: BuildOptions = {}): Promise<string> {
    return this.#onDocker('build an image').buildImage(options);
  }

  /** Name of the image: `hoosegow:` and the hash of the inmate folder's content, or the image that was given. */
  async imageName(): Promise<string> {
    return this.#onDocker('name an image').imageName();
  }

  async imageExists(): Promise<boolean> {
    return this.#onDocker('look for an image').imageExists();
  }

  /** Removes the images of the inmate folder, also those of earlier contents. @returns their names */
  async cleanup(): Promise<readonly string[]> {
    // What waits holds its image.
    await this.#pool?.clear();
    return this.#onDocker('remove images').cleanup();
  }

  /** Removes containers that crashed hosts left behind on the same daemon. @returns their names */
  async sweep(): Promise<readonly string[]> {
    return this.#engine.sweep();
  }

  /** Removes the containers that wait, and ends the connections. Dispatches that are under way must have ended before. */
  async close(): Promise<void> {
    await this.#pool?.close();
    this.#admission.leave();
    await this.#engine.close();
  }

  async #venue(signal: AbortSignal): Promise<Venue> {
    const venue = await this.#engine.venue(signal);
    return { ...venue, host: this.#bounded(venue.host) };
  }

  #bounded(host: ContainerHost): ContainerHost {
    const known = this.#hosts.get(host);
    if (known) return known;
    const bounded = new BoundedHost(this.#admission.bound(host), this.#containers);
    this.#hosts.set(host, bounded);
    return bounded;
  }

  #onDocker(task: string): DockerEngine {
    if (!this.#docker) throw new UsageError(`the process engine has no images: only the docker engine can ${task}`);
    return this.#docker;
  }

  #prepare(plan: Plan): PreparedDispatch {
    const { venue, meta, request, limits, clock, release, record } = plan;
    const recorder = openRecorder(record, meta);
    const { host, image, prepareImage, explain } = venue;
    const callbacks = this.#options.callbacks ?? {};
    const { lifetime, ...pooling } = this.#pooling(venue, lifetimeOf(limits));
    const jail = { name: `hoosegow-${randomUUID()}`, lifetime, image };
    const task = { host, jail, clock, prepareImage, explain, request, limits, callbacks, ...pooling };
    return { task, recorder, release };
  }

  #makePool(bounds: PoolBounds): JailPool {
    const callbacks = this.#options.callbacks ?? {};
    return new JailPool({
      ...bounds,
      lifetime: lifetimeOf(this.#limits),
      callbacks,
      onIdle: () => this.#admission.onIdle(),
    });
  }

  /** @returns what a dispatch has to do with the pool, and for how long a container must be allowed to live that it makes */
  #pooling(venue: Venue, lifetime: number): Pooling {
    const pool = this.#pool;
    const kind = kindOf(venue);
    if (!pool || !kind) return { lifetime };
    const loan = pool.lend(kind);
    const takeReady: TakeReadyJail = (signal) => pool.take(kind, lifetime, signal, loan);
    return loan ? { takeReady, comeback: loan, lifetime: pool.lifetimeToKeep(lifetime) } : { takeReady, lifetime };
  }

  /** From its result on, a dispatch has no need of the machine, and its image is known to work. */
  #refillAfter(dispatch: Dispatch): void {
    const pool = this.#pool;
    if (!pool) return;
    // Whoever waits for the result comes first.
    const refill = (): void => void setImmediate(() => pool.refill());
    dispatch.then(refill, (error: unknown) => {
      if (error instanceof InmateRuntimeError) refill();
    });
  }

  #meta(
    { host, image }: Venue,
    method: string,
    args: readonly unknown[] | null,
    startedAt: string,
    limits: DispatchLimits,
  ): DispatchMeta {
    const { inmateDir, runtime, env = {} } = this.#options;
    const names = Object.keys(env);
    return {
      method,
      args,
      startedAt,
      engine: host.kind,
      endpoint: host.endpoint,
      image,
      runtime: runtime ?? null,
      limits: host.kind === 'process' ? limitsOfProcesses(limits) : { ...limits },
      isolation: host.isolation,
      inmateDir: inmateDir === undefined ? null : resolve(inmateDir),
      ...(names.length > 0 ? { env: names } : {}),
      ...this.#reuse,
    };
  }
}

/** @throws {UsageError} naming the option that cannot be right */
function admissionOf({ engine, docker, concurrency }: HoosegowOptions): Admission {
  if (engine instanceof SharedEngine) {
    const [named] = Object.entries({ docker, concurrency }).find(([, value]) => value !== undefined) ?? [];
    if (named !== undefined) throw new UsageError(`${named} is the shared engine's: give it to that`);
    return engine.admit();
  }
  if (engine !== undefined && engine !== 'docker' && engine !== 'process') {
    throw new UsageError('engine must be "docker", "process" or a SharedEngine, and that of this copy of the package');
  }
  const places = concurrency ?? Math.max(4, availableParallelism() * 2);
  if (!Number.isInteger(places) || places < 1) {
    throw new UsageError(`concurrency must be a whole number of at least 1, not ${places}`);
  }
  return ownAdmission(places);
}

/** @throws {EngineError} where it cannot be made */
function openRecorder(record: string | undefined, meta: DispatchMeta): RecordingWriter {
  try {
    return record === undefined ? RecordingWriter.spool(meta) : RecordingWriter.create(record, meta);
  } catch (error) {
    throw new EngineError(toError(error).message, 'record', { cause: error });
  }
}

/** Milliseconds after its creation from which on anybody may remove the container of a dispatch. */
function lifetimeOf({ timeout }: DispatchLimits): number {
  return timeout + 2 * DEADLINE_MARGIN;
}

/** A recording names no limit that held nothing. */
function limitsOfProcesses({
  memory: _m,
  cpus: _c,
  pids: _p,
  tmpBytes: _t,
  ...held
}: DispatchLimits): DispatchMeta['limits'] {
  return held;
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

interface Plan {
  readonly venue: Venue;
  readonly meta: DispatchMeta;
  readonly request: Uint8Array;
  readonly limits: DispatchLimits;
  readonly clock: () => number;
  readonly release: () => void;
  readonly record: string | undefined;
}

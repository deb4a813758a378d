import type { ContainerHost, Jail, JailSink, JailSpec, JailStreams } from '../hosts/containerHost.ts';
import { openJail } from '../dispatch/openJail.ts';
import type { ContainerCallbacks } from '../options/options.ts';
import type { OwnJail, ReadyJail } from '../dispatch/readyJail.ts';
import { BufferedOutput } from '../dispatch/bufferedOutput.ts';
import { IdleWatch } from './idleWatch.ts';
import { LentStreams } from './lentStreams.ts';
import { LoadedFilter } from './loadedFilter.ts';
import { Loading, type LoadState } from './loading.ts';

export interface WaitingOrder {
  readonly host: ContainerHost;
  readonly spec: JailSpec;
  readonly callbacks: ContainerCallbacks;
  readonly signal: AbortSignal;
  /** Milliseconds in which the inmate's module must be loaded. */
  readonly loading: number;
  /** Whether the image's entrypoint is known to report nothing of that. */
  readonly isSilent: boolean;
}

/** Why a jail that waits must not be handed out: it, or the connection to it, has ended, it has printed more than can
 * be kept, its inmate cannot be loaded or not in time, or it takes too much processor time and cannot be paused. */
export type Fault = 'ended' | 'output' | 'failed' | 'late' | 'busy';

/**
 * A jail that waits for its dispatch, the first or a further one. It reports when it ends, and when its inmate is
 * loaded; it is asked for nothing except, now and then, how much processor time it takes.
 */
export class IdleJail implements ReadyJail {
  readonly host: ContainerHost;
  readonly name: string;
  readonly jail: Jail;
  readonly #output: BufferedOutput;
  readonly #lent: LentStreams;
  readonly #lifetime: number;
  readonly #createdAt: number;
  readonly #loading: Loading | undefined;
  #watch: IdleWatch | undefined;
  #streams: JailStreams;
  #waitingSince = Date.now();
  #served = 0;
  #fault: Fault | undefined;
  #onLost: () => void = () => undefined;

  /** For a jail that was started by `make` or, then without `loading`, by a dispatch for itself. */
  constructor({ host, spec, jail, streams, output, createdAt }: OwnJail, loading?: Loading) {
    this.host = host;
    this.name = spec.name;
    this.jail = jail;
    this.#output = output;
    this.#loading = loading;
    const onEnd = (): void => this.#lose('ended');
    const onDrained = (): void => {
      output.end();
      onEnd();
    };
    // Its output ends when it dies, and also when only the connection to it does. These listeners come first.
    streams.drained.then(onDrained, onDrained);
    streams.ended.then(onEnd, onEnd);
    this.#lent = new LentStreams(streams);
    this.#streams = this.#lent.lend();
    this.#lifetime = spec.lifetime;
    this.#createdAt = createdAt;
    output.onOverflow(() => this.#lose('output'));
    loading?.onUseless(() => this.#lose(loading.state === 'late' ? 'late' : 'failed'));
  }

  /** Makes one; nothing of it is left where that fails. */
  static async make(order: WaitingOrder): Promise<IdleJail> {
    const createdAt = Date.now();
    const opened: { jail?: Jail } = {};
    const loading = new Loading(order.loading);
    const output = new BufferedOutput(new LoadedFilter((loaded) => loading.onLoaded(loaded)), () => loading.over());
    try {
      const { jail, streams } = await openJail({
        ...order,
        sink: output,
        onJail: (made) => (opened.jail = made),
        onStreams: () => undefined,
        onStep: () => undefined,
      });
      loading.begin(order.isSilent);
      return new IdleJail({ ...order, jail, streams, output, createdAt }, loading);
    } catch (error) {
      loading.stop();
      await clearAway(order.host, order.spec.name, opened.jail);
      throw error;
    }
  }

  get streams(): JailStreams {
    return this.#streams;
  }

  get waitingSince(): number {
    return this.#waitingSince;
  }

  get served(): number {
    return this.#served;
  }

  /** Whether a call finds the inmate loaded. */
  get isLoaded(): boolean {
    return this.#loading?.isLoaded ?? true;
  }

  /** Settles when it is known whether the inmate is loaded, or could be; never rejects. */
  get loaded(): Promise<LoadState> {
    return this.#loading?.settled ?? Promise.resolve('loaded');
  }

  /** Whether it must be resumed to be taken, which takes a while. */
  get isPaused(): boolean {
    return this.#watch?.isPaused === true;
  }

  /** Why it must not be handed out. */
  get fault(): Fault | undefined {
    return this.#fault;
  }

  /** Milliseconds from now on after which any host may remove it. */
  get lifetimeLeft(): number {
    return this.#createdAt + this.#lifetime - Date.now();
  }

  /** From now on it may be taken, and is watched. @param listener called once, when it is lost before it is taken */
  keep(listener: () => void): void {
    this.#lent.holdProcess(false);
    this.#onLost = listener;
    this.#watch = new IdleWatch(this.jail, () => this.#lose('busy'));
    if (this.#fault) listener();
  }

  /** It can no longer be taken. */
  unkeep(): void {
    this.#lent.holdProcess(true);
    this.#onLost = () => undefined;
    this.#watch?.stop();
  }

  /** Resumes it where it was paused. @throws where that fails */
  async wake(): Promise<void> {
    await this.#watch?.wake();
    this.#watch = undefined;
  }

  readonly handOver = (sink: JailSink): void => {
    this.#loading?.stop();
    this.#output.handOver(sink);
  };

  /** It waits again. What it prints from now on belongs to no request. */
  comeBack(): void {
    this.#served++;
    this.#waitingSince = Date.now();
    this.#streams = this.#lent.lend();
    this.#output.refuse();
  }

  /** Ends and removes it without a request. */
  async discard({ afterStop }: ContainerCallbacks): Promise<void> {
    this.unkeep();
    this.#loading?.stop();
    await clearAway(this.host, this.name, this.jail);
    await afterStop?.(this.jail.id);
  }

  #lose(fault: Fault): void {
    if (this.#fault) return;
    this.#fault = fault;
    this.#loading?.lost();
    this.#onLost();
  }
}

async function clearAway(host: ContainerHost, name: string, jail: Jail | undefined): Promise<void> {
  try {
    await host.remove(name);
  } finally {
    jail?.close();
  }
}

import type { ContainerHost, Jail, JailSink, JailSpec, JailStreams } from '../containerHost.ts';
import { openJail } from '../openJail.ts';
import type { ContainerCallbacks } from '../options.ts';
import type { OwnJail, ReadyJail } from '../readyJail.ts';
import { HeldOutput } from './heldOutput.ts';
import { LentStreams } from './lentStreams.ts';

export interface WaitingOrder {
  readonly host: ContainerHost;
  readonly spec: JailSpec;
  readonly callbacks: ContainerCallbacks;
  readonly signal: AbortSignal;
}

/**
 * A jail that waits for its dispatch, the first or a further one. It costs nothing but what it holds: nobody asks after
 * it, it says when it ends.
 */
export class WaitingJail implements ReadyJail {
  readonly host: ContainerHost;
  readonly name: string;
  readonly jail: Jail;
  readonly #output: HeldOutput;
  readonly #lent: LentStreams;
  readonly #lifetime: number;
  readonly #createdAt: number;
  #streams: JailStreams;
  #waitingSince = Date.now();
  #served = 0;
  #lost = false;
  #onLost: () => void = () => undefined;

  /** Of a jail that is started, by `make` or by a dispatch for itself. */
  constructor({ host, spec, jail, streams, output, createdAt }: OwnJail) {
    this.host = host;
    this.name = spec.name;
    this.jail = jail;
    this.#output = output;
    this.#lent = new LentStreams(streams);
    this.#streams = this.#lent.lend();
    this.#lifetime = spec.lifetime;
    this.#createdAt = createdAt;
    const lose = (): void => this.#lose();
    this.#output.onOverflow(lose);
    // Its output ends when it dies, and also when only the connection to it does.
    streams.drained.then(lose, lose);
    streams.ended.then(lose, lose);
  }

  /** Makes one; nothing of it is left where that fails. */
  static async make(order: WaitingOrder): Promise<WaitingJail> {
    const createdAt = Date.now();
    const opened: { jail?: Jail } = {};
    const output = new HeldOutput();
    try {
      const { jail, streams } = await openJail({
        ...order,
        sink: output,
        onJail: (made) => (opened.jail = made),
        onStreams: () => undefined,
        onStep: () => undefined,
      });
      return new WaitingJail({ ...order, jail, streams, output, createdAt });
    } catch (error) {
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

  /** Whether it has ended, or has printed what cannot be kept: it is not to be handed out. */
  get lost(): boolean {
    return this.#lost;
  }

  /** Milliseconds from now on after which anybody may remove it. */
  get lifetimeLeft(): number {
    return this.#createdAt + this.#lifetime - Date.now();
  }

  /** @param listener called once, when it is lost before it was handed over */
  onLost(listener: () => void): void {
    this.#onLost = listener;
    if (this.#lost) listener();
  }

  readonly handOver = (sink: JailSink): void => {
    this.#onLost = () => undefined;
    this.#output.handOver(sink);
  };

  /** It waits again. What it says from now on, it says unasked. */
  comeBack(): void {
    this.#served++;
    this.#waitingSince = Date.now();
    this.#streams = this.#lent.lend();
    this.#output.refuse();
  }

  /** Ends and removes it, nobody having asked it for anything. */
  async discard({ afterStop }: ContainerCallbacks): Promise<void> {
    this.#onLost = () => undefined;
    await clearAway(this.host, this.name, this.jail);
    await afterStop?.(this.jail.id);
  }

  #lose(): void {
    if (this.#lost) return;
    this.#lost = true;
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

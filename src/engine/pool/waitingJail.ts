import type { ContainerHost, Jail, JailSink, JailSpec, JailStreams } from '../containerHost.ts';
import { openJail } from '../openJail.ts';
import type { ContainerCallbacks } from '../options.ts';
import type { ReadyJail } from '../readyJail.ts';
import { HeldOutput } from './heldOutput.ts';

export interface WaitingOrder {
  readonly host: ContainerHost;
  readonly spec: JailSpec;
  readonly callbacks: ContainerCallbacks;
  readonly signal: AbortSignal;
}

/** A jail that waits for its dispatch. It costs nothing but what it holds: nobody asks after it, it says when it ends. */
export class WaitingJail implements ReadyJail {
  readonly host: ContainerHost;
  readonly name: string;
  readonly jail: Jail;
  readonly streams: JailStreams;
  readonly startedAt = Date.now();
  readonly #output: HeldOutput;
  readonly #lifetime: number;
  readonly #createdAt: number;
  #lost = false;
  #onLost: () => void = () => undefined;

  private constructor({ host, spec }: WaitingOrder, opened: Opened) {
    this.host = host;
    this.name = spec.name;
    this.jail = opened.jail;
    this.streams = opened.streams;
    this.#output = opened.output;
    this.#lifetime = spec.lifetime;
    this.#createdAt = opened.createdAt;
    const lose = (): void => this.#lose();
    this.#output.onOverflow(lose);
    // Its output ends when it dies, and also when only the connection to it does.
    this.streams.drained.then(lose, lose);
    this.streams.ended.then(lose, lose);
  }

  /** Makes one; nothing of it is left where that fails. */
  static async make(order: WaitingOrder): Promise<WaitingJail> {
    const createdAt = Date.now();
    const opened: { jail?: Jail; streams?: JailStreams } = {};
    const output = new HeldOutput();
    try {
      await openJail({
        ...order,
        sink: output,
        onJail: (jail) => (opened.jail = jail),
        onStreams: (streams) => (opened.streams = streams),
        onStep: () => undefined,
      });
      const { jail, streams } = opened;
      if (!jail || !streams) throw new TypeError('a jail that was opened has no streams');
      return new WaitingJail(order, { jail, streams, output, createdAt });
    } catch (error) {
      await clearAway(order.host, order.spec.name, opened.jail);
      throw error;
    }
  }

  /** Whether it has ended, or has printed more than can be kept: it is not to be handed out. */
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

interface Opened {
  readonly jail: Jail;
  readonly streams: JailStreams;
  readonly output: HeldOutput;
  readonly createdAt: number;
}

async function clearAway(host: ContainerHost, name: string, jail: Jail | undefined): Promise<void> {
  try {
    await host.remove(name);
  } finally {
    jail?.close();
  }
}

import type {
  ContainerHost,
  Jail,
  JailEnd,
  JailSink,
  JailSpec,
  JailStreams,
  Removal,
} from '../../src/engine/hosts/containerHost.ts';
import { encodeLoaded } from '../../src/wire/loadedSignal.ts';
import { Deferred } from '../../src/engine/async/deferred.ts';

/** What a scripted jail can do, beside what the dispatcher makes it do. */
export interface ScriptedJail {
  readonly sink: JailSink;
  /** What the dispatcher wrote to stdin so far. */
  readonly written: Uint8Array[];
  /** The end of all output, and of the jail. */
  end(end?: Partial<JailEnd>): void;
  /** The output ends; the jail does not. */
  drain(): void;
  break(error: Error): void;
}

export interface Script {
  /** Runs when the jail is started. */
  readonly started?: (jail: ScriptedJail) => void;
  readonly stdinClosed?: (jail: ScriptedJail) => void;
  /** Default: the jail ends by SIGKILL. */
  readonly killed?: (jail: ScriptedJail) => void | Promise<void>;
  readonly create?: () => Promise<void>;
  readonly attach?: () => Promise<void>;
  readonly remove?: (name: string, isKilled: boolean | undefined) => Promise<void>;
  readonly notes?: readonly string[];
  /** Whether a waiting jail does not say at once that its inmate is loaded. */
  readonly saysNothing?: boolean;
  /** Milliseconds of processor time so far; without it that is unknown, and no jail can be paused. */
  readonly processorTime?: (name: string) => number | Promise<number>;
  readonly pause?: (name: string) => Promise<void>;
  readonly resume?: (name: string) => Promise<void>;
}

/** A container host that follows a script, for what no real one does on demand. It counts what is left. */
export class ScriptedHost implements ContainerHost {
  readonly kind = 'docker';
  readonly endpoint = 'scripted';
  limitsMemory = true;
  readonly isolation = 'scripted';
  readonly jails = new Set<string>();
  closed = 0;
  readonly #script: Script;

  constructor(script: Script) {
    this.#script = script;
  }

  async create(spec: JailSpec): Promise<Jail> {
    await this.#script.create?.();
    this.jails.add(spec.name);
    const drained = new Deferred<void>();
    const ended = new Deferred<JailEnd>();
    const written: Uint8Array[] = [];
    let sink: JailSink = { bytes: () => undefined };
    const jail: ScriptedJail = {
      get sink() {
        return sink;
      },
      written,
      drain: () => drained.resolve(),
      break: (error) => drained.reject(error),
      end: (end = {}) => {
        drained.resolve();
        ended.resolve({ code: 0, signal: null, oomKilled: false, ...end });
      },
    };
    const streams: JailStreams = {
      drained: drained.promise,
      ended: ended.promise,
      write: (bytes) => void written.push(bytes),
      closeStdin: () => this.#script.stdinClosed?.(jail),
    };
    return {
      ...(this.#script.notes && { notes: this.#script.notes }),
      id: `id of ${spec.name}`,
      attach: async (to) => {
        await this.#script.attach?.();
        sink = to;
        return streams;
      },
      start: async () => {
        this.#script.started?.(jail);
        if (spec.waits === true && this.#script.saysNothing !== true) sink.bytes('stdout', encodeLoaded(true));
      },
      kill: async () => {
        if (this.#script.killed) await this.#script.killed(jail);
        else jail.end({ code: 137 });
      },
      close: () => void this.closed++,
      ...this.#processor(spec.name),
    };
  }

  #processor(name: string): Pick<Jail, 'processorTime' | 'pause' | 'resume'> {
    const { processorTime, pause, resume } = this.#script;
    if (!processorTime) return {};
    return {
      processorTime: async () => processorTime(name),
      pause: async () => pause?.(name),
      resume: async () => resume?.(name),
    };
  }

  async remove(name: string, isKilled?: boolean): Promise<Removal> {
    await this.#script.remove?.(name, isKilled);
    return this.jails.delete(name) ? 'removed' : 'gone';
  }
}

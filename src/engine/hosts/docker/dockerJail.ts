import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { codeOf } from '../../../wire/thrown.ts';
import type { Jail, JailEnd, JailSink, JailStreams } from '../containerHost.ts';
import { Deferred } from '../../async/deferred.ts';
import type { DockerConnection } from './connection/connect.ts';
import { readBody } from './connection/readAnswer.ts';
import { statusOf } from './connection/daemonError.ts';
import { withDeadline } from './connection/withDeadline.ts';
import { EngineError, toError } from '../../errors/errors.ts';
import { isRecord } from '../../../text/isRecord.ts';
import { postForResponse, postForUpgrade } from './connection/daemonRequest.ts';
import type { Upgraded } from './connection/sendRequest.ts';

/** Milliseconds that a call to the daemon may take in a dispatch. */
const CALL_DEADLINE = 30_000;
/** Milliseconds from the end of all output, and between further checks, until the daemon is asked how it ended. */
const LOOK_AFTER = 1000;
/** How often a container whose input is refused may be found running: Podman says so until it has cleared it away. */
const LOOKS_AT_REFUSING = 5;

/** A Docker container that is created and not started yet. */
export class DockerJail implements Jail {
  readonly id: string;
  readonly #connection: DockerConnection;
  readonly #check: (signal: AbortSignal) => Promise<readonly string[]>;
  #streams: DockerStreams | undefined;
  #notes: readonly string[] = [];

  /** @param check whether it is confined as asked; returns notes on that */
  constructor(connection: DockerConnection, id: string, check: (signal: AbortSignal) => Promise<readonly string[]>) {
    this.id = id;
    this.#connection = connection;
    this.#check = check;
  }

  get notes(): readonly string[] {
    return this.#notes;
  }

  async attach(sink: JailSink, signal: AbortSignal): Promise<JailStreams> {
    const container = `/containers/${this.id}`;
    const call = { phase: 'attach', signal };
    // The wait must have reached the daemon before the start: with `next-exit` it would miss an earlier exit.
    const [held, attached, waiting] = await Promise.allSettled([
      this.#check(signal),
      postForUpgrade(this.#connection, { ...call, path: `${container}/attach?stream=1&stdin=1&stdout=1&stderr=1` }),
      postForResponse(this.#connection, { ...call, path: `${container}/wait?condition=next-exit` }),
    ]);
    if (held.status === 'fulfilled' && attached.status === 'fulfilled' && waiting.status === 'fulfilled') {
      this.#notes = held.value;
      this.#streams = new DockerStreams(attached.value, waiting.value, sink, {
        inspect: () => this.#inspect(),
        toError: (error) => this.#connection.toError(error, 'run'),
      });
      return this.#streams;
    }
    if (attached.status === 'fulfilled') attached.value.socket.destroy();
    if (waiting.status === 'fulfilled') waiting.value.destroy();
    const [failed] = [held, attached, waiting].filter((each) => each.status === 'rejected');
    throw toError(failed?.reason);
  }

  async start(signal: AbortSignal): Promise<void> {
    try {
      await withDeadline(CALL_DEADLINE, 'start', signal, (abortSignal) =>
        this.#connection.docker.getContainer(this.id).start({ abortSignal }),
      );
    } catch (error) {
      throw this.#connection.toError(error, 'start');
    }
  }

  async kill(): Promise<void> {
    try {
      await withDeadline(CALL_DEADLINE, 'kill', undefined, (abortSignal) =>
        this.#connection.docker.getContainer(this.id).kill({ signal: 'SIGKILL', abortSignal }),
      );
    } catch (error) {
      const gone = [404, 409].includes(statusOf(error) ?? 0);
      if (!gone) throw error;
    }
  }

  /** Of all its processes, by the counters of its control group. */
  async processorTime(): Promise<number> {
    const answer: unknown = await withDeadline(CALL_DEADLINE, 'stats', undefined, async (abortSignal) => {
      const options = { stream: false as const, 'one-shot': true, abortSignal };
      return this.#connection.docker.getContainer(this.id).stats(options);
    });
    const stats = isRecord(answer) && isRecord(answer['cpu_stats']) ? answer['cpu_stats'] : {};
    const usage = isRecord(stats['cpu_usage']) ? stats['cpu_usage']['total_usage'] : undefined;
    if (typeof usage !== 'number') throw new EngineError('the engine did not say how much processor was used', 'stats');
    return usage / 1e6;
  }

  async pause(): Promise<void> {
    await withDeadline(CALL_DEADLINE, 'pause', undefined, (abortSignal) =>
      this.#connection.docker.getContainer(this.id).pause({ abortSignal }),
    );
  }

  async resume(): Promise<void> {
    await withDeadline(CALL_DEADLINE, 'unpause', undefined, (abortSignal) =>
      this.#connection.docker.getContainer(this.id).unpause({ abortSignal }),
    );
  }

  close(): void {
    this.#streams?.close();
  }

  /** @returns how it ended; `undefined` while it runs */
  async #inspect(): Promise<JailEnd | undefined> {
    const answer: unknown = await withDeadline(CALL_DEADLINE, 'inspect', undefined, (abortSignal) =>
      this.#connection.docker.getContainer(this.id).inspect({ abortSignal }),
    );
    const state = isRecord(answer) && isRecord(answer['State']) ? answer['State'] : {};
    const { Running: running, ExitCode: code, OOMKilled: oomKilled } = state;
    if (running === true) return undefined;
    if (running !== false || typeof code !== 'number') {
      throw new EngineError(
        `${this.#connection.engine.name} did not say how the container ended, only something else`,
        'run',
      );
    }
    return { code, signal: null, oomKilled: oomKilled === true };
  }
}

/** What the streams of a container need from the daemon. */
interface Daemon {
  /** @returns how the container ended; `undefined` while it runs */
  readonly inspect: () => Promise<JailEnd | undefined>;
  /** Explains an error of a call. */
  readonly toError: (error: unknown) => EngineError;
}

class DockerStreams implements JailStreams {
  readonly #socket: Socket;
  readonly #waiting: IncomingMessage;
  readonly #daemon: Daemon;
  readonly #drained = new Deferred<void>();
  readonly #ended = new Deferred<JailEnd>();
  #look: NodeJS.Timeout | undefined;
  #closed = false;
  #isRefusing = false;
  readonly #isLocal: boolean;

  constructor({ socket, head }: Upgraded, waiting: IncomingMessage, sink: JailSink, daemon: Daemon) {
    this.#socket = socket;
    this.#waiting = waiting;
    this.#daemon = daemon;
    this.#isLocal = socket.remoteFamily === undefined;
    if (head.length > 0) sink.bytes('multiplexed', head);
    socket.on('data', (chunk: Buffer) => sink.bytes('multiplexed', chunk));
    socket.on('end', () => this.#onDrained());
    socket.on('error', (error) => this.#onBroken(error));
    socket.on('close', () => {
      if (!this.#isRefusing) this.#drained.reject(broken(new Error('it was closed')));
    });
    void this.#awaitExit();
  }

  get drained(): Promise<void> {
    return this.#drained.promise;
  }

  get ended(): Promise<JailEnd> {
    return this.#ended.promise;
  }

  /** Reads first what has arrived: when a write fails, the connection is lost, with all data that was not read yet. */
  write(bytes: Uint8Array): void {
    setImmediate(() => {
      if (this.#socket.writable) this.#socket.write(bytes);
    });
  }

  holdProcess(held: boolean): void {
    for (const socket of [this.#socket, this.#waiting.socket]) {
      if (held) socket.ref();
      else socket.unref();
    }
  }

  closeStdin(): void {
    setImmediate(() => this.#socket.end());
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#look);
    this.#socket.destroy();
    this.#waiting.destroy();
    this.#ended.reject(new EngineError('the connection to the container was closed', 'run'));
  }

  /**
   * Once a container has ended, Podman takes no input, not even a request. That it was refused counts as a broken
   * connection only if the container goes on, which the engine is asked: it answers late while it clears away.
   */
  #onBroken(error: Error): void {
    this.#isRefusing = this.#isRefusal(error);
    if (!this.#isRefusing) return this.#drained.reject(broken(error));
    this.#ended.promise.then(
      () => this.#drained.resolve(),
      () => this.#drained.reject(broken(error)),
    );
    this.#lookLater(LOOKS_AT_REFUSING, () => this.#drained.reject(broken(error)));
  }

  /** A local socket is reset only by a peer that closes it before it has read all; a network resets any. */
  #isRefusal(error: Error): boolean {
    const code = codeOf(error);
    return code === 'EPIPE' || (code === 'ECONNRESET' && this.#isLocal);
  }

  /** A clean end of the stream does not prove an end: when the daemon is killed, the wait never returns. */
  #onDrained(): void {
    this.#drained.resolve();
    this.#lookLater(Infinity, () => undefined);
  }

  #lookLater(times: number, giveUp: () => void): void {
    this.#look = setTimeout(() => void this.#lookAgain(times - 1, giveUp), LOOK_AFTER);
  }

  async #lookAgain(times: number, giveUp: () => void): Promise<void> {
    try {
      const end = await this.#daemon.inspect();
      if (end) this.#ended.resolve(end);
      else if (times <= 0) giveUp();
      else if (!this.#closed) this.#lookLater(times, giveUp);
    } catch (error) {
      this.#ended.reject(this.#daemon.toError(error));
    }
  }

  async #awaitExit(): Promise<void> {
    try {
      const body = await readBody(this.#waiting);
      const end = await this.#daemon.inspect();
      if (!end)
        throw new EngineError(`the engine said that the container ended, and that it runs: ${body.trim()}`, 'run');
      this.#ended.resolve(end);
    } catch (error) {
      this.#ended.reject(this.#daemon.toError(error));
    }
  }
}

function broken(error: Error): EngineError {
  return new EngineError(`the connection to the container broke: ${error.message}`, 'run', { cause: error });
}

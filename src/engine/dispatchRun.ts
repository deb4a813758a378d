import type { Lifecycle } from '../recording/event.ts';
import type { Outcome } from '../wire/outcome.ts';
import { AnswerIntake, type Recorder, type TerminalContent } from './answerIntake.ts';
import type { ContainerHost, Jail, JailEnd, JailSpec, JailStreams } from './containerHost.ts';
import { Deferred } from './deferred.ts';
import { EngineError, phaseOf, toError } from './errors.ts';
import type { ContainerCallbacks, DispatchLimits } from './options.ts';
import { decideOutcome, type HostAction } from './outcome.ts';

export interface DispatchTask {
  readonly host: ContainerHost;
  readonly jail: JailSpec;
  readonly recorder: Recorder;
  /** Milliseconds since the start of the dispatch. */
  readonly clock: () => number;
  /** Sees to it that the image is there; records what it does. */
  readonly prepareImage: (record: (step: Lifecycle) => void, signal: AbortSignal) => Promise<void>;
  /** The encoded request. */
  readonly request: Uint8Array;
  readonly limits: DispatchLimits;
  readonly callbacks: ContainerCallbacks;
  /** Called once, when the terminal frame has arrived. */
  readonly onTerminal: (content: TerminalContent) => void;
}

/** Milliseconds that a container may take to end by itself after its result. */
const GRACE = 1000;
/** Milliseconds from a kill to the end of all output, after which the container host is given up. */
const KILL_PATIENCE = 5000;

/**
 * One dispatch from the image to the removal of the container: create → attach → start → request → read to the end.
 * `run` settles once, with exactly one outcome, and never rejects.
 */
export class DispatchRun {
  readonly #task: DispatchTask;
  readonly #intake: AnswerIntake;
  /** Aborted when the container is of no use any more: phases before the call give up. */
  readonly #interrupt = new AbortController();
  /** Rejected when the container host does not answer a kill. */
  readonly #givenUp = new Deferred<never>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #notes: string[] = [];
  #timeout: NodeJS.Timeout | undefined;
  #createAttempted = false;
  #jail: Jail | undefined;
  #streams: JailStreams | undefined;
  #hostAction: HostAction | undefined;
  #failure: { readonly message: string; readonly phase: string } | undefined;
  #error: Error | undefined;
  #end: JailEnd | undefined;

  constructor(task: DispatchTask) {
    this.#task = task;
    this.#intake = new AnswerIntake(task.recorder, task.clock, task.limits, {
      terminal: (content) => this.#onTerminal(content),
      violation: () => this.#kill('protocol violation'),
      limitPassed: (setting, limit) => this.stop({ kind: 'limit', setting, limit }),
      daemonError: (text) => this.#fail(new EngineError(`the container host reports: ${text}`, 'run')),
      recordingFailed: (error) => this.#fail(new EngineError(toError(error).message, 'record', { cause: error })),
    });
  }

  /** The error behind an outcome of `engine-failed`. */
  get error(): Error | undefined {
    return this.#error;
  }

  /** Ends the dispatch from this side. The first reason counts. */
  stop(action: HostAction): void {
    if (this.#hostAction) return;
    this.#hostAction = action;
    this.#kill(action.kind === 'cancel' ? `cancelled: ${action.message}` : `limit ${settingOf(action)} passed`);
  }

  async run(): Promise<Outcome> {
    try {
      await this.#call();
    } catch (error) {
      // Once the container was killed from this side, a phase that breaks is only what was asked for.
      const { signal } = this.#interrupt;
      if (!signal.aborted) this.#fail(toError(error));
      else if (error !== signal.reason && !this.#hostAction) this.#notes.push(toError(error).message);
    }
    await this.#clearAway();
    const outcome = decideOutcome({
      violation: this.#intake.violation,
      terminal: this.#intake.terminal,
      hostAction: this.#hostAction,
      failure: this.#failure,
      truncated: this.#intake.truncated,
      end: this.#end,
      heapExhausted: this.#intake.heapExhausted,
      memoryLimit: this.#task.host.limitsMemory ? this.#task.limits.memory : null,
      notes: this.#notes,
    });
    this.#intake.recordOutcome(outcome);
    return outcome;
  }

  async #call(): Promise<void> {
    const { host, jail: spec, limits, callbacks, request } = this.#task;
    const signal = this.#interrupt.signal;
    await this.#task.prepareImage((step) => this.#intake.record(step), signal);
    signal.throwIfAborted();
    this.#timeout = this.#later(limits.timeout, () => this.stop({ kind: 'timeout', limit: limits.timeout }));
    this.#createAttempted = true;
    this.#intake.record({ event: 'create', container: spec.name });
    const jail = await host.create(spec);
    this.#jail = jail;
    this.#intake.record({ event: 'created', container: jail.id });
    await this.#callBack(callbacks.afterCreate, jail.id);
    this.#streams = await jail.attach(this.#intake, signal);
    this.#intake.record({ event: 'attached' });
    signal.throwIfAborted();
    this.#intake.record({ event: 'start' });
    await jail.start(signal);
    this.#intake.record({ event: 'started' });
    await this.#callBack(callbacks.afterStart, jail.id);
    // An answer may come before the question; stdin is closed then.
    if (!this.#intake.terminal) {
      this.#streams.write(request);
      this.#intake.record({ event: 'requested', bytes: request.length });
    }
    await this.#readToTheEnd(this.#streams);
    await callbacks.afterStop?.(jail.id);
  }

  async #readToTheEnd(streams: JailStreams): Promise<void> {
    await Promise.race([streams.drained, this.#givenUp.promise]);
    const cut = this.#intake.end();
    // No more will come over this connection, and the container may go on for ever.
    if (cut && !this.#interrupt.signal.aborted) {
      throw new EngineError(
        `the connection ended inside the ${cut.where} of a Docker frame, at byte ${cut.offset}`,
        'run',
      );
    }
    this.#end = await Promise.race([streams.ended, this.#givenUp.promise]);
    this.#intake.record({ event: 'exited', ...this.#end });
  }

  #onTerminal(content: TerminalContent): void {
    clearTimeout(this.#timeout);
    this.#streams?.closeStdin();
    this.#later(GRACE, () => this.#kill('it did not end after its result'));
    this.#task.onTerminal(content);
  }

  /** The container is of no use any more. Safe in any phase, and more than once. */
  #kill(reason: string): void {
    if (this.#interrupt.signal.aborted) return;
    this.#intake.record({ event: 'kill', reason });
    this.#interrupt.abort(new EngineError(reason, 'run'));
    if (!this.#jail) return;
    this.#later(KILL_PATIENCE, () => {
      this.#givenUp.reject(
        new EngineError(`the container did not end within ${KILL_PATIENCE} ms of being killed`, 'run'),
      );
    });
    this.#jail.kill().catch((error: unknown) => {
      this.#givenUp.reject(new EngineError(`the container could not be killed: ${toError(error).message}`, 'run'));
    });
  }

  #fail(error: Error): void {
    if (this.#failure) return;
    this.#failure = { message: error.message, phase: phaseOf(error) };
    this.#error = error;
    this.#kill(error.message);
  }

  async #clearAway(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    if (this.#intake.omitted > 0) this.#intake.record({ event: 'omitted', bytes: this.#intake.omitted });
    if (!this.#createAttempted) return;
    this.#intake.record({ event: 'remove' });
    try {
      await this.#task.host.remove(this.#task.jail.name);
      this.#intake.record({ event: 'removed' });
    } catch (error) {
      this.#notes.push(`the container ${this.#task.jail.name} may be left behind: ${toError(error).message}`);
    }
    this.#jail?.close();
  }

  /** Waits for a callback of the user's, but not longer than the container is of use. */
  async #callBack(callback: ((container: string) => void | Promise<void>) | undefined, id: string): Promise<void> {
    const signal = this.#interrupt.signal;
    signal.throwIfAborted();
    if (!callback) return;
    const interrupted = new Deferred<never>();
    const onAbort = (): void => interrupted.reject(toError(signal.reason));
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      await Promise.race([callback(id), interrupted.promise]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  #later(milliseconds: number, action: () => void): NodeJS.Timeout {
    const timer = setTimeout(action, milliseconds);
    this.#timers.add(timer);
    return timer;
  }
}

function settingOf(action: Exclude<HostAction, { kind: 'cancel' }>): string {
  return action.kind === 'timeout' ? 'timeout' : action.setting;
}

import { formatDuration } from '../../text/words.ts';
import type { Lifecycle } from '../../recording/event.ts';
import type { Cut } from '../../wire/answer/demultiplexer.ts';
import type { Outcome } from '../../recording/outcome.ts';
import { AnswerIntake, type IntakeEvents, type TerminalContent } from './answerIntake.ts';
import type { ContainerHost, Jail, JailEnd, JailStreams } from '../hosts/containerHost.ts';
import { Deferred } from '../async/deferred.ts';
import { leavingError } from './leavingError.ts';
import { DaemonError } from '../hosts/docker/connection/daemonError.ts';
import { EngineError, HoosegowError, phaseOf, toError } from '../errors/errors.ts';
import { ImageGoneError } from '../errors/imageGone.ts';
import type { DispatchTask } from './dispatchTask.ts';
import { openJail, type OpenJail } from './openJail.ts';
import { decideOutcome, endedAsRemoved, REMOVED_FROM_OUTSIDE, type HostAction } from './outcome.ts';
import { BufferedOutput } from './bufferedOutput.ts';
import type { ReadyJail } from './readyJail.ts';

/** Milliseconds that a container may take after its result to end by itself. */
const GRACE = 1000;
/** Milliseconds from a kill to the end of all output, after which the container host is given up. */
const KILL_PATIENCE = 5000;
/** The phase that each step of making a container begins. */
const PHASES: Partial<Record<Lifecycle['event'], string>> = {
  create: 'create',
  created: 'attach',
  start: 'start',
  started: 'run',
};

/**
 * One dispatch, from the image to the removal of the container: create → attach → start → request → read to the end; or
 * from a container that waits on, and perhaps until it waits again.
 * `run` settles once, with exactly one outcome, and never rejects.
 */
export class DispatchRun {
  readonly #task: DispatchTask;
  readonly #settle: (content: TerminalContent) => void;
  readonly #intake: AnswerIntake;
  /** Aborted when the container is no longer usable: phases before the call give up. */
  readonly #interrupt = new AbortController();
  /** Rejected when the container host does not answer a kill. */
  readonly #givenUp = new Deferred<never>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #notes: string[] = [];
  /** Resolved when the jail was taken back. */
  readonly #kept = new Deferred<void>();
  #timeout: NodeJS.Timeout | undefined;
  /** Where to remove the jail from, and by which name; known before it is made. */
  #removal: { readonly host: ContainerHost; readonly name: string } | undefined;
  #isAsked = false;
  /** Ends the wait for the jail to say whether it takes another request. */
  #patience: NodeJS.Timeout | undefined;
  #isKept = false;
  /** Dispatches that the same jail has served before. */
  #served = 0;
  #jail: Jail | undefined;
  #streams: JailStreams | undefined;
  #hostAction: HostAction | undefined;
  #failure: { readonly message: string; readonly phase: string } | undefined;
  #error: HoosegowError | undefined;
  /** Whether the user's code threw that, and not the engine. */
  #isForeign = false;
  /** The current step, for errors that do not name one. */
  #phase = 'build';
  #end: JailEnd | undefined;
  #isGone = false;

  /** @param settle called once, when the terminal frame has arrived */
  constructor(task: DispatchTask, settle: (content: TerminalContent) => void) {
    this.#task = task;
    this.#settle = settle;
    const events: IntakeEvents = {
      terminal: (content) => this.#onTerminal(content),
      ready: (takesAnother) => this.#onReady(takesAnother),
      violation: () => this.#kill('protocol violation'),
      limitPassed: (setting, limit) => this.stop({ kind: 'limit', setting, limit }),
      daemonError: (text) => this.#fail(new EngineError(`the container host reports: ${text}`, 'run')),
      recordingFailed: (error) => this.#fail(new EngineError(toError(error).message, 'record', { cause: error })),
    };
    this.#intake = new AnswerIntake(task.recorder, task.clock, task.limits, events, task.checkin !== undefined);
  }

  /** The error behind an outcome of `engine-failed`. */
  get error(): HoosegowError | undefined {
    return this.#error;
  }

  /** Milliseconds from sending the request to the result, or to the outcome where there was none. */
  get took(): number {
    return this.#intake.took;
  }

  /** Ends the dispatch from this side. The first reason counts. */
  stop(action: HostAction): void {
    if (this.#hostAction) return;
    this.#hostAction = action;
    this.#kill(reasonOf(action));
  }

  async run(): Promise<Outcome> {
    try {
      await this.#call();
    } catch (error) {
      // Once this side has killed the container, a phase that fails is expected.
      const { signal } = this.#interrupt;
      if (!signal.aborted) this.#fail(error);
      else if (error !== signal.reason && !this.#hostAction) this.#notes.push(toError(error).message);
    }
    await this.#clearAway();
    await this.#explain();
    const outcome = decideOutcome({
      violation: this.#intake.violation,
      terminal: this.#intake.terminal,
      hostAction: this.#hostAction,
      failure: this.#failure,
      truncated: this.#intake.truncated,
      end: this.#end,
      isRemovedFromOutside: this.#isGone,
      heapExhausted: this.#intake.heapExhausted,
      isForeignProgram: this.#intake.isForeignProgram,
      memoryLimit: this.#task.host.limitsMemory ? this.#task.limits.memory : null,
      notes: this.#notes,
    });
    this.#intake.recordOutcome(outcome);
    return outcome;
  }

  async #explain(): Promise<void> {
    const { terminal } = this.#intake;
    if (terminal?.type === 'raise' && this.#task.explain)
      this.#notes.push(...(await this.#task.explain(terminal.value)));
  }

  async #call(): Promise<void> {
    const signal = this.#interrupt.signal;
    const ready = await this.#takeReady();
    const { jail, streams } = ready ? this.#adopt(ready) : await this.#open();
    signal.throwIfAborted();
    this.#ask(streams);
    await this.#readToTheEnd(streams);
    if (!this.#isKept) await this.#task.callbacks.afterStop?.(jail.id);
  }

  #ask(streams: JailStreams): void {
    // An answer may come before the request; stdin is closed then.
    if (this.#intake.terminal) return;
    const { request } = this.#task;
    this.#isAsked = true;
    streams.write(request);
    this.#intake.record({ event: 'requested', bytes: request.length });
  }

  /** The timeout begins here: waiting for a container counts. */
  async #takeReady(): Promise<ReadyJail | undefined> {
    const signal = this.#interrupt.signal;
    signal.throwIfAborted();
    if (!this.#task.takeReady) return undefined;
    this.#startTimeout();
    return this.#task.takeReady(signal);
  }

  #adopt({ host, name, jail, streams, waitingSince, served, handOver }: ReadyJail): OpenJail {
    this.#phase = 'run';
    this.#removal = { host, name };
    this.#jail = jail;
    this.#streams = streams;
    this.#served = served;
    const waited = { container: name, waited: Date.now() - waitingSince };
    this.#intake.record({ event: 'started', ...waited, ...(served > 0 ? { shared: served } : {}) });
    handOver(this.#intake);
    return { jail, streams };
  }

  async #open(): Promise<OpenJail> {
    const { prepareImage, restoreImage } = this.#task;
    await this.#seeToImage(prepareImage);
    try {
      return await this.#make();
    } catch (error) {
      if (!(error instanceof ImageGoneError) || !restoreImage || this.#interrupt.signal.aborted) throw error;
      // A prune of images does not know of a dispatch that has only checked that one exists.
      this.#intake.record({ event: 'note', text: 'the image was removed since it was looked for' });
      await this.#seeToImage(restoreImage);
      return this.#make();
    }
  }

  /** A build does not count towards the timeout. */
  async #seeToImage(prepare: DispatchTask['prepareImage']): Promise<void> {
    const signal = this.#interrupt.signal;
    clearTimeout(this.#timeout);
    await prepare((step) => this.#intake.record(step), signal);
    signal.throwIfAborted();
    this.#startTimeout();
  }

  async #make(): Promise<OpenJail> {
    const { host, jail: spec, callbacks, checkin } = this.#task;
    const signal = this.#interrupt.signal;
    this.#removal = { host, name: spec.name };
    const output = new BufferedOutput();
    output.handOver(this.#intake);
    const createdAt = Date.now();
    const opened = await openJail({
      host,
      spec,
      callbacks,
      sink: output,
      signal,
      onJail: (jail) => (this.#jail = jail),
      onStreams: (streams) => (this.#streams = streams),
      onStep: (step) => {
        this.#phase = PHASES[step.event] ?? this.#phase;
        this.#intake.record(step);
      },
    });
    checkin?.made({ ...opened, host, spec, output, createdAt });
    return opened;
  }

  async #readToTheEnd(streams: JailStreams): Promise<void> {
    await Promise.race([streams.drained, this.#givenUp.promise, this.#kept.promise]);
    if (this.#isKept) return;
    this.#task.checkin?.end();
    const cut = this.#intake.end();
    const broken = cut && cutShort(cut);
    // Nothing more will come over this connection, and the container may run for ever.
    if (broken && !this.#interrupt.signal.aborted) throw broken;
    this.#end = await Promise.race([streams.ended, this.#givenUp.promise]);
    this.#intake.record({ event: 'exited', ...this.#end });
    if (broken) throw broken;
  }

  #onTerminal(content: TerminalContent): void {
    // First of all: the caller waits for it.
    this.#settle(content);
    clearTimeout(this.#timeout);
    const { checkin } = this.#task;
    const mayComeBack = this.#isAsked && !this.#interrupt.signal.aborted;
    const patience = mayComeBack ? checkin?.awaitReady() : undefined;
    if (!checkin || !patience) return this.#letGo();
    this.#patience = this.#later(patience, () => {
      this.#patience = undefined;
      checkin.onSilence();
      this.#letGo();
    });
  }

  #onReady(takesAnother: boolean): void {
    // Said before it was asked, too late, or by a jail that is being killed.
    if (!this.#patience) return;
    clearTimeout(this.#patience);
    this.#patience = undefined;
    this.#isKept = this.#task.checkin?.onReady(takesAnother) === true;
    if (this.#isKept) this.#kept.resolve();
    else this.#letGo();
  }

  /** It is no longer needed: it ends by itself. */
  #letGo(): void {
    this.#streams?.closeStdin();
    this.#later(GRACE, () => this.#kill('it did not end after its result'));
  }

  /** Kills the container. Safe in any phase, and more than once. */
  #kill(reason: string): void {
    // One that was kept is no longer ours.
    if (this.#isKept || this.#interrupt.signal.aborted) return;
    if (this.#jail) this.#intake.record({ event: 'kill', reason });
    this.#interrupt.abort(new EngineError(reason, 'run'));
    clearTimeout(this.#patience);
    this.#patience = undefined;
    this.#task.checkin?.end();
    if (!this.#jail) return;
    this.#later(KILL_PATIENCE, () => {
      this.#givenUp.reject(
        new EngineError(`the container did not end within ${formatDuration(KILL_PATIENCE)} of being killed`, 'run'),
      );
    });
    this.#jail.kill().catch((error: unknown) => {
      this.#givenUp.reject(new EngineError(`the container could not be killed: ${toError(error).message}`, 'run'));
    });
  }

  #fail(thrown: unknown): void {
    if (this.#failure) return;
    const error = leavingError(thrown, this.#phase);
    this.#failure = { message: error.message, phase: phaseOf(error, this.#phase) };
    this.#error = error;
    this.#isForeign = !(thrown instanceof HoosegowError || thrown instanceof DaemonError);
    this.#kill(error.message);
  }

  async #clearAway(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    if (this.#intake.omitted > 0) this.#intake.record({ event: 'omitted', bytes: this.#intake.omitted });
    if (!this.#removal) return;
    const { host, name } = this.#removal;
    if (this.#isKept) {
      this.#intake.record({ event: 'kept', container: name, served: this.#served + 1 });
      return;
    }
    // Removed also where its creation was refused: it may have been created all the same.
    const record = (event: 'remove' | 'removed'): void => {
      if (this.#jail) this.#intake.record({ event });
    };
    record('remove');
    try {
      if ((await host.remove(name, this.#isKilledFromOutside())) === 'gone') this.#onGone();
      record('removed');
    } catch (error) {
      this.#notes.push(`the container ${name} may be left behind: ${toError(error).message}`);
    }
    this.#jail?.close();
  }

  /** After a terminal frame it does not matter who has killed it: the outcome is known, and no remover is waited for. */
  #isKilledFromOutside(): boolean {
    if (this.#intake.terminal || this.#interrupt.signal.aborted) return false;
    return this.#end !== undefined && endedAsRemoved(this.#end);
  }

  /** Another process has removed it. Its end does not tell which one; other steps failed only because it was gone. */
  #onGone(): void {
    if (!this.#jail) return;
    this.#isGone = true;
    if (!(this.#error instanceof EngineError) || this.#error.phase === 'record' || this.#isForeign) return;
    const { phase } = this.#error;
    this.#error = new EngineError(REMOVED_FROM_OUTSIDE, phase, { cause: this.#error });
    this.#failure = { message: REMOVED_FROM_OUTSIDE, phase };
  }

  #startTimeout(): void {
    const limit = this.#task.limits.timeout;
    this.#timeout = this.#later(limit, () => this.stop({ kind: 'timeout', limit, setting: 'timeout' }));
  }

  #later(milliseconds: number, action: () => void): NodeJS.Timeout {
    const timer = setTimeout(action, milliseconds);
    this.#timers.add(timer);
    return timer;
  }
}

function cutShort({ where, offset }: Cut): EngineError {
  return new EngineError(`the connection ended inside the ${where} of a Docker frame, at byte ${offset}`, 'run');
}

function reasonOf(action: HostAction): string {
  if (action.kind === 'cancel') return `cancelled: ${action.message}`;
  return action.setting === 'signal' ? "the caller's signal timed out" : `limit ${action.setting} passed`;
}

import type { Lifecycle } from '../../recording/event.ts';
import type { RecordingWriter } from '../../recording/recordingWriter.ts';
import type { Outcome } from '../../recording/outcome.ts';
import type { EngineCounts } from '../options/counts.ts';
import type { HoosegowError } from '../errors/errors.ts';
import { dispatchChannels, stepChannel, tellCounts, type DispatchContext, type StepMessage } from './channels.ts';

/** What there is to know of a dispatch when it begins, and what can be asked for later. */
export interface DispatchFacts extends Pick<DispatchContext, 'id' | 'method' | 'inmateDir' | 'image' | 'engine'> {
  readonly counts: () => EngineCounts;
}

/** Reports one dispatch on the channels of `diagnostics_channel`. There is one only where there are observers. */
export class ObservedDispatch {
  readonly #context: DispatchContext;
  readonly #counts: () => EngineCounts;

  private constructor({ counts, ...facts }: DispatchFacts) {
    const startTime = performance.timeOrigin + performance.now();
    this.#context = { ...facts, startTime, container: null, steps: [] };
    this.#counts = counts;
  }

  /** Makes a dispatch, and reports it. @param make gets the object to tell of later steps */
  static begin<D>(facts: DispatchFacts, make: (observed: ObservedDispatch) => D): D {
    const observed = new ObservedDispatch(facts);
    const context = observed.#context;
    const dispatch = dispatchChannels.start.runStores(context, () => make(observed));
    dispatchChannels.end.publish(context);
    observed.#tellCounts();
    return dispatch;
  }

  /** It has its turn. @param image what it runs; `null` where the engine has none */
  prepared(image: string | null, recorder: RecordingWriter): void {
    this.#context.image = image;
    recorder.onStep = (step, t) => this.#step(step, t);
    this.#tellCounts();
  }

  finish(outcome: Outcome, error: HoosegowError | undefined): void {
    const context = this.#context;
    context.outcome = outcome;
    if (error) {
      context.error = error;
      dispatchChannels.error.publish(context);
    }
    dispatchChannels.asyncStart.publish(context);
    dispatchChannels.asyncEnd.publish(context);
    this.#tellCounts();
  }

  #step(step: Lifecycle, t: number): void {
    const context = this.#context;
    // The step "created" has the id that the engine gave it.
    if (step.event !== 'created' && 'container' in step && step.container !== undefined) {
      context.container = step.container;
    }
    context.steps.push({ t, step });
    const message: StepMessage = { dispatch: context, step, t };
    stepChannel.publish(message);
  }

  #tellCounts(): void {
    tellCounts(this.#context, this.#counts);
  }
}

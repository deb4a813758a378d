import { randomUUID } from 'node:crypto';
import type { Lifecycle } from '../../recording/event.ts';
import type { Outcome } from '../../wire/outcome.ts';
import { errorOf } from '../dispatchError.ts';
import { dispatchChannels, isObserved, stepChannel, type DispatchContext, type StepMessage } from './channels.ts';

/** What there is to know of a dispatch when it begins. */
export type DispatchFacts = Pick<DispatchContext, 'method' | 'inmateDir' | 'image' | 'engine'>;

/** Tells of one dispatch on the channels of `diagnostics_channel`. */
export class ObservedDispatch {
  readonly #context: DispatchContext;

  private constructor(facts: DispatchFacts) {
    const startTime = performance.timeOrigin + performance.now();
    this.#context = { id: randomUUID(), ...facts, startTime, container: null, steps: [] };
  }

  /**
   * Makes a dispatch, and tells of it where anybody looks.
   *
   * @param facts asked for only where anybody does
   * @param make is handed what is to be told of later steps; nothing where nobody looks
   */
  static begin<D extends { readonly outcome: Promise<Outcome> }>(
    facts: () => DispatchFacts,
    make: (observed: ObservedDispatch | undefined) => D,
  ): D {
    if (!isObserved()) return make(undefined);
    const observed = new ObservedDispatch(facts());
    const context = observed.#context;
    const dispatch = dispatchChannels.start.runStores(context, () => make(observed));
    dispatchChannels.end.publish(context);
    void dispatch.outcome.then((outcome) => observed.#finish(outcome));
    return dispatch;
  }

  /** @param image what it runs; `null` where the engine has none */
  prepared(image: string | null): void {
    this.#context.image = image;
  }

  /** @param t milliseconds since its start */
  step(step: Lifecycle, t: number): void {
    const context = this.#context;
    if ('container' in step && step.container !== undefined) context.container = step.container;
    context.steps.push({ t, step });
    const message: StepMessage = { dispatch: context, step, t };
    stepChannel.publish(message);
  }

  #finish(outcome: Outcome): void {
    const context = this.#context;
    context.outcome = outcome;
    const error = errorOf(outcome);
    if (error) {
      context.error = error;
      dispatchChannels.error.publish(context);
    }
    dispatchChannels.asyncStart.publish(context);
    dispatchChannels.asyncEnd.publish(context);
  }
}

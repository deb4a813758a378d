import type { Dispatch, DispatchEvent, Outcome } from '../engine/index.ts';
import type { DispatchView } from './dispatchViews.ts';

export interface Ending {
  readonly outcome: Outcome;
  /** What the method returned, if it did. */
  readonly result: unknown;
}

/** An event could not be shown; `cause` is why. */
class ViewError extends Error {
  override name = 'ViewError';
}

/**
 * Shows a dispatch up to its outcome.
 *
 * @throws what kept its events from being read or shown, once the dispatch is over
 */
export async function followDispatch(dispatch: Dispatch, view: DispatchView): Promise<Ending> {
  let result: unknown;
  let last: DispatchEvent | undefined;
  let failure: Error | undefined;
  try {
    for await (const event of dispatch.events()) {
      if (event.type === 'return') result = event.value;
      last = event;
      await show(view, event);
    }
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    dispatch.cancel('its events cannot be shown');
  }
  const outcome = await dispatch.outcome;
  if (failure instanceof ViewError) throw failure.cause;
  // A dispatch that ended before it was under way has no events, and its outcome says why.
  if (failure && outcome.outcome !== 'engine-failed' && outcome.outcome !== 'cancelled') throw failure;
  if (last?.type !== 'outcome') {
    await view.event({ seq: last ? last.seq + 1 : 0, t: last?.t ?? 0, type: 'outcome', value: outcome });
  }
  return { outcome, result };
}

async function show(view: DispatchView, event: DispatchEvent): Promise<void> {
  try {
    await view.event(event);
  } catch (error) {
    throw new ViewError('an event cannot be shown', { cause: error });
  }
}

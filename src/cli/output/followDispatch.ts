import { messageOf } from '../../wire/thrown.ts';
import type { Dispatch, DispatchEvent, Outcome } from '../../engine/index.ts';
import type { DispatchView } from './dispatchViews.ts';

export interface Ending {
  readonly outcome: Outcome;
  /** What the method returned, if it did. */
  readonly result: unknown;
  /** Why its events could not be read, which is then the outcome. */
  readonly failure?: Error;
}

/** An event could not be shown; `cause` is why. */
class ViewError extends Error {
  override name = 'ViewError';
}

/**
 * Shows a dispatch up to its outcome.
 *
 * @throws what kept its events from being shown, once the dispatch is over
 */
export async function followDispatch(dispatch: Dispatch, view: DispatchView): Promise<Ending> {
  let result: unknown;
  let last: DispatchEvent | undefined;
  let failure: Error | undefined;
  try {
    // A dispatch that ended before it was under way has no events, and its outcome says why.
    const reader = await dispatch.reader().catch(() => undefined);
    if (reader) await shown(view.call(reader.meta));
    for await (const event of reader?.events({ follow: true }) ?? []) {
      if (event.type === 'return') result = event.value;
      last = event;
      await shown(view.event(event));
    }
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    dispatch.cancel(`its events cannot be shown: ${failure.message}`);
  }
  const ended = await dispatch.outcome;
  if (failure instanceof ViewError) throw failure.cause;
  // The cancellation by this side is not what went wrong.
  const outcome: Outcome = failure ? { outcome: 'engine-failed', message: failure.message, phase: 'record' } : ended;
  if (last?.type !== 'outcome') {
    await view.event({ seq: last ? last.seq + 1 : 0, t: last?.t ?? 0, type: 'outcome', value: outcome });
  }
  return { outcome, result, ...(failure ? { failure } : {}) };
}

async function shown(writing: Promise<void>): Promise<void> {
  try {
    await writing;
  } catch (error) {
    throw new ViewError(messageOf(error), { cause: error });
  }
}

import type { Dispatch, InmateRuntimeError, Outcome } from '../../../engine/index.ts';
import { outcomeText } from '../../../text/outcomeText.ts';

/** How a run ended. */
export interface RunEnd {
  readonly outcome: Outcome;
  /** What the method returned; `undefined` where it did not, too. */
  readonly value: unknown;
}

/** What awaiting the dispatch tells of its end: at the terminal frame, long before the container is gone. */
export interface Answer extends RunEnd {
  /** Milliseconds. */
  readonly took: number;
}

/** @returns the answer as soon as it is there; `undefined` where a dispatch ends without one */
export async function answerOf(dispatch: Pick<Dispatch, 'then' | 'took'>): Promise<Answer | undefined> {
  const end = await dispatch.then<RunEnd, RunEnd | undefined>(
    (value) => ({ outcome: { outcome: 'returned' }, value }),
    (error) => (isRaised(error) ? { outcome: { outcome: 'raised', ...error.raise }, value: undefined } : undefined),
  );
  return end && { ...end, took: await dispatch.took };
}

/** Whether people are told the same of both. */
export function isSameEnd(a: Outcome, b: Outcome): boolean {
  return a.outcome === b.outcome && outcomeText(a) === outcomeText(b);
}

/** Errors of the engine come from another bundle: they are known by what they carry. */
export function isRaised(error: unknown): error is InmateRuntimeError {
  return (
    error instanceof Error &&
    (error.name === 'InmateRuntimeError' || error.name === 'InmateImportError') &&
    'raise' in error
  );
}

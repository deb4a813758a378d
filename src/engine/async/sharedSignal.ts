import { setMaxListeners } from 'node:events';

/** Our listeners by signal: the signal itself has only one listener of ours, however many wait for it. */
const waiting = new WeakMap<AbortSignal, { readonly listeners: Set<() => void>; readonly onAbort: () => void }>();

/**
 * Calls `listener` once when the signal is aborted, or at once if it already is. One signal may serve a great many
 * dispatches, and Node warns of a leak at eleven listeners.
 *
 * @returns a function that removes the listener
 */
export function onAborted(signal: AbortSignal, listener: () => void): () => void {
  if (signal.aborted) {
    listener();
    return () => undefined;
  }
  const { listeners } = waiting.get(signal) ?? listenTo(signal);
  // A function of its own, so that the same listener may be given more than once.
  const call = (): void => listener();
  listeners.add(call);
  return () => {
    listeners.delete(call);
    if (listeners.size === 0) forget(signal, listeners);
  };
}

/**
 * @param signals any of which aborts the returned one
 * @returns a signal of our own, with any number of listeners, and a function that detaches it from the others
 */
export function joinSignals(signals: readonly (AbortSignal | undefined)[]): {
  readonly signal: AbortSignal;
  readonly letGo: () => void;
} {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  const forgets = signals.map((signal) => signal && onAborted(signal, () => controller.abort(signal.reason)));
  return { signal: controller.signal, letGo: () => forgets.forEach((forgetIt) => forgetIt?.()) };
}

function listenTo(signal: AbortSignal) {
  const listeners = new Set<() => void>();
  const onAbort = (): void => {
    waiting.delete(signal);
    for (const listener of listeners) listener();
  };
  const entry = { listeners, onAbort };
  waiting.set(signal, entry);
  signal.addEventListener('abort', onAbort, { once: true });
  return entry;
}

function forget(signal: AbortSignal, listeners: Set<() => void>): void {
  const entry = waiting.get(signal);
  if (entry?.listeners !== listeners) return;
  waiting.delete(signal);
  signal.removeEventListener('abort', entry.onAbort);
}

import { setMaxListeners } from 'node:events';

/** Who waits for a signal, by the signal: it has one listener of ours, however many they are. */
const waiting = new WeakMap<AbortSignal, { readonly listeners: Set<() => void>; readonly onAbort: () => void }>();

/**
 * Calls `listener` once when the signal is aborted, or at once where it is. A signal may be for a great many dispatches,
 * and Node warns of a leak at eleven listeners.
 *
 * @returns what forgets the listener
 */
export function onAborted(signal: AbortSignal, listener: () => void): () => void {
  if (signal.aborted) {
    listener();
    return () => undefined;
  }
  const { listeners } = waiting.get(signal) ?? listenTo(signal);
  // Of its own, so that one function may be given more than once.
  const call = (): void => listener();
  listeners.add(call);
  return () => {
    listeners.delete(call);
    if (listeners.size === 0) forget(signal, listeners);
  };
}

/**
 * @param signals any of which aborts it
 * @returns a signal of our own, to which any number may listen, and what lets go of the others
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

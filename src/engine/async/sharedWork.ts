import { toError } from '../errors/errors.ts';

interface Running<T, P> {
  readonly result: Promise<T>;
  readonly listeners: Set<(progress: P) => void>;
  readonly controller: AbortController;
  waiting: number;
}

/** Work that is done once for all callers that want it at the same time. */
export class SharedWork<T, P> {
  readonly #running = new Map<string, Running<T, P>>();

  /**
   * Starts the work of that key, or joins it. Aborting `signal` ends this caller's wait with the signal's reason; the
   * work itself is aborted when no caller waits for it any more.
   */
  async run(
    key: string,
    signal: AbortSignal | undefined,
    onProgress: ((progress: P) => void) | undefined,
    work: (signal: AbortSignal, emit: (progress: P) => void) => Promise<T>,
  ): Promise<T> {
    signal?.throwIfAborted();
    const running = this.#running.get(key) ?? this.#start(key, work);
    let leave: (reason: unknown) => void = () => undefined;
    const left = new Promise<never>((_resolve, reject) => {
      leave = (reason) => reject(toError(reason));
    });
    // A listener that throws ends the wait of its own caller only.
    const listener = (progress: P) => {
      try {
        onProgress?.(progress);
      } catch (error) {
        leave(error);
      }
    };
    const abort = () => leave(signal?.reason);
    running.listeners.add(listener);
    running.waiting++;
    signal?.addEventListener('abort', abort, { once: true });
    try {
      return await Promise.race([running.result, left]);
    } finally {
      signal?.removeEventListener('abort', abort);
      running.listeners.delete(listener);
      running.waiting--;
      if (running.waiting === 0) {
        if (this.#running.get(key) === running) this.#running.delete(key);
        running.controller.abort();
      }
    }
  }

  #start(key: string, work: (signal: AbortSignal, emit: (progress: P) => void) => Promise<T>): Running<T, P> {
    const controller = new AbortController();
    const listeners = new Set<(progress: P) => void>();
    const emit = (progress: P) => {
      for (const listener of listeners) listener(progress);
    };
    const running = { result: work(controller.signal, emit), listeners, controller, waiting: 0 };
    // Once every caller has left, no one handles a rejection.
    running.result.catch(() => undefined);
    this.#running.set(key, running);
    return running;
  }
}

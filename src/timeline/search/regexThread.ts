import { Worker } from 'node:worker_threads';
import { expressionOf, PlainMatcher, QueryError, type TextMatcher, type TextQuery } from './textMatcher.ts';
import { REGEX_THREAD } from './regexSource.ts';

/** Milliseconds that a regular expression may take for one batch of texts. */
const BATCH_TIME = 2000;

/** @throws QueryError if the query is not a valid regular expression */
export function createMatcher(query: TextQuery, batchTime = BATCH_TIME): TextMatcher {
  return query.regex ? new RegexMatcher(query, batchTime) : new PlainMatcher(query);
}

/**
 * Runs a regular expression in a separate thread: on a text that an inmate made for it, it may practically never end,
 * and only a thread can be terminated while it runs.
 */
class RegexMatcher implements TextMatcher {
  readonly #expression: { readonly source: string; readonly flags: string };
  readonly #batchTime: number;
  #worker: Worker | undefined;
  #disposed = false;
  /** One question at a time: an answer does not say to which it belongs. */
  #asking: Promise<unknown> = Promise.resolve();

  constructor(query: TextQuery, batchTime: number) {
    this.#expression = expressionOf(query);
    this.#batchTime = batchTime;
  }

  async matches(texts: readonly string[]): Promise<readonly boolean[]> {
    const found = await this.#ranges(texts, 0);
    return texts.map((_, i) => found[i] === true);
  }

  async ranges(texts: readonly string[], most: number): Promise<readonly (readonly number[])[]> {
    const found = await this.#ranges(texts, most);
    return texts.map((_, i) => {
      const ranges = found[i];
      return Array.isArray(ranges) ? ranges.filter((at) => typeof at === 'number') : [];
    });
  }

  dispose(): void {
    this.#disposed = true;
    // Not awaited: the worker terminates even in the middle of a match.
    void this.#worker?.terminate();
    this.#worker = undefined;
  }

  async #ranges(texts: readonly string[], most: number): Promise<readonly unknown[]> {
    const asked = this.#asking.then(async () => this.#run(texts, most));
    this.#asking = asked.catch(() => undefined);
    return asked;
  }

  async #run(texts: readonly string[], most: number): Promise<readonly unknown[]> {
    if (this.#disposed) throw new QueryError('the search was given up');
    const worker = (this.#worker ??= this.#start());
    try {
      return await this.#ask(worker, texts, most);
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  #start(): Worker {
    const worker = new Worker(`const { parentPort, workerData } = require('node:worker_threads');\n${REGEX_THREAD}`, {
      eval: true,
      workerData: this.#expression,
      execArgv: [],
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: 128 },
    });
    worker.unref();
    return worker;
  }

  async #ask(worker: Worker, texts: readonly string[], most: number): Promise<readonly unknown[]> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        settle(() => reject(new QueryError('the regular expression takes too long: make it simpler')));
      }, this.#batchTime);
      const onMessage = (answer: unknown): void => settle(() => resolve(Array.isArray(answer) ? answer : []));
      const onError = (error: Error): void =>
        settle(() => reject(new QueryError(`the search failed: ${error.message}`)));
      const onExit = (): void => settle(() => reject(new QueryError('the search was given up')));
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        act();
      };
      worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is not a window
      worker.postMessage({ texts, most });
    });
  }
}

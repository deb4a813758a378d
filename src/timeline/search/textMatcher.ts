import { Worker } from 'node:worker_threads';
import { messageOf } from '../../recording/errors.ts';

export interface TextQuery {
  readonly text: string;
  readonly regex: boolean;
}

/** Tells which texts match a query. */
export interface TextMatcher {
  /** @throws QueryError if the texts cannot be matched */
  matches(texts: readonly string[]): Promise<readonly boolean[]>;
  dispose(): void;
}

/** A query that cannot be answered; the message is for the user. */
export class QueryError extends Error {
  override name = 'QueryError';
}

/** Milliseconds that a regular expression may take for one batch of texts. */
const BATCH_TIME = 2000;

/** @throws QueryError if the query is not a valid regular expression */
export function createMatcher({ text, regex }: TextQuery, batchTime = BATCH_TIME): TextMatcher {
  return regex ? new RegexMatcher(text, batchTime) : new PlainMatcher(text);
}

/** Finds a literal text; ignores case. */
class PlainMatcher implements TextMatcher {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text.toLowerCase();
  }

  async matches(texts: readonly string[]): Promise<readonly boolean[]> {
    return texts.map((text) => text.toLowerCase().includes(this.#text));
  }

  dispose(): void {
    // Nothing to release.
  }
}

/** A string, so that bundles need no separate file. The worker gets a pattern once, then answers batch after batch. */
const WORKER_SOURCE = `
const { parentPort, workerData } = require('node:worker_threads');
const regex = new RegExp(workerData.source, workerData.flags);
parentPort.on('message', (texts) => parentPort.postMessage(texts.map((text) => regex.test(text))));
`;

/**
 * Runs a regular expression in a separate thread: on a text that an inmate made for it, it may practically never end,
 * and only a thread can be terminated while it runs.
 */
class RegexMatcher implements TextMatcher {
  readonly #regex: RegExp;
  readonly #batchTime: number;
  #worker: Worker | undefined;
  #disposed = false;

  constructor(source: string, batchTime: number) {
    this.#regex = compile(source);
    this.#batchTime = batchTime;
  }

  async matches(texts: readonly string[]): Promise<readonly boolean[]> {
    if (this.#disposed) throw new QueryError('the search was given up');
    const worker = (this.#worker ??= this.#start());
    try {
      return await this.#ask(worker, texts);
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  dispose(): void {
    this.#disposed = true;
    // Not awaited: the worker terminates even in the middle of a match.
    void this.#worker?.terminate();
    this.#worker = undefined;
  }

  #start(): Worker {
    const { source, flags } = this.#regex;
    const worker = new Worker(WORKER_SOURCE, {
      eval: true,
      workerData: { source, flags },
      execArgv: [],
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: 128 },
    });
    worker.unref();
    return worker;
  }

  async #ask(worker: Worker, texts: readonly string[]): Promise<readonly boolean[]> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        settle(() => reject(new QueryError('the regular expression takes too long: make it simpler')));
      }, this.#batchTime);
      const onMessage = (answer: unknown): void => {
        const flags = Array.isArray(answer) ? answer.map((flag) => flag === true) : [];
        settle(() => resolve(flags));
      };
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
      worker.postMessage(texts);
    });
  }
}

/** Ignores case; `^` and `$` match at lines. Uses Unicode mode if the pattern is valid in it. */
function compile(source: string): RegExp {
  for (const flags of ['imu', 'im']) {
    try {
      return new RegExp(source, flags);
    } catch (error) {
      if (flags === 'im') {
        const why = messageOf(error);
        throw new QueryError(`this is not a regular expression: ${why}`, { cause: error });
      }
    }
  }
  throw new QueryError('this is not a regular expression');
}

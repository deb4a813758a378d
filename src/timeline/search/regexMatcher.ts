import { QueryError, type Expression, type TextMatcher } from './textMatcher.ts';

/** Milliseconds that a regular expression may take for one batch of texts. */
export const BATCH_TIME = 2000;

/** A thread that runs `REGEX_THREAD` for one expression. */
export interface RegexThread {
  post(batch: { readonly texts: readonly string[]; readonly most: number }): void;
  /** It ends even in the middle of a match. */
  end(): void;
}

/** What a thread tells. */
export interface RegexListener {
  answered(answer: unknown): void;
  failed(message: string): void;
}

/**
 * Runs a regular expression in a separate thread: on a text that an inmate made for it, it may practically never end,
 * and only a thread can be ended while it runs.
 */
export class RegexMatcher implements TextMatcher {
  readonly #start: (listener: RegexListener) => RegexThread;
  readonly #batchTime: number;
  #thread: RegexThread | undefined;
  #waiting: RegexListener | undefined;
  #disposed = false;
  /** One question at a time: an answer does not say to which it belongs. */
  #asking: Promise<unknown> = Promise.resolve();

  constructor(
    start: (expression: Expression, listener: RegexListener) => RegexThread,
    expression: Expression,
    batchTime = BATCH_TIME,
  ) {
    this.#start = (listener) => start(expression, listener);
    this.#batchTime = batchTime;
  }

  async matches(texts: readonly string[]): Promise<readonly boolean[]> {
    const found = await this.#run(texts, 0);
    return texts.map((_, i) => found[i] === true);
  }

  async ranges(texts: readonly string[], most: number): Promise<readonly (readonly number[])[]> {
    const found = await this.#run(texts, most);
    return texts.map((_, i) => {
      const ranges = found[i];
      return Array.isArray(ranges) ? ranges.filter((at) => typeof at === 'number') : [];
    });
  }

  dispose(): void {
    this.#disposed = true;
    this.#thread?.end();
    this.#thread = undefined;
    this.#waiting?.failed('the search was given up');
  }

  async #run(texts: readonly string[], most: number): Promise<readonly unknown[]> {
    const asked = this.#asking.then(async () => this.#ask(texts, most));
    this.#asking = asked.catch(() => undefined);
    return asked;
  }

  async #ask(texts: readonly string[], most: number): Promise<readonly unknown[]> {
    if (this.#disposed) throw new QueryError('the search was given up');
    const thread = (this.#thread ??= this.#start({
      answered: (answer) => this.#waiting?.answered(answer),
      failed: (message) => this.#waiting?.failed(message),
    }));
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      return await new Promise<readonly unknown[]>((resolve, reject) => {
        const failed = (message: string): void => reject(new QueryError(message));
        timer = setTimeout(() => failed('the regular expression takes too long: make it simpler'), this.#batchTime);
        this.#waiting = { answered: (answer) => resolve(Array.isArray(answer) ? answer : []), failed };
        thread.post({ texts, most });
      });
    } catch (error) {
      this.dispose();
      throw error;
    } finally {
      clearTimeout(timer);
      this.#waiting = undefined;
    }
  }
}

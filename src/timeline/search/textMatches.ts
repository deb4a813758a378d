import { RowList } from '../rows/rowList.ts';
import type { RowSource } from '../rows/rowSource.ts';
import type { MatchedRows } from '../rows/shownRows.ts';
import type { TextMatcher, TextQuery } from './textMatcher.ts';

/** Characters of a batch: the time limit of a regular expression applies to one batch. */
const BATCH_CHARACTERS = 256 * 1024;

/**
 * The rows of a recording whose text matches a query. Searches in the background, from the first row on and while the
 * recording grows.
 */
export class TextMatches implements MatchedRows {
  readonly rows = new RowList();
  readonly #matcher: TextMatcher;
  readonly #leaving = new AbortController();
  readonly #waiting = new Set<() => void>();
  #scanned = 0;
  #ended = false;
  #failure: Error | undefined;

  /**
   * @param onProgress called after each batch; it must not throw
   * @throws QueryError if the query is invalid
   */
  constructor(source: RowSource, query: TextQuery, onProgress: () => void) {
    this.#matcher = source.matcher(query);
    void this.#scan(source, onProgress);
  }

  get scanned(): number {
    return this.#scanned;
  }

  /**
   * Resolves after the next batch; at once if the search has ended.
   *
   * @throws QueryError or RecordingError if the rows cannot be searched
   */
  async progress(): Promise<void> {
    if (!this.#ended) await new Promise<void>((resolve) => this.#waiting.add(resolve));
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Whether no more matches will come. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Whether the search failed: a new one may succeed. */
  get failed(): boolean {
    return this.#failure !== undefined;
  }

  /** Resolves when that many rows were searched, or the search has ended. */
  async scannedTo(rows: number): Promise<void> {
    while (this.#scanned < rows && !this.#ended) await this.progress();
    if (this.#failure !== undefined) throw this.#failure;
  }

  dispose(): void {
    this.#leaving.abort(new Error('the search was given up'));
    this.#matcher.dispose();
  }

  async #scan(source: RowSource, onProgress: () => void): Promise<void> {
    try {
      for await (const batch of source.texts(this.#leaving.signal)) {
        let texts: string[] = [];
        let rows: number[] = [];
        let characters = 0;
        for (const { row, text } of batch.texts) {
          texts.push(text);
          rows.push(row);
          characters += text.length;
          if (characters < BATCH_CHARACTERS) continue;
          await this.#match(texts, rows);
          texts = [];
          rows = [];
          characters = 0;
        }
        await this.#match(texts, rows);
        this.#scanned = batch.end;
        onProgress();
        this.#wake();
      }
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error));
    } finally {
      this.#ended = true;
      this.#matcher.dispose();
      this.#wake();
    }
  }

  async #match(texts: readonly string[], rows: readonly number[]): Promise<void> {
    if (texts.length === 0) return;
    const matched = await this.#matcher.matches(texts);
    for (const [i, row] of rows.entries()) if (matched[i]) this.rows.push(row);
  }

  #wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resolve of waiting) resolve();
  }
}

import type { RowSource } from '../rows/rowSource.ts';
import type { TextQuery } from './textMatcher.ts';
import { TextMatches } from './textMatches.ts';

/** Uses of matches: the current filter, the one that will replace it, and a search. */
const USES = ['filter', 'nextFilter', 'find'] as const;

type Use = (typeof USES)[number];

/** Keeps the matches of the texts in use, so that each text is searched for only once. */
export class MatchCache {
  readonly #source: RowSource;
  readonly #onProgress: () => void;
  readonly #matches = new Map<string, TextMatches>();
  readonly #used = new Map<Use, string>();

  constructor(source: RowSource, onProgress: () => void) {
    this.#source = source;
    this.#onProgress = onProgress;
  }

  /**
   * The matches of a query, kept until the same use takes another query.
   *
   * @throws QueryError if the query is invalid; the previous one stays in use
   */
  use(use: Use, query: TextQuery): TextMatches {
    const key = keyOf(query);
    const known = this.#matches.get(key);
    const matches = known && !known.failed ? known : new TextMatches(this.#source, query, this.#onProgress);
    this.#matches.set(key, matches);
    this.#used.set(use, key);
    this.#disposeUnused();
    return matches;
  }

  release(use: Use): void {
    this.#used.delete(use);
    this.#disposeUnused();
  }

  /** Makes the next filter the current one. */
  promote(): void {
    const key = this.#used.get('nextFilter');
    if (key === undefined) this.#used.delete('filter');
    else this.#used.set('filter', key);
    this.release('nextFilter');
  }

  dispose(): void {
    this.#used.clear();
    this.#disposeUnused();
  }

  #disposeUnused(): void {
    const used = new Set(this.#used.values());
    for (const [key, matches] of this.#matches) {
      if (used.has(key)) continue;
      this.#matches.delete(key);
      matches.dispose();
    }
  }
}

function keyOf({ text, regex, caseSensitive, wholeWord }: TextQuery): string {
  return JSON.stringify([text, regex, caseSensitive, wholeWord]);
}

import type { RecordingReader } from '../../recording/recordingReader.ts';
import type { TextQuery } from './textMatcher.ts';
import { TextMatches } from './textMatches.ts';

/** Who looks for a text: the filter in force, one that is to take its place, and a search. */
const USES = ['filter', 'nextFilter', 'find'] as const;

type Use = (typeof USES)[number];

/** Keeps the matches of the texts that are in use, so that a text is looked for once only. */
export class MatchCache {
  readonly #reader: RecordingReader;
  readonly #onProgress: () => void;
  readonly #matches = new Map<string, TextMatches>();
  readonly #used = new Map<Use, string>();

  constructor(reader: RecordingReader, onProgress: () => void) {
    this.#reader = reader;
    this.#onProgress = onProgress;
  }

  /**
   * The matches of a query, which stay until the same use takes another one.
   *
   * @throws QueryError where the query is none; what was in use before stays
   */
  use(use: Use, query: TextQuery): TextMatches {
    const key = `${query.regex ? 'regex' : 'text'} ${query.text}`;
    const known = this.#matches.get(key);
    const matches = known && !known.failed ? known : new TextMatches(this.#reader, query, this.#onProgress);
    this.#matches.set(key, matches);
    this.#used.set(use, key);
    this.#disposeUnused();
    return matches;
  }

  release(use: Use): void {
    this.#used.delete(use);
    this.#disposeUnused();
  }

  /** The filter that was to take the place of the one in force has done so. */
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

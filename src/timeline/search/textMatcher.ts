import type { TextQuery } from '../../protocol/query.ts';
import { PlainFinder } from '../../text/findText.ts';

export type { TextQuery } from '../../protocol/query.ts';

/** Tells which texts match a query, and where. */
export interface TextMatcher {
  /** @throws QueryError if the texts cannot be matched */
  matches(texts: readonly string[]): Promise<readonly boolean[]>;
  /**
   * @returns for each text up to `most` ranges, as `[from, to, from, to, …]`
   * @throws QueryError if the texts cannot be matched
   */
  ranges(texts: readonly string[], most: number): Promise<readonly (readonly number[])[]>;
  dispose(): void;
}

/** A query that cannot be answered; the message is for the user. */
export class QueryError extends Error {
  override name = 'QueryError';
}

/** A regular expression, checked but not yet run. */
export interface Expression {
  readonly source: string;
  readonly flags: string;
}

/** Finds a literal text. */
export class PlainMatcher implements TextMatcher {
  readonly #finder: PlainFinder;

  constructor(query: TextQuery) {
    this.#finder = new PlainFinder(query);
  }

  async matches(texts: readonly string[]): Promise<readonly boolean[]> {
    return texts.map((text) => this.#finder.isIn(text));
  }

  async ranges(texts: readonly string[], most: number): Promise<readonly (readonly number[])[]> {
    return texts.map((text) => this.#finder.rangesIn(text, most));
  }

  dispose(): void {
    // Nothing to release.
  }
}

/** What a word consists of, in Unicode mode and without it. */
const WORD = { u: '[\\p{L}\\p{N}\\p{M}_]', '': '\\w' } as const;

/**
 * `^` and `$` match at lines. Uses Unicode mode if the expression is valid in it.
 *
 * @throws QueryError if it is not a valid regular expression
 */
export function expressionOf({ text, caseSensitive, wholeWord }: TextQuery): Expression {
  let why = '';
  for (const mode of ['u', ''] as const) {
    const flags = `${caseSensitive ? '' : 'i'}m${mode}`;
    try {
      const { source } = new RegExp(text, flags);
      const word = WORD[mode];
      return { source: wholeWord ? `(?<!${word})(?:${source})(?!${word})` : source, flags };
    } catch (error) {
      why = error instanceof Error ? error.message : String(error);
    }
  }
  throw new QueryError(`this is not a regular expression: ${why.replace(/^Invalid regular expression: /, '')}`);
}

import { isFlag, listOf, objectOf, oneOf, textUpTo, where, wholeFrom, type Check } from './check.ts';

/** A text or a regular expression to find or to filter by. */
export interface TextQuery {
  /** Empty: every row matches a filter, none a search. */
  readonly text: string;
  readonly regex: boolean;
  readonly caseSensitive: boolean;
  readonly wholeWord: boolean;
}

/** What a view asks about a search; each reply is in `SearchReplies`. */
export type SearchRequest =
  /** Number of the next row (`step` 1) or previous one (-1) that matches, shown rows only; wraps around. */
  | { readonly type: 'find'; readonly query: TextQuery; readonly row: number; readonly step: 1 | -1 }
  /** The same while the query is typed: the row itself may match, and it fails if another follows within a moment. */
  | { readonly type: 'seek'; readonly query: TextQuery; readonly row: number }
  /** How many shown rows match as far as they were searched, and which of them a row is. */
  | { readonly type: 'count'; readonly query: TextQuery; readonly row: number }
  /** Where the query matches in texts that the view shows. */
  | { readonly type: 'mark'; readonly query: TextQuery; readonly texts: readonly string[] };

export interface SearchReplies {
  readonly find: { readonly row: number | null };
  readonly seek: { readonly row: number | null };
  readonly count: {
    /** From 1; 0 for a row that does not match. */
    readonly place: number;
    readonly total: number;
    /** Whether all rows so far were searched. */
    readonly complete: boolean;
  };
  /** For each text the ranges as `[from, to, from, to, …]` in UTF-16 units, in order and apart. */
  readonly mark: { readonly ranges: readonly (readonly number[])[] };
}

/** Characters of a query. */
export const MAX_QUERY = 1000;
/** Texts of a `mark` request, characters of all of them, and ranges of each in the reply. */
export const MAX_MARKED_TEXTS = 2000;
export const MAX_MARKED_CHARACTERS = 512 * 1024;
export const MAX_MARKED_RANGES = 2000;

const isCount = wholeFrom(0, 2 ** 32 - 1);

export const QUERY_MEMBERS = {
  text: textUpTo(MAX_QUERY),
  regex: isFlag,
  caseSensitive: isFlag,
  wholeWord: isFlag,
} as const;

const isTextQuery = objectOf<TextQuery>(QUERY_MEMBERS);

export const SEARCH_REQUESTS = {
  find: objectOf({ type: oneOf('find'), query: isTextQuery, row: isCount, step: oneOf(1, -1) }),
  seek: objectOf({ type: oneOf('seek'), query: isTextQuery, row: isCount }),
  count: objectOf({ type: oneOf('count'), query: isTextQuery, row: isCount }),
  mark: where(
    objectOf({
      type: oneOf('mark'),
      query: isTextQuery,
      texts: listOf(textUpTo(MAX_MARKED_CHARACTERS), MAX_MARKED_TEXTS),
    }),
    ({ texts }) => texts.reduce((sum, { length }) => sum + length, 0) <= MAX_MARKED_CHARACTERS,
  ),
};

const isRanges = where(
  listOf(isCount, 2 * MAX_MARKED_RANGES),
  (ranges) => ranges.length % 2 === 0 && ranges.every((at, i) => i === 0 || at >= (ranges[i - 1] ?? 0)),
);

const isFound = objectOf({ row: (data): data is number | null => data === null || isCount(data) });

export const SEARCH_REPLIES: { readonly [K in keyof SearchReplies]: Check<SearchReplies[K]> } = {
  find: isFound,
  seek: isFound,
  count: objectOf({ place: isCount, total: isCount, complete: isFlag }),
  mark: objectOf({ ranges: listOf(isRanges, MAX_MARKED_TEXTS) }),
};

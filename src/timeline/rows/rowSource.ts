import type { EventType } from '../../protocol/lane.ts';
import type { Detail } from '../../protocol/protocol.ts';
import type { TextQuery } from '../../protocol/query.ts';
import type { ValuePart, ValueRequest } from '../../protocol/value/whole.ts';
import type { OutputSource } from '../console/outputFeed.ts';
import type { TextMatcher } from '../search/textMatcher.ts';
import type { IndexedRows } from './shownRows.ts';

/** The columns of all rows so far. */
export interface RowColumns extends IndexedRows {
  type(row: number): EventType;
  /** Milliseconds by arrival. */
  t(row: number): number;
  /** Milliseconds in the inmate, where known. */
  at(row: number): number | undefined;
  size(row: number): number;
}

/** The text of some consecutive rows. */
export interface TextBatch {
  /** In the order of the rows; a row that has no text is missing. */
  readonly texts: readonly { readonly row: number; readonly text: string }[];
  /** The row behind the batch. */
  readonly end: number;
}

/** Where rows come from: a recording, or a page that holds what a recording held. */
export interface RowSource {
  readonly columns: RowColumns;
  previews(rows: Uint32Array): Promise<readonly string[]>;
  readonly detail: (row: number) => Promise<Detail>;
  /** Children of a node in a row's value. @throws RangeError if there is no such row or node */
  valuePart(request: ValueRequest): Promise<ValuePart>;
  readonly output: OutputSource;
  /** What is searched, from the first row on and as rows come, until there will be no more. */
  texts(signal: AbortSignal): AsyncIterable<TextBatch>;
  /** @throws QueryError if the query is not a valid regular expression */
  matcher(query: TextQuery): TextMatcher;
}

import { PAGE_ROWS } from '../../recording/index/eventTable.ts';
import { EVENT_TYPES, LANES, laneOf } from '../../protocol/lane.ts';
import {
  EVERYTHING,
  type Filter,
  type RowWindow,
  type ViewReplies,
  type ViewRequest,
} from '../../protocol/protocol.ts';
import { OutputFeed } from '../console/outputFeed.ts';
import { laneIn } from './columns.ts';
import { countDensity, nearestRow } from './density.ts';
import { findRow } from '../search/finder.ts';
import { FoundRows } from '../search/foundRows.ts';
import { numbersToBytes } from './littleEndian.ts';
import { MatchCache } from '../search/matchCache.ts';
import type { RowColumns, RowSource } from './rowSource.ts';
import { ShownRows } from './shownRows.ts';
import { streamSize } from '../whole/streamSize.ts';
import { MAX_MARKED_RANGES, type TextQuery } from '../../protocol/query.ts';
import { QueryError } from '../search/textMatcher.ts';
import type { TextMatches } from '../search/textMatches.ts';

type Reply = ViewReplies[keyof ViewReplies];
/** What is asked of the rows. */
export type RowRequest = Exclude<ViewRequest, { readonly type: 'result' | 'copy' }>;

type Asked<T extends ViewRequest['type']> = Extract<ViewRequest, { readonly type: T }>;

/** Milliseconds without another key before a typed text is searched for. */
const TYPING_PAUSE = 80;

/** The rows of a recording as one view sees them, through its filter. Answers the view's requests. */
export class TimelineRows {
  readonly #source: RowSource;
  readonly #index: RowColumns;
  readonly #matches: MatchCache;
  readonly #output: OutputFeed;
  #shown: ShownRows;
  /** Counts the filters that were requested. */
  #filters = 0;
  /** Counts the searches while typing. */
  #seeks = 0;
  #found: FoundRows | undefined;

  /** @param onProgress called when more rows were searched; it must not throw */
  constructor(source: RowSource, onProgress: () => void) {
    this.#source = source;
    this.#index = source.columns;
    this.#matches = new MatchCache(source, onProgress);
    this.#output = new OutputFeed(source.output);
    this.#shown = new ShownRows(this.#index, EVERYTHING);
  }

  /** Rows that are shown. */
  get shown(): number {
    return this.#shown.length;
  }

  /** Takes in new rows. */
  update(): void {
    this.#shown.update();
  }

  /** Shows all rows again. */
  showEverything(): void {
    this.#filters++;
    this.#matches.dispose();
    this.#shown = new ShownRows(this.#index, EVERYTHING);
  }

  dispose(): void {
    this.#filters++;
    this.#matches.dispose();
  }

  /**
   * @throws QueryError if a text cannot be searched for, or another filter was requested meanwhile
   * @throws RangeError if there is no such row
   * @throws RecordingError if the recording can no longer be read, and the signal's reason
   */
  async answer(request: RowRequest, signal: AbortSignal): Promise<Reply> {
    switch (request.type) {
      case 'rows':
        return this.#window(request.from, request.to);
      case 'density':
        return countDensity(this.#index.pages, this.#shown.rows, request);
      case 'detail':
        return this.#source.detail(request.row);
      case 'filter':
        return this.#filter(request.filter);
      case 'find':
        return { row: (await this.#find(request)) ?? null };
      case 'seek':
        return { row: (await this.#seek(request)) ?? null };
      case 'count':
        return this.#count(request);
      case 'mark':
        return { ranges: await this.#mark(request) };
      case 'place':
        return { place: this.#shown.placeOf(request.row) };
      case 'neighbour':
        return { row: this.#neighbour(request) ?? null };
      case 'at':
        return { row: nearestRow(this.#index.pages, this.#shown.rows, request.time, request.clock) ?? null };
      case 'output':
        return this.#output.read(request.from, request.to, signal);
      case 'outputOf':
        return this.#output.placeOf(request.row);
      case 'value':
        return this.#source.valuePart(request);
      case 'streamSize':
        return { bytes: streamSize(this.#index, request.stream) };
    }
  }

  async #window(from: number, to: number): Promise<RowWindow> {
    const shown = this.#shown;
    const first = Math.min(from, shown.length);
    const count = Math.max(0, Math.min(to, shown.length) - first);
    const rows = Uint32Array.from({ length: count }, (_, i) => shown.rowAt(first + i) ?? 0);
    const types = Uint8Array.from(rows, (row) => EVENT_TYPES.indexOf(this.#index.type(row)));
    return {
      from: first,
      rows: numbersToBytes(rows),
      types,
      t: numbersToBytes(Float64Array.from(rows, (row) => this.#index.t(row))),
      at: numbersToBytes(Float64Array.from(rows, (row) => this.#index.at(row) ?? NaN)),
      sizes: numbersToBytes(Uint32Array.from(rows, (row) => this.#index.size(row))),
      previews: await this.#source.previews(rows),
    };
  }

  async #filter(filter: Filter): Promise<ViewReplies['filter']> {
    const mine = ++this.#filters;
    const isReplaced = (): boolean => mine !== this.#filters;
    const matches = filter.text === '' ? undefined : await this.#matchesOf('nextFilter', filter, isReplaced);
    if (!matches) this.#matches.release('nextFilter');
    try {
      await matches?.scannedTo(this.#index.length);
    } catch (error) {
      if (!isReplaced()) this.#matches.release('nextFilter');
      throw error;
    }
    if (isReplaced()) throw new QueryError('another filter took its place');
    this.#shown = new ShownRows(this.#index, filter, matches);
    this.#matches.promote();
    return { shown: this.#shown.length };
  }

  /**
   * The matches of a query that is being typed: begun only if no other follows at once.
   *
   * @throws QueryError if the query is invalid, or was replaced
   */
  async #matchesOf(use: 'nextFilter' | 'find', query: TextQuery, isReplaced: () => boolean): Promise<TextMatches> {
    // An invalid expression is told at once.
    this.#source.matcher(query).dispose();
    await new Promise((resolve) => setTimeout(resolve, TYPING_PAUSE));
    if (isReplaced())
      throw new QueryError(use === 'find' ? 'another search took its place' : 'another filter took its place');
    return this.#matches.use(use, query);
  }

  async #seek({ query, row }: Asked<'seek'>): Promise<number | undefined> {
    const mine = ++this.#seeks;
    if (query.text === '') {
      this.#matches.release('find');
      return undefined;
    }
    const matches = await this.#matchesOf('find', query, () => mine !== this.#seeks);
    const { length } = this.#index;
    return findRow(matches, { length, isShown: (found) => this.#shown.has(found) }, row - 1, 1);
  }

  async #find({ query, row, step }: Asked<'find'>): Promise<number | undefined> {
    if (query.text === '') return undefined;
    const { length } = this.#index;
    const isShown = (found: number): boolean => this.#shown.has(found);
    return findRow(this.#matches.use('find', query), { length, isShown }, row, step);
  }

  #count({ query, row }: Asked<'count'>): ViewReplies['count'] {
    if (query.text === '') return { place: 0, total: 0, complete: true };
    const matches = this.#matches.use('find', query);
    if (this.#found?.matches !== matches || this.#found.shown !== this.#shown) {
      this.#found = new FoundRows(matches, this.#shown);
    }
    return this.#found.count(row, this.#index.length);
  }

  async #mark({ query, texts }: Asked<'mark'>): Promise<readonly (readonly number[])[]> {
    if (query.text === '') return texts.map(() => []);
    const matcher = this.#source.matcher(query);
    try {
      return await matcher.ranges(texts, MAX_MARKED_RANGES);
    } finally {
      matcher.dispose();
    }
  }

  #neighbour({ row, step }: Asked<'neighbour'>): number | undefined {
    const lane = LANES.indexOf(laneOf(this.#index.type(row)));
    const shown = this.#shown;
    let place = step === 1 ? shown.placeOf(row + 1) : shown.placeOf(row) - 1;
    for (let found = shown.rowAt(place); place >= 0 && found !== undefined; found = shown.rowAt(place)) {
      const page = this.#index.pages[Math.floor(found / PAGE_ROWS)];
      if (page && laneIn(page, found % PAGE_ROWS) === lane) return found;
      place += step;
    }
    return undefined;
  }
}

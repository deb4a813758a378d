import type { EventIndex } from '../../recording/index/eventIndex.ts';
import { PAGE_ROWS } from '../../recording/index/eventTable.ts';
import type { RecordingReader } from '../../recording/recordingReader.ts';
import { EVENT_TYPES, LANES, laneOf } from '../../protocol/lane.ts';
import type { Filter, RowWindow, ViewReplies, ViewRequest } from '../../protocol/protocol.ts';
import type { CopyRequest } from '../../protocol/value/whole.ts';
import { laneIn } from './columns.ts';
import { countDensity, nearestRow } from './density.ts';
import { readDetail, readValuePart } from '../detail/detail.ts';
import { findRow } from '../search/finder.ts';
import { numbersToBytes } from './littleEndian.ts';
import { MatchCache } from '../search/matchCache.ts';
import { streamSize } from '../whole/streamSize.ts';
import { readPreview } from '../describe/preview.ts';
import { ShownRows } from './shownRows.ts';
import { readStreamText } from '../detail/streamText.ts';
import { QueryError } from '../search/textMatcher.ts';

type Reply = ViewReplies[keyof ViewReplies];
type Asked<T extends ViewRequest['type']> = Extract<ViewRequest, { readonly type: T }>;

export const EVERYTHING: Filter = { lanes: LANES, text: '', regex: false, minSize: null, maxSize: null };

/** The rows of a recording as one view sees them, through its filter. Answers the view's requests. */
export class TimelineRows {
  readonly #index: EventIndex;
  readonly #matches: MatchCache;
  #shown: ShownRows;
  /** Counts the filters that were requested. */
  #filters = 0;

  /** @param onProgress called when more rows were searched; it must not throw */
  constructor(reader: RecordingReader, index: EventIndex, onProgress: () => void) {
    this.#index = index;
    this.#matches = new MatchCache(reader, onProgress);
    this.#shown = new ShownRows(index, EVERYTHING);
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
  async answer(request: Exclude<ViewRequest, CopyRequest>, signal: AbortSignal): Promise<Reply> {
    switch (request.type) {
      case 'rows':
        return this.#window(request.from, request.to);
      case 'density':
        return countDensity(this.#index.pages, this.#shown.rows, request);
      case 'detail':
        return readDetail(this.#index, request.row);
      case 'text':
        return readStreamText(this.#index, request.stream, request.row, signal);
      case 'filter':
        return this.#filter(request.filter);
      case 'find':
        return { row: (await this.#find(request)) ?? null };
      case 'place':
        return { place: this.#shown.placeOf(request.row) };
      case 'neighbour':
        return { row: this.#neighbour(request) ?? null };
      case 'at':
        return { row: nearestRow(this.#index.pages, this.#shown.rows, request.time, request.clock) ?? null };
      case 'value':
        return readValuePart(this.#index, request);
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
      previews: await this.#previews(rows),
    };
  }

  async #previews(rows: Uint32Array): Promise<readonly string[]> {
    const previews: string[] = [];
    const reader = this.#index.reader();
    try {
      for (const row of rows) {
        previews.push(await readPreview(reader, row, this.#index.type(row), this.#index.size(row)));
      }
    } finally {
      reader.close();
    }
    return previews;
  }

  async #filter(filter: Filter): Promise<ViewReplies['filter']> {
    const mine = ++this.#filters;
    const { text, regex } = filter;
    if (text === '') this.#matches.release('nextFilter');
    const matches = text === '' ? undefined : this.#matches.use('nextFilter', { text, regex });
    try {
      await matches?.scannedTo(this.#index.length);
    } catch (error) {
      if (mine === this.#filters) this.#matches.release('nextFilter');
      throw error;
    }
    if (mine !== this.#filters) throw new QueryError('another filter took its place');
    this.#shown = new ShownRows(this.#index, filter, matches);
    this.#matches.promote();
    return { shown: this.#shown.length };
  }

  async #find({ text, regex, row, step }: Asked<'find'>): Promise<number | undefined> {
    if (text === '') return undefined;
    const { length } = this.#index;
    const isShown = (found: number): boolean => this.#shown.has(found);
    return findRow(this.#matches.use('find', { text, regex }), { length, isShown }, row, step);
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

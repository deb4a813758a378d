import { RecordingError } from '../recording/errors.ts';
import type { EventIndex } from '../recording/index/eventIndex.ts';
import type { RecordingReader } from '../recording/recordingReader.ts';
import { checkViewMessage } from '../protocol/checkMessage.ts';
import {
  MAX_HEADER_TEXT,
  type Extent,
  type Header,
  type HostMessage,
  type ViewMessage,
  type ViewReplies,
  type ViewRequest,
} from '../protocol/protocol.ts';
import type { Result } from '../protocol/result.ts';
import { clip } from '../text/words.ts';
import { DispatchProgress } from './dispatchProgress.ts';
import { headerOf } from './describe/header.ts';
import { QueryError } from './search/textMatcher.ts';
import { ResultSource } from './result/result.ts';
import type { TimelineHost } from './timelineHost.ts';
import { recordedRows } from './rows/recordedRows.ts';
import { TimelineRows } from './rows/timelineRows.ts';
import { copyWhole } from './whole/copyWhole.ts';
import { TooLargeError } from './whole/wholeFile.ts';
import { doForView } from './viewAction.ts';

export type { TimelineHost } from './timelineHost.ts';

/** Milliseconds between two messages about the growth of a dispatch. */
const GROWTH_INTERVAL = 100;

/** Milliseconds that a view waits for the first rows. */
const FIRST_LOOK = 50;

/** How many of the last rows are searched for the answer: only a few steps can follow it at once. */
const LAST_ROWS = 16;

/** An open recording, with its index and progress. */
interface Opened {
  readonly reader: RecordingReader;
  readonly index: EventIndex;
  readonly progress: DispatchProgress;
  readonly rows: TimelineRows;
  readonly result: ResultSource;
  /** Resolves when all rows are indexed, or indexing has ended early. */
  readonly indexed: Promise<void>;
}

/**
 * Serves one view of a recording, live or finished, from opening it to `dispose`. It never throws: the view gets
 * `broken` for a recording that cannot be shown, and `failure` for an error of a request.
 */
export class TimelineSession {
  readonly #host: TimelineHost;
  readonly #leaving = new AbortController();
  readonly #opened: Promise<Opened | undefined>;
  /** Waits once for the first rows, even if the view loads (or says so) several times. */
  #firstLook: Promise<void> | undefined;
  /** Whether the return or raise is among the rows. */
  #isAnswered = false;
  #onAnswer: () => void = () => undefined;
  #started = false;
  #broken: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isTelling = false;
  /** Whether what is to be told next is waited for: the answer. */
  #isUrgent = false;
  #lastGrowth = 0;
  /** Whether something is new that the view does not know yet. */
  #isBehind = false;
  #updating: Promise<void> = Promise.resolve();

  /** @param recording a recording, or a promise for it; if that rejects, the view is told why */
  constructor(recording: RecordingReader | Promise<RecordingReader>, host: TimelineHost) {
    this.#host = host;
    this.#opened = this.#open(recording);
  }

  /** Takes a message of the view; it is not trusted. */
  receive(data: unknown): void {
    const message = checkViewMessage(data);
    if (message) void this.#take(message);
    else this.#host.report('a message of the timeline was not understood');
  }

  /** Selects a row in the view, and shows it. */
  reveal(row: number): void {
    this.#send({ kind: 'reveal', row });
  }

  /** Sends nothing more, and stops all background work. */
  dispose(): void {
    this.#leaving.abort(new Error('the view was closed'));
    clearTimeout(this.#timer);
    void this.#opened.then((opened) => opened?.rows.dispose());
  }

  async #open(recording: RecordingReader | Promise<RecordingReader>): Promise<Opened | undefined> {
    try {
      const reader = await recording;
      // Read once here, where an error is handled.
      headerOf(reader.meta, 'reading the recording');
      const index = reader.index();
      const rows = new TimelineRows(recordedRows(reader, index), () => this.#grow());
      const progress = new DispatchProgress(index, !reader.ended);
      const result = new ResultSource(index, reader.meta);
      const opened = { reader, index, progress, rows, result, indexed: this.#follow(index) };
      return opened;
    } catch (error) {
      this.#break(error);
      return undefined;
    }
  }

  async #follow(index: EventIndex): Promise<void> {
    try {
      await index.extend({ follow: true, signal: this.#leaving.signal, onRows: () => this.#onRows(index) });
      this.#onRows(index);
    } catch (error) {
      this.#break(error);
    }
  }

  #onRows(index: EventIndex): void {
    if (!this.#isAnswered && hasAnswer(index)) {
      this.#isAnswered = true;
      this.#isUrgent = true;
      this.#onAnswer();
    }
    this.#grow();
  }

  async #take(message: ViewMessage): Promise<void> {
    if (message.kind === 'ready') return this.#start();
    // There is one recording here.
    if (message.kind === 'started') return;
    const opened = await this.#opened;
    if (!opened || this.#leaving.signal.aborted) return;
    if (message.kind === 'request') return this.#answer(opened, message);
    try {
      await doForView(this.#host, opened.index, message);
    } catch (error) {
      this.#host.report(shownMessage(error));
    }
  }

  async #start(): Promise<void> {
    const opened = await this.#opened;
    if (!opened) {
      this.#tellBroken();
      return;
    }
    this.#tryAgain(opened);
    await (this.#firstLook ??= this.#lookFor(opened.indexed));
    // A view that was loaded again has no filter.
    opened.rows.showEverything();
    this.#isBehind = false;
    this.#isUrgent = false;
    const now = await this.#now(opened);
    if (!now) {
      this.#tellBroken();
      return;
    }
    this.#started = true;
    this.#lastGrowth = performance.now();
    const { recording, abilities } = this.#host;
    this.#send({ kind: 'start', recording, ...now, abilities });
    if (this.#isBehind) this.#grow();
    this.#tellBroken();
  }

  /** What could not be read may be there again: a network drive, a disk that was full of other work. */
  #tryAgain({ index }: Opened): void {
    if (this.#broken === undefined) return;
    this.#broken = undefined;
    if (!index.complete) void this.#follow(index);
  }

  async #answer(opened: Opened, { id, request }: Extract<ViewMessage, { kind: 'request' }>): Promise<void> {
    try {
      this.#send({ kind: 'reply', id, reply: await this.#replyTo(opened, request) });
    } catch (error) {
      this.#send({ kind: 'failure', id, message: shownMessage(error) });
    }
  }

  async #replyTo(opened: Opened, request: ViewRequest): Promise<ViewReplies[keyof ViewReplies]> {
    const { rows, result, progress, reader, index } = opened;
    switch (request.type) {
      case 'result':
        return this.#readResult(result, progress);
      case 'copy':
        return copyWhole(reader, index, request.what, this.#host);
      default:
        return rows.answer(request, this.#leaving.signal);
    }
  }

  /** Reads the result as of now: the view may have been told of less. */
  async #readResult(result: ResultSource, progress: DispatchProgress): Promise<Result> {
    await this.#update(progress);
    return result.read(progress);
  }

  /** One after the other; the next one starts even if this one fails. */
  async #update(progress: DispatchProgress): Promise<void> {
    const updated = this.#updating.then(async () => progress.update());
    this.#updating = updated.catch(() => undefined);
    await updated;
  }

  /** Schedules a message that there is more. */
  #grow(): void {
    this.#isBehind = true;
    if (this.#isTelling || !this.#started || this.#leaving.signal.aborted) return;
    if (this.#timer !== undefined && !this.#isUrgent) return;
    clearTimeout(this.#timer);
    const wait = this.#isUrgent ? 0 : Math.max(0, this.#lastGrowth + GROWTH_INTERVAL - performance.now());
    this.#timer = setTimeout(() => void this.#sendGrowth(), wait);
  }

  async #sendGrowth(): Promise<void> {
    this.#timer = undefined;
    this.#isTelling = true;
    const opened = await this.#opened;
    this.#isBehind = false;
    this.#isUrgent = false;
    const now = opened && (await this.#now(opened));
    this.#isTelling = false;
    this.#lastGrowth = performance.now();
    if (now) this.#send({ kind: 'growth', ...now });
    // A change during this update scheduled nothing.
    if (this.#isBehind) this.#grow();
  }

  /** @returns how far the dispatch has got; `undefined` if that cannot be read */
  async #now({ reader, index, progress, rows }: Opened): Promise<{ header: Header; extent: Extent } | undefined> {
    try {
      await this.#update(progress);
      rows.update();
      const { length, pages, complete } = index;
      const live = !complete && !reader.ended;
      const end = (clock: 'arrival' | 'inmate'): number =>
        pages.reduce((max, page) => Math.max(max, page[clock].max), 0);
      return {
        header: headerOf(reader.meta, progress.state, progress.sharedWith),
        extent: {
          rows: length,
          shown: rows.shown,
          end: end('arrival'),
          inmateEnd: end('inmate'),
          spans: progress.spans,
          call: progress.call,
          now: live ? Math.max(end('arrival'), Date.now() - Date.parse(reader.meta.startedAt) || 0) : null,
          complete,
          live,
        },
      };
    } catch (error) {
      this.#break(error);
      return undefined;
    }
  }

  /** Waits briefly, because most recordings are short: their view then starts with all rows, or with the answer. */
  async #lookFor(rows: Promise<void>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const enough = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, FIRST_LOOK);
      this.#onAnswer = resolve;
      if (this.#isAnswered) resolve();
    });
    await Promise.race([rows, enough]);
    clearTimeout(timer);
  }

  #break(error: unknown): void {
    if (this.#leaving.signal.aborted || this.#broken !== undefined) return;
    this.#broken = shownMessage(error);
    if (this.#started) this.#tellBroken();
  }

  #tellBroken(): void {
    if (this.#broken !== undefined) this.#send({ kind: 'broken', message: this.#broken });
  }

  #send(message: HostMessage): void {
    if (this.#leaving.signal.aborted) return;
    try {
      this.#host.send(message);
    } catch (error) {
      this.#host.report(shownMessage(error));
    }
  }
}

function hasAnswer(index: EventIndex): boolean {
  for (let row = index.length - 1; row >= Math.max(0, index.length - LAST_ROWS); row--) {
    const type = index.type(row);
    if (type === 'return' || type === 'raise') return true;
  }
  return false;
}

function shownMessage(error: unknown): string {
  if (!(error instanceof Error)) return clip(String(error), MAX_HEADER_TEXT);
  const kinds = [QueryError, RecordingError, RangeError, TooLargeError];
  const expected = kinds.some((kind) => error instanceof kind);
  return clip(expected ? error.message : `${error.name}: ${error.message}`, MAX_HEADER_TEXT);
}

import type { EventBody } from '../recording/event.ts';
import type { EventIndex } from '../recording/index/eventIndex.ts';
import { ROW_TYPES } from '../recording/index/eventTable.ts';
import { itemAt } from '../recording/index/itemAt.ts';
import type { Span } from '../protocol/protocol.ts';
import type { Call } from '../protocol/call.ts';
import { CallTracker } from './callTracker.ts';
import { EndingTracker, type Ending } from './ending.ts';
import { typeIn } from './rows/columns.ts';
import { SpanTracker } from './spanTracker.ts';

/** Bytes of the largest step, raise or outcome that is read. What is shown of it is short. */
const MAX_STEP_BYTES = 1024 * 1024;
/** Lifecycle steps that are read; a dispatch has about ten, and sometimes a note. */
const MAX_STEPS = 2000;

const LIFECYCLE = ROW_TYPES.indexOf('lifecycle');
const OUTCOME = ROW_TYPES.indexOf('outcome');
const RETURN = ROW_TYPES.indexOf('return');
const RAISE = ROW_TYPES.indexOf('raise');

/** Why it is unknown how a dispatch ended. */
export type Unended = 'running' | 'reading the recording' | { readonly truncated: string };

/** Tracks how far a dispatch has got, from the few rows that tell it. */
export class DispatchProgress {
  readonly #index: EventIndex;
  readonly #isLive: boolean;
  readonly #spans = new SpanTracker();
  readonly #end = new EndingTracker();
  readonly #call = new CallTracker();
  #looked = 0;
  /** Rows that tell it and are not read yet. */
  readonly #unread: number[] = [];
  #steps = 0;
  #sharedWith = 0;

  /** @param isLive whether the recording is still being written */
  constructor(index: EventIndex, isLive = false) {
    this.#index = index;
    this.#isLive = isLive;
  }

  get spans(): readonly Span[] {
    return this.#spans.spans;
  }

  /** `null` before the request was sent. */
  get call(): Call | null {
    return this.#call.call;
  }

  /** `undefined` before the end, and for a recording without one. */
  get ending(): Ending | undefined {
    return this.#end.ending;
  }

  /** How many dispatches ran in the same container before, as far as is known. */
  get sharedWith(): number {
    return this.#sharedWith;
  }

  /** How the dispatch ended, or why that is unknown. While its container is removed, the answer tells it. */
  get state(): Ending | Unended {
    if (this.ending) return this.ending;
    // Rows may have come while others were read: the outcome may be among them.
    const isAllRead = this.#index.complete && this.#looked === this.#index.length && this.#unread.length === 0;
    if (!isAllRead) return this.#isLive ? (this.#end.answer ?? 'running') : 'reading the recording';
    return { truncated: this.#index.truncated?.reason ?? 'its outcome cannot be read' };
  }

  /**
   * Reads the rows added since the last call.
   *
   * @throws RecordingError if the recording can no longer be read
   */
  async update(): Promise<void> {
    this.#look();
    if (this.#unread.length === 0) return;
    const reader = this.#index.reader();
    try {
      // One that cannot be read now is read the next time.
      for (let row = this.#unread[0]; row !== undefined; row = this.#unread[0]) {
        const body = await reader.bodyAt(row, MAX_STEP_BYTES);
        this.#unread.shift();
        if (body) this.#take(body, this.#index.t(row));
        else if (this.#index.type(row) === 'raise') this.#end.terminal(this.#index.t(row));
      }
    } finally {
      reader.close();
    }
  }

  /** Finds the new rows that tell how far the dispatch has got. */
  #look(): void {
    let start = 0;
    for (const page of this.#index.pages) {
      for (let i = Math.max(0, this.#looked - start); i < page.length; i++) {
        const type = typeIn(page, i);
        this.#call.row(start + i, itemAt(ROW_TYPES, type), itemAt(page.t, i));
        if (type === OUTCOME || type === RAISE || (type === LIFECYCLE && this.#steps++ < MAX_STEPS))
          this.#unread.push(start + i);
        else if (type === RETURN) this.#end.terminal(itemAt(page.t, i), { outcome: 'returned' });
      }
      start += page.length;
    }
    this.#looked = start;
  }

  #take(body: EventBody, t: number): void {
    if (body.type === 'raise') this.#end.terminal(t, { outcome: 'raised', ...body.value });
    this.#end.take(body, t);
    if (body.type !== 'lifecycle') return;
    if (body.value.event === 'started') this.#sharedWith = body.value.shared ?? 0;
    this.#call.step(body, t);
    this.#spans.take(body.value, t);
  }
}

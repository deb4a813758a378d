import type { EventBody, EventType } from '../recording/event.ts';
import type { Call, Housekeeping } from '../protocol/call.ts';

/** Where the call begins and ends within a dispatch, and which rows before and after it are housekeeping. */
export class CallTracker {
  #from: number | undefined;
  #to: number | undefined;
  /** Rows before the first that is no step. */
  #before = { rows: 0, first: 0, open: true };
  /** The last run of steps so far, first row included. */
  #after: { readonly from: number; to: number; readonly first: number; last: number } | undefined;
  #ended = false;

  /** Takes the next row. */
  row(row: number, type: EventType, t: number): void {
    if (type === 'lifecycle') {
      if (this.#before.open) {
        if (row === 0) this.#before.first = t;
        this.#before.rows = row + 1;
        return;
      }
      if (this.#after?.to !== row) this.#after = { from: row, to: row, first: t, last: t };
      this.#after.to = row + 1;
      this.#after.last = t;
      return;
    }
    this.#before.open = false;
    if (type === 'return' || type === 'raise') this.#to ??= t;
    if (type !== 'outcome') return;
    this.#ended = true;
    this.#to ??= t;
  }

  /** Takes the content of a step. */
  step(body: EventBody, t: number): void {
    if (body.type !== 'lifecycle') return;
    if (body.value.event === 'requested') this.#from ??= t;
    if (body.value.event === 'exited' || body.value.event === 'kept') this.#to ??= t;
  }

  /** `null` before the request was sent. */
  get call(): Call | null {
    const from = this.#from;
    if (from === undefined) return null;
    const to = this.#to === undefined ? null : Math.max(from, this.#to);
    const housekeeping: Housekeeping[] = [];
    const { rows, first } = this.#before;
    if (rows > 0)
      housekeeping.push({ side: 'before', from: 0, to: rows, duration: Math.max(0, from - Math.min(0, first)) });
    const after = this.#ended ? this.#after : undefined;
    if (after) {
      const duration = Math.max(0, after.last - (to ?? after.first));
      housekeeping.push({ side: 'after', from: after.from, to: after.to, duration });
    }
    return { from, to, housekeeping };
  }
}

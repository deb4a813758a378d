import type { TextQuery } from '../../src/protocol/query.ts';
import type { ViewReplies, ViewRequest } from '../../src/protocol/protocol.ts';

export const NO_QUERY: TextQuery = { text: '', regex: false, caseSensitive: false, wholeWord: false };

/** What is searched for, and how it goes. */
export interface FindState {
  readonly query: TextQuery;
  /** Which of the matches is selected, from 1; 0: none of them. */
  readonly place: number;
  readonly total: number;
  /** Whether all rows so far were searched. */
  readonly complete: boolean;
  /** Whether the first answer is still to come. */
  readonly waiting: boolean;
  /** Why it failed; empty if it did not. */
  readonly error: string;
}

type Ask = <R extends ViewRequest>(request: R) => Promise<ViewReplies[R['type']]>;

export interface FindSubject {
  readonly ask: Ask;
  row(): number | null;
  /** Rows so far. */
  rows(): number;
  select(row: number): Promise<void>;
  /** Selects the next or previous match. */
  step(query: TextQuery, by: 1 | -1): Promise<boolean>;
  changed(): void;
}

const IDLE: FindState = { query: NO_QUERY, place: 0, total: 0, complete: true, waiting: false, error: '' };

/** Searches while a query is typed, and counts the matches in the background. */
export class Find {
  readonly #subject: FindSubject;
  #state = IDLE;
  /** The row from which a query that is being typed is searched for. */
  #origin: number | null = null;
  #counting = false;

  constructor(subject: FindSubject) {
    this.#subject = subject;
  }

  get state(): FindState {
    return this.#state;
  }

  /** Begins at the selected row. */
  begin(): void {
    this.#origin = this.#subject.row();
  }

  /** Searches for what was typed so far; an earlier search that still goes on is given up. */
  type(query: TextQuery): void {
    if (query.text === '') {
      this.#set(IDLE);
      return;
    }
    this.#set({ ...IDLE, query, complete: false, waiting: true });
    void this.#run(query, async () => {
      const { row } = await this.#subject.ask({ type: 'seek', query, row: this.#origin ?? 0 });
      if (this.#isCurrent(query) && row !== null) await this.#subject.select(row);
    });
  }

  next(by: 1 | -1): void {
    const { query } = this.#state;
    if (query.text !== '') void this.#run(query, async () => this.#subject.step(query, by));
  }

  /** Forgets the query: nothing is marked any more. */
  end(): void {
    this.#set(IDLE);
  }

  /** Counts again: another row is selected, other rows are shown, or more of them. */
  recount(): void {
    const { query, error } = this.#state;
    if (query.text === '' || error !== '' || this.#counting) return;
    this.#counting = true;
    const asked = { row: this.#subject.row(), rows: this.#subject.rows() };
    this.#subject.ask({ type: 'count', query, row: asked.row ?? 0 }).then(
      ({ place, total, complete }) => {
        this.#counting = false;
        if (!this.#isCurrent(query)) return this.recount();
        const known = asked.row === null ? 0 : place;
        this.#set({ ...this.#state, place: known, total, complete, waiting: false });
        if (asked.row !== this.#subject.row() || asked.rows !== this.#subject.rows()) this.recount();
      },
      () => {
        // The search itself tells what is wrong.
        this.#counting = false;
      },
    );
  }

  async #run(query: TextQuery, act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
      if (!this.#isCurrent(query)) return;
      this.#set({ ...this.#state, error: '' });
      this.recount();
    } catch (error) {
      if (!this.#isCurrent(query)) return;
      this.#set({ ...IDLE, query, error: error instanceof Error ? error.message : String(error) });
    }
  }

  #isCurrent(query: TextQuery): boolean {
    return this.#state.query === query;
  }

  #set(state: FindState): void {
    this.#state = state;
    this.#subject.changed();
  }
}

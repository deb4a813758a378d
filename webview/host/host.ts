import type { ViewMessage } from '../../src/protocol/protocol.ts';

/** Whether messages get through: not for a while that may end soon (`lost`), or for so long that it may not (`gone`). */
export type Connection = 'open' | 'lost' | 'gone';

/** What a host tells its view, whatever carries the messages. */
export interface HostListener {
  /** Data from outside, still to be checked. */
  message(data: unknown): void;
  /** What was asked before it was lost will never be answered. */
  connection(connection: Connection): void;
}

/** The other side of the timeline: the editor, or a server behind a page in a browser. */
export interface Host {
  /** Begins to listen; called once. */
  listen(listener: HostListener): void;
  send(message: ViewMessage): void;
  copy(text: string): Promise<void>;
  /** What `saveState` was given before the view was hidden or loaded again. */
  loadState(): unknown;
  saveState(state: unknown): void;
}

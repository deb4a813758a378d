import type { ViewMessage } from '../../src/shared/protocol.ts';

/** What a host tells its view, whatever carries the messages. */
export interface HostListener {
  /** Data from outside, still to be checked. */
  message(data: unknown): void;
  /** Whether messages get through. What was asked before it was lost will never be answered. */
  connection(open: boolean): void;
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

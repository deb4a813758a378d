import type { ViewMessage } from '../../src/protocol/protocol.ts';

/** Whether messages get through: `lost` may end soon; `gone` has lasted so long that it may not end. */
export type Connection = 'open' | 'lost' | 'gone';

/** What a host tells its view, over any transport. */
export interface HostListener {
  /** Untrusted data, not yet checked. */
  message(data: unknown): void;
  /** Requests from before a loss are never answered. */
  connection(connection: Connection): void;
}

declare global {
  /** The host of a page in a file, which holds its recording itself; a script before this one makes it. */
  var hoosegowFile: Host | undefined;
}

/** The peer of the timeline: the editor, or the server of a page in a browser. */
export interface Host {
  /** Begins to listen; called once. */
  listen(listener: HostListener): void;
  send(message: ViewMessage): void;
  copy(text: string): Promise<void>;
  /** The state that `saveState` got before the view was hidden or loaded again. */
  loadState(): unknown;
  saveState(state: unknown): void;
  /** Opens the recording again, which could not be shown. */
  tryAgain(): void;
}

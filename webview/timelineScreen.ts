import type { Client } from './feeds/client.ts';
import type { ViewState } from './model/viewState.ts';
import type { View } from './view.ts';

/** What shows the timeline. */
export interface TimelineScreen {
  update(view: View): void;
  /** Only the time has gone on. */
  tick(view: View): void;
  rowsChanged(): void;
  /** Another recording is shown: clears the search and scrolls to the start. */
  begin(): void;
  /** Number of columns that fit. */
  readonly columns: { readonly lanes: number; readonly overview: number };
}

export interface TimelineOptions {
  readonly client: Client;
  readonly state: ViewState;
  saveState(state: ViewState): void;
  /** Tells the user about an error. */
  complain(error: unknown): void;
}

import type { Abilities, Density, Detail, Extent, Header } from '../src/protocol/protocol.ts';
import type { HeardResult } from './feeds/resultFeed.ts';
import type { Formats } from './model/format.ts';
import type { FindState } from './find/find.ts';
import type { FoldedList, Side } from './model/list/foldedList.ts';
import type { ViewState } from './model/viewState.ts';
import type { TimeMs, Viewport } from './model/time/viewport.ts';
import type { Translate } from './texts.ts';

/** The texts and formats of the panes. */
export interface Language {
  readonly text: Translate;
  readonly formats: Formats;
}

/** Everything that the panes show, at one moment. */
export interface View {
  readonly header: Header;
  readonly extent: Extent;
  readonly abilities: Abilities;
  readonly state: ViewState;
  /** The whole time range, by the shown clock. */
  readonly bounds: Viewport;
  readonly viewport: Viewport;
  /** Number and place of the selected row; if the filter hides it, the place of the next shown row. */
  readonly row: number | null;
  readonly place: number | null;
  readonly list: FoldedList;
  /** The fold whose head the user is at, in place of a frame. */
  readonly fold: Side | null;
  readonly detail: Detail | undefined;
  /** Time of the playhead. */
  readonly playhead: TimeMs | null;
  readonly playing: boolean;
  /** The time range that the user measures. */
  readonly measured: Viewport | null;
  readonly density: Density | undefined;
  readonly overview: Density | undefined;
  /** Milliseconds since the dispatch began, while it runs. */
  readonly now: TimeMs | null;
  /** Why the last filter failed; empty if it did not. */
  readonly filterError: string;
  /** What the dispatch has come to; `undefined` until the host has said it. */
  readonly heard: HeardResult | undefined;
  readonly find: FindState;
}

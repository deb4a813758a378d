import type { Abilities, Density, Detail, Extent, Header } from '../src/protocol/protocol.ts';
import type { Formats } from './model/format.ts';
import type { ViewState } from './model/viewState.ts';
import type { TimeMs, Viewport } from './model/viewport.ts';
import type { Translate } from './texts.ts';

/** What the panes write with. */
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
  /** All there is to see, by the clock that is shown. */
  readonly bounds: Viewport;
  readonly viewport: Viewport;
  /** Number and place of the selected row; the place is that of the next shown one where the filter hides it. */
  readonly row: number | null;
  readonly place: number | null;
  readonly detail: Detail | undefined;
  /** Where the playhead stands. */
  readonly playhead: TimeMs | null;
  readonly playing: boolean;
  /** The stretch of time that the user measures. */
  readonly measured: Viewport | null;
  readonly density: Density | undefined;
  readonly overview: Density | undefined;
  /** A word on the last filter or search that did not work. */
  readonly filterError: string;
  readonly searchError: string;
}

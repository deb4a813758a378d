import type { Abilities, Detail, Extent, Filter, Header } from '../src/shared/protocol.ts';
import type { Client } from './client.ts';
import { DensitySource } from './densities.ts';
import { readWindow, timeOf } from './model/frameRow.ts';
import type { KeyCommand } from './model/keys.ts';
import { Latest } from './model/latest.ts';
import { Playback } from './model/playback.ts';
import { RowCache } from './model/rowCache.ts';
import { EVERYTHING, sameFilter, withLane, type ViewState } from './model/viewState.ts';
import { boundsOf, clamp, pan, reveal, spanOf, zoom, type TimeMs, type Viewport } from './model/viewport.ts';
import { Selection } from './selection.ts';
import type { View } from './view.ts';

/** What the panes are asked to do, beyond showing the view. */
export interface TimelineScreen {
  update(view: View): void;
  rowsChanged(): void;
  focusSearch(): void;
  help(): void;
  /** Columns that there is room for. */
  readonly columns: { readonly lanes: number; readonly overview: number };
}

export interface TimelineOptions {
  readonly client: Client;
  readonly state: ViewState;
  saveState(state: ViewState): void;
  /** Says in the user's language that something did not work. */
  complain(error: unknown): void;
  readonly noMatch: string;
}

/** A viewport around a single frame is this part of everything. */
const FRAME_ZOOM = 0.02;

/** What the timeline knows and does; what it looks like is up to the screen, which is told at most once a frame. */
export class Timeline {
  readonly rows: RowCache;
  readonly selection: Selection;
  readonly #options: TimelineOptions;
  readonly #lanes: DensitySource;
  readonly #overview: DensitySource;
  readonly #details = new Latest();
  readonly #playback: Playback;
  readonly #playing = new Latest();
  #screen: TimelineScreen | undefined;
  #header: Header | undefined;
  #extent: Extent | undefined;
  #abilities: Abilities | undefined;
  #state: ViewState;
  #detail: Detail | undefined;
  #measured: Viewport | null = null;
  #fitted = false;
  #version = 0;
  #filterError = '';
  #searchError = '';
  #scheduled = false;

  constructor(options: TimelineOptions) {
    this.#options = options;
    this.#state = options.state;
    const { client } = options;
    const changed = () => this.render();
    this.#playback = new Playback(options.state.speed);
    this.rows = new RowCache(
      async (from, to) => readWindow(await client.ask({ type: 'rows', from, to })),
      () => this.#screen?.rowsChanged(),
    );
    this.selection = new Selection(
      (request) => client.ask(request),
      this.rows,
      () => this.#selected(),
    );
    const density = (wish: { viewport: Viewport; columns: number; clock: View['state']['clock'] }) =>
      client.ask({ type: 'density', ...wish.viewport, columns: wish.columns, clock: wish.clock });
    this.#lanes = new DensitySource(density, changed);
    this.#overview = new DensitySource(density, changed);
  }

  attach(screen: TimelineScreen): void {
    this.#screen = screen;
    this.render();
  }

  /** The host is there, for the first time or again: everything that was known may be of before. */
  start(header: Header, extent: Extent, abilities: Abilities): void {
    this.#abilities = abilities;
    this.#grow(header, extent);
    this.rows.reset(extent.shown);
    const row = this.selection.row ?? this.#state.row;
    this.#try(() =>
      this.selection.afterwards(async () => {
        if (!sameFilter(this.#state.filter, EVERYTHING) || extent.shown !== extent.rows) await this.#applyFilter();
        if (row !== null && row < extent.rows) await this.selection.select(row);
      }),
    );
  }

  grow(header: Header, extent: Extent): void {
    this.#grow(header, extent);
    this.rows.grow(extent.shown);
  }

  select(row: number): void {
    this.#try(() => this.selection.select(row));
  }

  selectPlace(place: number): void {
    this.#stopFollowing();
    this.#try(() => this.selection.selectPlace(place));
  }

  selectTime(time: TimeMs): void {
    this.#pause();
    this.#measured = null;
    this.#try(() => this.selection.selectTime(time, this.#state.clock));
  }

  step(by: 1 | -1): void {
    this.#stopFollowing();
    this.#try(() => this.selection.step(by));
  }

  find(text: string, regex: boolean, step: 1 | -1): void {
    this.#searchError = '';
    this.#stopFollowing();
    // It wraps around: from the last row on, the next one is the first.
    const from = step === 1 ? Math.max(0, (this.#extent?.rows ?? 0) - 1) : 0;
    this.selection.find(text, regex, step, from).then(
      (found) => this.#setSearchError(found ? '' : this.#options.noMatch),
      (error: unknown) => this.#setSearchError(messageOf(error)),
    );
  }

  filter(filter: Filter): void {
    if (sameFilter(filter, this.#state.filter) && this.#filterError === '') return;
    this.patch({ filter });
    this.#try(async () => {
      await this.#applyFilter();
      await this.selection.relocate();
    });
  }

  /** Shows another stretch of time. One that shows everything goes on to do so while the dispatch grows. */
  move(change: (viewport: Viewport, bounds: Viewport) => Viewport): void {
    const { bounds } = this;
    const viewport = clamp(change(this.viewport, bounds), bounds);
    this.#fitted = false;
    this.patch({ viewport: spanOf(viewport) >= spanOf(bounds) ? null : viewport });
  }

  zoom(factor: number): void {
    this.move((viewport, bounds) => {
      const { playhead } = this;
      const middle = (viewport.from + viewport.to) / 2;
      const seen = playhead !== null && playhead >= viewport.from && playhead <= viewport.to;
      return zoom(viewport, factor, seen ? playhead : middle, bounds);
    });
  }

  /** What is measured, else the selected frame, as large as it makes sense; if that is so already, everything. */
  fit(): void {
    const { playhead } = this;
    const measured = this.#measured;
    if (this.#fitted || (!measured && playhead === null)) this.move((_, bounds) => bounds);
    else if (measured) this.move(() => measured);
    else {
      const half = (spanOf(this.bounds) * FRAME_ZOOM) / 2;
      this.move((_, bounds) => clamp({ from: (playhead ?? 0) - half, to: (playhead ?? 0) + half }, bounds));
    }
    this.#fitted = this.#state.viewport !== null;
  }

  measure(measured: Viewport | null): void {
    this.#measured = measured;
    this.#fitted = false;
    this.render();
  }

  /** Plays from the selected frame on, or from the beginning; or stops that. */
  play(): void {
    if (this.#playback.playing) {
      this.#pause();
      return;
    }
    const { to } = this.bounds;
    const from = this.playhead ?? 0;
    this.#playback.play(from >= this.#end ? 0 : Math.min(from, to), performance.now());
    this.#stopFollowing();
    this.#tick();
  }

  setSpeed(speed: number): void {
    this.#playback.setSpeed(speed, performance.now());
    this.patch({ speed });
  }

  run(command: KeyCommand): void {
    switch (command.do) {
      case 'step':
        return this.step(command.by);
      case 'stepInLane':
        this.#stopFollowing();
        return this.#try(() => this.selection.stepInLane(command.by));
      case 'zoom':
        return this.zoom(command.factor);
      case 'pan':
        return this.move((viewport, bounds) => pan(viewport, command.share * spanOf(viewport), bounds));
      case 'fit':
        return this.fit();
      case 'search':
        return this.#screen?.focusSearch();
      case 'toggleLane': {
        const { filter } = this.#state;
        return this.filter(withLane(filter, command.lane, !filter.lanes.includes(command.lane)));
      }
      case 'play':
        return this.play();
      case 'unmeasure':
        return this.measure(null);
      case 'help':
        return this.#screen?.help();
    }
  }

  patch(change: Partial<ViewState>): void {
    this.#state = { ...this.#state, ...change };
    this.#options.saveState(this.#state);
    this.render();
  }

  get state(): ViewState {
    return this.#state;
  }

  get bounds(): Viewport {
    const starts = this.#extent?.spans.map(({ from }) => from) ?? [];
    return boundsOf(this.#end, starts);
  }

  get viewport(): Viewport {
    const { bounds } = this;
    return this.#state.viewport ? clamp(this.#state.viewport, bounds) : bounds;
  }

  get playhead(): TimeMs | null {
    if (this.#playback.playing) return this.#playback.timeAt(performance.now());
    const known = this.selection.frame ?? (this.#detail?.row === this.selection.row ? this.#detail : undefined);
    return known ? timeOf(known, this.#state.clock) : null;
  }

  /** Brings the screen up to date with the next frame of the display. */
  render(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => {
      this.#scheduled = false;
      this.#show();
    });
  }

  get #end(): TimeMs {
    const { end = 0, inmateEnd = 0 } = this.#extent ?? {};
    return this.#state.clock === 'inmate' ? Math.max(end, inmateEnd) : end;
  }

  #show(): void {
    const [header, extent, abilities, screen] = [this.#header, this.#extent, this.#abilities, this.#screen];
    if (!header || !extent || !abilities || !screen) return;
    const { clock } = this.#state;
    const { bounds, viewport, playhead } = this;
    const version = this.#version;
    this.#lanes.want({ viewport, columns: screen.columns.lanes, clock, version });
    this.#overview.want({ viewport: bounds, columns: screen.columns.overview, clock, version });
    screen.update({
      header,
      extent,
      abilities,
      state: this.#state,
      bounds,
      viewport,
      row: this.selection.row,
      place: this.selection.place,
      detail: this.#detail,
      playhead,
      playing: this.#playback.playing,
      measured: this.#measured,
      density: this.#lanes.density,
      overview: this.#overview.density,
      filterError: this.#filterError,
      searchError: this.#searchError,
    });
  }

  #grow(header: Header, extent: Extent): void {
    const ended = this.#state.viewport && this.#state.follow && extent.live ? extent.end : undefined;
    this.#header = header;
    this.#extent = extent;
    this.#version++;
    if (ended !== undefined) this.move((viewport, bounds) => pan(viewport, bounds.to - viewport.to, bounds));
    this.render();
  }

  async #applyFilter(): Promise<void> {
    const { filter } = this.#state;
    try {
      const { shown } = await this.#options.client.ask({ type: 'filter', filter });
      if (filter !== this.#state.filter) return;
      this.#filterError = '';
      if (this.#extent) this.#extent = { ...this.#extent, shown };
      this.#version++;
      this.rows.reset(shown);
    } catch (error) {
      // A newer filter took its place, and the host says so of this one.
      if (filter === this.#state.filter) this.#filterError = messageOf(error);
    }
    this.render();
  }

  #selected(): void {
    const { row } = this.selection;
    if (row === null) return;
    this.#fitted = false;
    if (row !== this.#state.row) this.patch({ row });
    this.#details.run(async () => {
      if (this.selection.row !== row) return;
      const detail = await this.#options.client.ask({ type: 'detail', row });
      if (this.selection.row !== row) return;
      this.#detail = detail;
      this.#revealPlayhead();
    });
    this.#revealPlayhead();
  }

  #revealPlayhead(): void {
    const { playhead, viewport } = this;
    if (playhead !== null && this.#state.viewport) {
      const moved = reveal(viewport, playhead, this.bounds);
      if (moved !== viewport) this.patch({ viewport: moved });
    }
    this.render();
  }

  #tick(): void {
    if (!this.#playback.playing) return;
    const time = this.#playback.timeAt(performance.now());
    const complete = this.#extent?.complete ?? true;
    if (time >= this.#end && complete) {
      this.#pause();
      this.#try(() => this.selection.selectPlace(this.rows.count - 1));
      return;
    }
    this.#playing.run(() => this.selection.selectTime(time, this.#state.clock));
    this.#revealPlayhead();
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (calm) setTimeout(() => this.#tick(), 250);
    else requestAnimationFrame(() => this.#tick());
  }

  #pause(): void {
    this.#playback.pause(performance.now());
    this.render();
  }

  #stopFollowing(): void {
    if (this.#state.follow && this.#extent?.live === true) this.patch({ follow: false });
  }

  #setSearchError(message: string): void {
    this.#searchError = message;
    this.render();
  }

  #try(task: () => Promise<unknown>): void {
    task().catch((error: unknown) => this.#options.complain(error));
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import type { Abilities, Detail, Extent, Filter, Header } from '../src/protocol/protocol.ts';
import { Camera } from './camera.ts';
import type { Client } from './client.ts';
import { DensitySource } from './densities.ts';
import { readWindow, timeOf } from './model/frameRow.ts';
import { Latest } from './model/latest.ts';
import { RowCache } from './model/rowCache.ts';
import { EVERYTHING, sameFilter, type ViewState } from './model/viewState.ts';
import { boundsOf, type TimeMs, type Viewport } from './model/viewport.ts';
import { Player } from './player.ts';
import { Selection } from './selection.ts';
import type { View } from './view.ts';

/** What shows the timeline. */
export interface TimelineScreen {
  update(view: View): void;
  rowsChanged(): void;
  /** Number of columns that fit. */
  readonly columns: { readonly lanes: number; readonly overview: number };
}

export interface TimelineOptions {
  readonly client: Client;
  readonly state: ViewState;
  saveState(state: ViewState): void;
  /** Tells the user about an error. */
  complain(error: unknown): void;
  readonly noMatch: string;
}

/** The timeline's state and actions; the screen renders it, and is updated at most once per animation frame. */
export class Timeline {
  readonly rows: RowCache;
  readonly selection: Selection;
  readonly camera: Camera;
  readonly #options: TimelineOptions;
  readonly #lanes: DensitySource;
  readonly #overview: DensitySource;
  readonly #details = new Latest();
  readonly #player: Player;
  #screen: TimelineScreen | undefined;
  #header: Header | undefined;
  #extent: Extent | undefined;
  #abilities: Abilities | undefined;
  #state: ViewState;
  #detail: Detail | undefined;
  /** The row that was selected before a reload, until the host has read that row. */
  #wished: number | null = null;
  #version = 0;
  #filterError = '';
  #searchError = '';
  #scheduled = false;

  constructor(options: TimelineOptions) {
    this.#options = options;
    this.#state = options.state;
    const { client } = options;
    const changed = () => this.render();
    this.camera = new Camera({
      bounds: () => this.bounds,
      playhead: () => this.playhead,
      shown: () => this.#state.viewport,
      show: (viewport) => this.patch({ viewport }),
      changed,
    });
    this.#player = new Player(
      {
        end: () => this.#end,
        complete: () => this.#extent?.complete ?? true,
        select: (time) => this.selection.selectTime(time, this.#state.clock),
        ended: () => this.#try(() => this.selection.selectPlace(this.rows.count - 1)),
        moved: () => this.#revealPlayhead(),
        stopped: changed,
      },
      options.state.speed,
    );
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

  /** The host has started, perhaps again: everything known so far may be outdated. */
  start(header: Header, extent: Extent, abilities: Abilities): void {
    this.#abilities = abilities;
    this.#grow(header, extent);
    this.rows.reset(extent.shown);
    this.#wished = this.selection.row ?? this.#state.row;
    this.#try(() =>
      this.selection.afterwards(async () => {
        if (!sameFilter(this.#state.filter, EVERYTHING) || extent.shown !== extent.rows) await this.#applyFilter();
        await this.#selectWished();
      }),
    );
  }

  grow(header: Header, extent: Extent): void {
    this.#grow(header, extent);
    this.rows.grow(extent.shown);
    if (this.#wished !== null) this.#try(() => this.selection.afterwards(() => this.#selectWished()));
  }

  select(row: number): void {
    this.#try(() => this.selection.select(row));
  }

  selectPlace(place: number): void {
    this.#stopFollowing();
    this.#try(() => this.selection.selectPlace(place));
  }

  selectTime(time: TimeMs): void {
    this.#player.pause();
    this.camera.measure(null);
    this.#try(() => this.selection.selectTime(time, this.#state.clock));
  }

  step(by: 1 | -1): void {
    this.#stopFollowing();
    this.#try(() => this.selection.step(by));
  }

  stepInLane(by: 1 | -1): void {
    this.#stopFollowing();
    this.#try(() => this.selection.stepInLane(by));
  }

  find(text: string, regex: boolean, step: 1 | -1): void {
    this.#searchError = '';
    this.#stopFollowing();
    // The search wraps around: after the last row comes the first.
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

  /** Plays from the selected frame on, or from the beginning; pauses if it is playing. */
  play(): void {
    if (this.#player.playing) {
      this.#player.pause();
      return;
    }
    this.#stopFollowing();
    this.#player.play(this.playhead ?? 0);
  }

  setSpeed(speed: number): void {
    this.#player.setSpeed(speed);
    this.patch({ speed });
  }

  patch(change: Partial<ViewState>): void {
    this.#state = { ...this.#state, ...change };
    this.#options.saveState(this.#state);
    this.render();
  }

  /** Whether all of the recording has been read. */
  get complete(): boolean {
    return this.#extent?.complete === true;
  }

  get state(): ViewState {
    return this.#state;
  }

  get bounds(): Viewport {
    const starts = this.#extent?.spans.map(({ from }) => from) ?? [];
    return boundsOf(this.#end, starts);
  }

  get playhead(): TimeMs | null {
    if (this.#player.playing) return this.#player.time;
    const known = this.selection.frame ?? (this.#detail?.row === this.selection.row ? this.#detail : undefined);
    return known ? timeOf(known, this.#state.clock) : null;
  }

  /** Updates the screen at the next animation frame. */
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
    const { bounds, playhead } = this;
    const { viewport, measured } = this.camera;
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
      playing: this.#player.playing,
      measured,
      density: this.#lanes.density,
      overview: this.#overview.density,
      filterError: this.#filterError,
      searchError: this.#searchError,
    });
  }

  #grow(header: Header, extent: Extent): void {
    this.#header = header;
    this.#extent = extent;
    this.#version++;
    if (this.#state.follow && extent.live) this.camera.goToEnd();
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
      // If a newer filter has replaced it, the host's failure does not matter.
      if (filter === this.#state.filter) this.#filterError = messageOf(error);
    }
    this.render();
  }

  /** Selects the wished row once the host, which may still be reading the recording, has it. */
  async #selectWished(): Promise<void> {
    const row = this.#wished;
    if (row !== null && row < (this.#extent?.rows ?? 0)) await this.selection.select(row);
  }

  #selected(): void {
    const { row } = this.selection;
    this.#wished = null;
    if (row === null) return;
    this.camera.unfit();
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
    this.camera.revealPlayhead();
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

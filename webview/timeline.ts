import type { Abilities, Detail, Extent, Filter, Header } from '../src/protocol/protocol.ts';
import { Camera } from './camera.ts';
import type { Client } from './client.ts';
import type { Find } from './find/find.ts';
import { frameFind } from './find/frameFind.ts';
import { LaneDensities } from './laneDensities.ts';
import { ListCursor } from './listCursor.ts';
import type { Side } from './model/list/foldedList.ts';
import { readWindow, timeOf } from './model/list/frameRow.ts';
import { Latest } from './model/latest.ts';
import { RowCache } from './model/list/rowCache.ts';
import { EVERYTHING, sameFilter, type ViewState } from './model/viewState.ts';
import type { TimeMs, Viewport } from './model/time/viewport.ts';
import { Player } from './player.ts';
import { Reach } from './reach.ts';
import { ResultFeed } from './resultFeed.ts';
import { Selection } from './selection.ts';
import type { View } from './view.ts';

/** What shows the timeline. */
export interface TimelineScreen {
  update(view: View): void;
  /** Only the time has gone on. */
  tick(view: View): void;
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
}

/** The timeline's state and actions; the screen renders it, and is updated at most once per animation frame. */
export class Timeline {
  readonly rows: RowCache;
  readonly selection: Selection;
  readonly camera: Camera;
  readonly find: Find;
  readonly #cursor: ListCursor;
  readonly #reach = new Reach(
    () => this.#state.clock,
    () => this.#tick(),
  );
  readonly #options: TimelineOptions;
  readonly #densities: LaneDensities;
  readonly #result: ResultFeed;
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
  #scheduled = false;

  constructor(options: TimelineOptions) {
    this.#options = options;
    this.#state = options.state;
    const { client } = options;
    const changed = () => this.render();
    this.camera = new Camera({
      bounds: () => this.bounds,
      call: () => this.#reach.call,
      playhead: () => this.playhead,
      shown: () => this.#state.viewport,
      show: (viewport) => this.patch({ viewport }),
      changed,
    });
    this.#player = new Player(
      {
        end: () => this.#reach.end,
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
    this.#result = new ResultFeed(async () => client.ask({ type: 'result' }), changed);
    this.#cursor = new ListCursor(this.selection, changed);
    this.find = frameFind({
      client,
      selection: this.selection,
      rows: () => this.#extent?.rows ?? 0,
      moving: () => this.#stopFollowing(),
      changed,
    });
    this.#densities = new LaneDensities(client, changed);
  }

  attach(screen: TimelineScreen): void {
    this.#screen = screen;
    this.render();
  }

  /** The host has started, perhaps again: everything known so far may be outdated. */
  start(header: Header, extent: Extent, abilities: Abilities): void {
    this.#abilities = abilities;
    this.#result.restart();
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
    this.find.recount();
    if (this.#wished !== null) this.#try(() => this.selection.afterwards(() => this.#selectWished()));
  }

  /** Shows or hides the steps before or after the call. */
  toggleFold(side: Side, open = !this.#state.openFolds.includes(side)): void {
    const others = this.#state.openFolds.filter((each) => each !== side);
    this.patch({ openFolds: open ? [...others, side] : others });
  }

  /** Moves to the frame at an index of the list, or to the one beyond a fold's head. */
  goTo(index: number, by: 1 | -1): void {
    this.#stopFollowing();
    this.#try(() => this.#cursor.goTo(index, by));
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
    this.#try(() => this.#cursor.step(by));
  }

  stepInLane(by: 1 | -1): void {
    this.#stopFollowing();
    this.#try(() => this.selection.stepInLane(by));
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
    return this.#reach.bounds;
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

  #show(): void {
    const view = this.#view();
    if (view) this.#screen?.update(view);
  }

  #tick(): void {
    const view = this.#view();
    if (view) this.#screen?.tick(view);
  }

  #view(): View | undefined {
    const [header, extent, abilities, screen] = [this.#header, this.#extent, this.#abilities, this.#screen];
    if (!header || !extent || !abilities || !screen) return undefined;
    const { clock } = this.#state;
    const { bounds, playhead } = this;
    const { viewport, measured } = this.camera;
    const [version, isGoingOn] = [this.#version, this.#reach.now !== null];
    this.#densities.want({ viewport, bounds, columns: screen.columns, clock, version, isGoingOn });
    this.#cursor.update(extent, this.#state);
    return {
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
      density: this.#densities.lanes,
      overview: this.#densities.overview,
      filterError: this.#filterError,
      heard: this.#result.heard,
      find: this.find.state,
      list: this.#cursor.list,
      fold: this.#cursor.fold,
      now: this.#reach.now,
    };
  }

  #grow(header: Header, extent: Extent): void {
    const before = this.#extent;
    this.#header = header;
    this.#extent = extent;
    this.#result.grown(header, extent);
    // A search that goes on is told as well, which changes no row.
    if (before?.rows !== extent.rows || before.shown !== extent.shown) this.#version++;
    this.#reach.update(extent);
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
      this.find.recount();
    } catch (error) {
      // If a newer filter has replaced it, the host's failure does not matter.
      if (filter === this.#state.filter) this.#filterError = error instanceof Error ? error.message : String(error);
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
    this.#cursor.leaveFold();
    this.#openFoldOf(row);
    this.find.recount();
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

  /** A frame that is selected, wherever from, is in sight. */
  #openFoldOf(row: number | null): void {
    const fold = this.#extent?.call?.housekeeping.find(({ from, to }) => row !== null && row >= from && row < to);
    if (fold && !this.#state.openFolds.includes(fold.side)) this.toggleFold(fold.side, true);
  }

  #try(task: () => Promise<unknown>): void {
    task().catch((error: unknown) => this.#options.complain(error));
  }
}

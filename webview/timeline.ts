import { EVERYTHING, type Abilities, type Extent, type Filter, type Header } from '../src/protocol/protocol.ts';
import { Camera } from './state/camera.ts';
import { OutdatedError } from './feeds/client.ts';
import type { Find } from './find/find.ts';
import { frameFind } from './find/frameFind.ts';
import { DetailFeed } from './feeds/detailFeed.ts';
import { LaneDensities } from './feeds/laneDensities.ts';
import { ListCursor } from './state/listCursor.ts';
import type { Side } from './model/list/foldedList.ts';
import { readWindow, timeOf } from './model/list/frameRow.ts';
import { RowCache } from './model/list/rowCache.ts';
import { forRecording, sameFilter, type ViewState } from './model/viewState.ts';
import type { TimeMs } from './model/time/viewport.ts';
import { OncePerFrame } from './state/oncePerFrame.ts';
import { atNextMove } from './state/nextMove.ts';
import { Player } from './state/player.ts';
import { Reach } from './state/reach.ts';
import { ResultFeed } from './feeds/resultFeed.ts';
import { Selection } from './state/selection.ts';
import type { TimelineOptions, TimelineScreen } from './timelineScreen.ts';
import type { View } from './view.ts';

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
  readonly #frame = new OncePerFrame(() => this.#show());
  readonly #options: TimelineOptions;
  readonly #densities: LaneDensities;
  readonly #result: ResultFeed;
  readonly #detail: DetailFeed;
  readonly #player: Player;
  #screen: TimelineScreen | undefined;
  #header: Header | undefined;
  #extent: Extent | undefined;
  #abilities: Abilities | undefined;
  #state: ViewState;
  /** The row that was selected before a reload, until the host has read that row. */
  #wished: number | null = null;
  #version = 0;
  #filterError = '';

  constructor(options: TimelineOptions) {
    this.#options = options;
    this.#state = options.state;
    const { client } = options;
    const changed = () => this.render();
    this.camera = new Camera({
      bounds: () => this.#reach.bounds,
      call: () => this.#reach.call,
      playhead: () => this.playhead,
      shown: () => this.#state.viewport,
      show: (viewport) => this.patch({ viewport }),
      changed,
    });
    this.#player = new Player(options.state.speed, {
      end: () => this.#reach.end,
      complete: () => this.#extent?.complete ?? true,
      select: (time) => this.selection.selectTime(time, this.#state.clock),
      ended: () => this.#try(() => this.selection.selectPlace(this.rows.count - 1)),
      moved: () => this.#revealPlayhead(),
      stopped: changed,
      atNextMove,
    });
    this.rows = new RowCache(
      async (from, to) => readWindow(await client.ask({ type: 'rows', from, to })),
      () => this.#screen?.rowsChanged(),
    );
    this.selection = new Selection(
      (request) => client.ask(request),
      this.rows,
      () => this.#selected(),
    );
    this.#detail = new DetailFeed(
      async (row) => client.ask({ type: 'detail', row }),
      () => this.selection.row,
      () => this.#revealPlayhead(),
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

  /** The host has started, perhaps again or with another recording: everything known so far may be outdated. */
  start(recording: string, header: Header, extent: Extent, abilities: Abilities): void {
    if (recording !== this.#state.recording) this.#begin(recording);
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

  get abilities(): Abilities | undefined {
    return this.#abilities;
  }

  /** Whether all of the recording has been read. */
  get complete(): boolean {
    return this.#extent?.complete === true;
  }

  get state(): ViewState {
    return this.#state;
  }

  get playhead(): TimeMs | null {
    if (this.#player.playing) return this.#player.time;
    const known = this.selection.frame ?? this.#detail.of(this.selection.row);
    return known ? timeOf(known, this.#state.clock) : null;
  }

  /** Updates the screen at the next animation frame. */
  render(): void {
    this.#frame.request();
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
    const { bounds, now } = this.#reach;
    const { viewport, measured } = this.camera;
    const [{ clock }, version, isGoingOn] = [this.#state, this.#version, now !== null];
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
      detail: this.#detail.last,
      playhead: this.playhead,
      playing: this.#player.playing,
      measured,
      density: this.#densities.lanes,
      overview: this.#densities.overview,
      filterError: this.#filterError,
      heard: this.#result.heard,
      find: this.find.state,
      list: this.#cursor.list,
      fold: this.#cursor.fold,
      now,
    };
  }

  #begin(recording: string): void {
    this.#options.client.forget();
    this.#player.pause();
    this.selection.clear();
    this.camera.measure(null);
    this.#densities.forget();
    this.#result.forget();
    this.#detail.forget();
    this.#wished = null;
    this.#filterError = '';
    this.find.end();
    this.#screen?.begin();
    this.patch(forRecording(this.#state, recording));
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
      if (filter === this.#state.filter && !(error instanceof OutdatedError)) {
        this.#filterError = error instanceof Error ? error.message : String(error);
      }
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
    this.#detail.load(row);
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
    task().catch((error: unknown) => {
      if (!(error instanceof OutdatedError)) this.#options.complain(error);
    });
  }
}

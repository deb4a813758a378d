import type { Filter, ViewMessage } from '../src/protocol/protocol.ts';
import type { Client } from './feeds/client.ts';
import { element } from './ui/dom.ts';
import { DomMarks } from './find/domMarks.ts';
import { Marker } from './find/marker.ts';
import { Layout } from './layout.ts';
import type { SourcePlace } from './model/value/sourcePlaces.ts';
import { ConsolePane } from './panes/console/console.ts';
import { DetailPane } from './panes/detail/detail.ts';
import { exportUnlessEmpty } from './actions/exportUnlessEmpty.ts';
import { openFrameMenu } from './panes/frames/frameMenu.ts';
import { FramesPane, type FramesActions } from './panes/frames/frames.ts';
import { HeaderPane, type HeaderActions } from './panes/header.ts';
import { helpDialog } from './panes/help.ts';
import { LanesPane, type LanesActions } from './panes/lanes/lanes.ts';
import { ResultPane, type ResultActions } from './panes/result/resultPane.ts';
import { Toolbar, type ToolbarActions } from './panes/toolbar.ts';
import type { Part } from './model/viewState.ts';
import type { Timeline } from './timeline.ts';
import type { TimelineScreen } from './timelineScreen.ts';
import type { Language, View } from './view.ts';
import { wholeActions, type NoticeAction, type WholeActions } from './actions/wholeActions.ts';

export interface ScreenOptions {
  readonly timeline: Timeline;
  readonly client: Client;
  readonly language: Language;
  readonly send: (message: ViewMessage) => void;
  readonly copy: (text: string) => void;
  readonly say: (words: string, action?: NoticeAction) => void;
}

/** The panes, connected to the timeline. */
export class Screen implements TimelineScreen {
  readonly element: HTMLElement;
  readonly #timeline: Timeline;
  readonly #layout: Layout;
  readonly #header: HeaderPane;
  readonly #result: ResultPane;
  readonly #toolbar: Toolbar;
  readonly #lanes: LanesPane;
  readonly #frames: FramesPane;
  readonly #detail: DetailPane;
  readonly #console: ConsolePane;
  readonly #help: HTMLDialogElement;
  readonly #marker: Marker;
  readonly #detailMarks: DomMarks;

  constructor(options: ScreenOptions) {
    const { timeline, client, language, send, copy } = options;
    const whole = wholeActions({ ...options, copyText: copy, canSave: () => timeline.abilities?.saveValue === true });
    const saveValue = (row: number) => send({ kind: 'saveValue', row });
    this.#timeline = timeline;
    this.#marker = new Marker(
      async (query, texts) => (await client.ask({ type: 'mark', query, texts })).ranges,
      () => this.#marked(),
    );
    this.#help = helpDialog(language);
    this.#header = new HeaderPane(
      language,
      headerActions(options, () => this.help()),
    );
    this.#result = new ResultPane(language, resultActions(options, whole));
    this.#toolbar = new Toolbar(
      language,
      toolbarActions(timeline, () => this.#frames.focus()),
    );
    this.#lanes = new LanesPane(language, laneActions(timeline));
    this.#frames = new FramesPane(language, timeline.rows, this.#marker, {
      ...frameActions(timeline, language, whole),
      open: () => this.#detail.focus(),
    });
    this.#detail = new DetailPane(language, {
      tab: (tab) => timeline.patch({ tab }),
      saveValue,
      copyText: copy,
      whole,
      get open() {
        return openOf(options);
      },
    });
    this.#console = new ConsolePane(language, {
      ask: (request) => client.ask(request),
      select: (row) => timeline.select(row),
      copy,
      get open() {
        return openOf(options);
      },
      leave: () => this.#frames.focus(),
    });
    this.#detailMarks = new DomMarks(this.#detail.element, this.#marker);
    const panes = {
      header: this.#header.element,
      result: this.#result.element,
      console: this.#console.element,
      laneTools: this.#lanes.tools,
      lanes: this.#lanes.element,
      toolbar: this.#toolbar.element,
      frames: this.#frames.element,
      detail: this.#detail.element,
    };
    this.#layout = new Layout(language, panes, (change) => timeline.patch(change));
    this.element = element('div', { class: 'screen' }, this.#layout.element, this.#help);
  }

  get columns(): { readonly lanes: number; readonly overview: number } {
    return this.#lanes.columns;
  }

  update(view: View): void {
    if (this.#marker.use(view.find.query)) this.#marked();
    this.#layout.update(view.state, view.detail !== undefined);
    this.#header.update(view);
    this.#console.update(view);
    this.#result.update(view);
    this.#toolbar.update(view);
    this.#lanes.update(view);
    this.#frames.update(view);
    this.#detail.update(view);
  }

  tick(view: View): void {
    this.#lanes.update(view);
  }

  rowsChanged(): void {
    this.#frames.refresh();
  }

  begin(): void {
    this.#toolbar.clearSearch();
    this.#frames.begin();
  }

  /** The field to find something: of the console where that alone is shown. */
  focusSearch(): void {
    if (this.#layout.onlyPart === 'console') return this.#console.find();
    this.#withPart('frames', () => this.#toolbar.focusSearch());
  }

  /** Brings the list of frames and the detail into view. */
  showFrames(): void {
    this.#withPart('frames', () => undefined);
  }

  /** The next match: within the detail of a frame as long as there is one and the user is there, else the next frame's. */
  findNext(by: 1 | -1): void {
    const isInDetail = this.#detail.element.contains(document.activeElement);
    if (isInDetail && this.#detailMarks.step(by)) return;
    this.#timeline.find.next(by);
  }

  /** The panes that mark what is found; each shows its own matches. */
  #marked(): void {
    this.#frames.refresh();
    this.#detailMarks.refresh();
  }

  help(): void {
    if (!this.#help.open) this.#help.showModal();
  }

  /** Does something with a part of the page once that is in view. */
  #withPart(part: Part, act: () => void): void {
    const change = this.#layout.changeFor(part);
    if (!change) return act();
    this.#timeline.patch(change);
    // After the screen was updated, which comes with the same frame.
    requestAnimationFrame(act);
  }
}

/** What opens a place in a source, if anything: it may be another recording with each start. */
function openOf({ timeline, send }: ScreenOptions): ((place: SourcePlace) => void) | undefined {
  const isAble = timeline.abilities?.openSource === true;
  return isAble ? (place) => send({ kind: 'openSource', ...place }) : undefined;
}

function headerActions(options: ScreenOptions, help: () => void): HeaderActions {
  const { timeline, send } = options;
  return {
    stop: () => send({ kind: 'stop' }),
    export: (format) => void exportUnlessEmpty(options, timeline, format),
    command: (command) => send({ kind: 'command', command }),
    help,
  };
}

function resultActions(options: ScreenOptions, whole: WholeActions): ResultActions {
  const { timeline, send } = options;
  return {
    form: (form) => timeline.patch({ form }),
    saveValue: (row) => send({ kind: 'saveValue', row }),
    whole,
    get open() {
      return openOf(options);
    },
  };
}

function frameActions(timeline: Timeline, language: Language, whole: WholeActions): Omit<FramesActions, 'open'> {
  const setFilter = (filter: Filter) => timeline.filter(filter);
  return {
    selectPlace: (place) => timeline.selectPlace(place),
    goTo: (index, by) => timeline.goTo(index, by),
    toggleFold: (side, isOpen) => timeline.toggleFold(side, isOpen),
    step: (by) => timeline.step(by),
    scrolled: (atEnd) => {
      if (timeline.state.follow !== atEnd) timeline.patch({ follow: atEnd });
    },
    menu: (frame, at) => openFrameMenu(frame, at, { language, whole, filter: timeline.state.filter, setFilter }),
  };
}

function toolbarActions(timeline: Timeline, leave: () => void): ToolbarActions {
  return {
    filter: (filter) => timeline.filter(filter),
    beginSearch: () => timeline.find.begin(),
    search: (query) => timeline.find.type(query),
    findNext: (by) => timeline.find.next(by),
    leaveSearch: () => {
      timeline.find.end();
      leave();
    },
  };
}

function laneActions(timeline: Timeline): LanesActions {
  return {
    step: (by) => timeline.step(by),
    play: () => timeline.play(),
    speed: (speed) => timeline.setSpeed(speed),
    clock: (clock) => timeline.patch({ clock, viewport: timeline.state.viewport === 'all' ? 'all' : null }),
    follow: (follow) => timeline.patch({ follow }),
    zoom: (factor) => timeline.camera.zoom(factor),
    fit: () => timeline.camera.fit(),
    home: (what) => timeline.camera.home(what),
    move: (change) => timeline.camera.move(change),
    pick: (time) => timeline.selectTime(time),
    measure: (range) => timeline.camera.measure(range),
    resized: () => timeline.render(),
  };
}

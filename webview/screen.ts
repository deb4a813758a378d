import type { ViewMessage } from '../src/protocol/protocol.ts';
import type { Client } from './client.ts';
import { element } from './ui/dom.ts';
import { Layout } from './layout.ts';
import type { SourcePlace } from './model/sourcePlaces.ts';
import { ConsolePane } from './panes/console/console.ts';
import { DetailPane } from './panes/detail/detail.ts';
import { FramesPane } from './panes/frames/frames.ts';
import { HeaderPane, type HeaderActions } from './panes/header.ts';
import { helpDialog } from './panes/help.ts';
import { LanesPane, type LanesActions } from './panes/lanes/lanes.ts';
import { ResultPane, type ResultActions } from './panes/result/resultPane.ts';
import { Toolbar } from './panes/toolbar.ts';
import type { Part } from './model/viewState.ts';
import type { Timeline, TimelineScreen } from './timeline.ts';
import type { Language, View } from './view.ts';

export interface ScreenOptions {
  readonly timeline: Timeline;
  readonly client: Client;
  readonly language: Language;
  readonly send: (message: ViewMessage) => void;
  readonly copy: (text: string) => void;
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

  constructor(options: ScreenOptions) {
    const { timeline, client, language, send, copy } = options;
    const saveValue = (row: number) => send({ kind: 'saveValue', row });
    this.#timeline = timeline;
    this.#help = helpDialog(language);
    this.#header = new HeaderPane(
      language,
      headerActions(send, () => this.help()),
    );
    this.#result = new ResultPane(language, resultActions(options));
    this.#toolbar = new Toolbar(language, {
      filter: (filter) => timeline.filter(filter),
      find: (text, regex, step) => timeline.find(text, regex, step),
      leaveSearch: () => this.#frames.focus(),
    });
    this.#lanes = new LanesPane(language, laneActions(timeline));
    this.#frames = new FramesPane(language, timeline.rows, {
      selectPlace: (place) => timeline.selectPlace(place),
      step: (by) => timeline.step(by),
      scrolled: (atEnd) => {
        if (timeline.state.follow !== atEnd) timeline.patch({ follow: atEnd });
      },
      open: () => this.#detail.focus(),
    });
    this.#detail = new DetailPane(language, {
      tab: (tab) => timeline.patch({ tab }),
      saveValue,
      copy,
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
    this.#layout.update(view.state, view.detail !== undefined);
    this.#header.update(view);
    this.#console.update(view);
    this.#result.update(view);
    this.#toolbar.update(view);
    this.#lanes.update(view);
    this.#frames.update(view);
    this.#detail.update(view);
  }

  rowsChanged(): void {
    this.#frames.refresh();
  }

  begin(): void {
    this.#toolbar.clearSearch();
    this.#frames.begin();
  }

  focusSearch(): void {
    this.#withPart('frames', () => this.#toolbar.focusSearch());
  }

  /** Brings the list of frames and the detail into view. */
  showFrames(): void {
    this.#withPart('frames', () => undefined);
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

function headerActions(send: ScreenOptions['send'], help: () => void): HeaderActions {
  return {
    stop: () => send({ kind: 'stop' }),
    export: (format) => send({ kind: 'export', format }),
    command: (command) => send({ kind: 'command', command }),
    help,
  };
}

function resultActions(options: ScreenOptions): ResultActions {
  const { timeline, send, copy } = options;
  return {
    form: (form) => timeline.patch({ form }),
    saveValue: (row) => send({ kind: 'saveValue', row }),
    copy,
    get open() {
      return openOf(options);
    },
  };
}

function laneActions(timeline: Timeline): LanesActions {
  return {
    step: (by) => timeline.step(by),
    play: () => timeline.play(),
    speed: (speed) => timeline.setSpeed(speed),
    clock: (clock) => timeline.patch({ clock, viewport: null }),
    follow: (follow) => timeline.patch({ follow }),
    zoom: (factor) => timeline.camera.zoom(factor),
    fit: () => timeline.camera.fit(),
    move: (change) => timeline.camera.move(change),
    pick: (time) => timeline.selectTime(time),
    measure: (range) => timeline.camera.measure(range),
    resized: () => timeline.render(),
  };
}

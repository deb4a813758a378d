import type { Abilities, ExportFormat, ViewMessage } from '../src/protocol/protocol.ts';
import type { Client } from './client.ts';
import { element } from './ui/dom.ts';
import { Layout } from './layout.ts';
import { DetailPane } from './panes/detail/detail.ts';
import { exportUnlessEmpty } from './exportUnlessEmpty.ts';
import { openFrameMenu } from './panes/frames/frameMenu.ts';
import { FramesPane } from './panes/frames/frames.ts';
import { HeaderPane } from './panes/header.ts';
import { helpDialog } from './panes/help.ts';
import { LanesPane } from './panes/lanes/lanes.ts';
import { Toolbar } from './panes/toolbar.ts';
import type { Timeline, TimelineScreen } from './timeline.ts';
import type { Language, View } from './view.ts';
import { wholeActions, type NoticeAction } from './wholeActions.ts';

export interface ScreenOptions {
  readonly timeline: Timeline;
  readonly client: Client;
  readonly language: Language;
  readonly abilities: Abilities;
  readonly send: (message: ViewMessage) => void;
  readonly copy: (text: string) => void;
  readonly say: (words: string, action?: NoticeAction) => void;
}

/** The panes, connected to the timeline. */
export class Screen implements TimelineScreen {
  readonly element: HTMLElement;
  readonly #layout: Layout;
  readonly #header: HeaderPane;
  readonly #toolbar: Toolbar;
  readonly #lanes: LanesPane;
  readonly #frames: FramesPane;
  readonly #detail: DetailPane;
  readonly #help: HTMLDialogElement;

  constructor(options: ScreenOptions) {
    const { timeline, client, language, abilities, send, copy, say } = options;
    const whole = wholeActions({ client, language, send, copyText: copy, say });
    this.#help = helpDialog(language);
    this.#header = new HeaderPane(language, {
      stop: () => send({ kind: 'stop' }),
      export: (format: ExportFormat) => void exportUnlessEmpty(options, timeline, format),
      help: () => this.help(),
    });
    this.#toolbar = new Toolbar(language, {
      filter: (filter) => timeline.filter(filter),
      find: (text, regex, step) => timeline.find(text, regex, step),
      leaveSearch: () => this.#frames.focus(),
    });
    this.#lanes = new LanesPane(language, {
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
    });
    this.#frames = new FramesPane(language, timeline.rows, {
      selectPlace: (place) => timeline.selectPlace(place),
      step: (by) => timeline.step(by),
      scrolled: (atEnd) => {
        if (timeline.state.follow !== atEnd) timeline.patch({ follow: atEnd });
      },
      open: () => this.#detail.focus(),
      menu: (frame, at) =>
        openFrameMenu(frame, at, {
          language,
          whole,
          filter: timeline.state.filter,
          setFilter: (filter) => timeline.filter(filter),
          canSave: abilities.saveValue,
        }),
    });
    this.#detail = new DetailPane(language, {
      tab: (tab) => timeline.patch({ tab }),
      saveValue: (row) => send({ kind: 'saveValue', row }),
      copyText: copy,
      whole,
      open: abilities.openSource ? (place) => send({ kind: 'openSource', ...place }) : undefined,
      streamText: (stream, row) => client.ask({ type: 'text', stream, row }),
    });
    const panes = {
      header: this.#header.element,
      toolbar: this.#toolbar.element,
      lanes: this.#lanes.element,
      frames: this.#frames.element,
      detail: this.#detail.element,
    };
    this.#layout = new Layout(language, panes, (sizes) => timeline.patch(sizes));
    this.element = element('div', { class: 'screen' }, this.#layout.element, this.#help);
  }

  get columns(): { readonly lanes: number; readonly overview: number } {
    return this.#lanes.columns;
  }

  update(view: View): void {
    this.#layout.update(view.state);
    this.#header.update(view);
    this.#toolbar.update(view);
    this.#lanes.update(view);
    this.#frames.update(view);
    this.#detail.update(view);
  }

  rowsChanged(): void {
    this.#frames.refresh();
  }

  focusSearch(): void {
    this.#toolbar.focusSearch();
  }

  help(): void {
    if (!this.#help.open) this.#help.showModal();
  }
}

import { LANES } from '../../../src/protocol/lane.ts';
import { element, icon, setText } from '../../ui/dom.ts';
import { AXIS_HEIGHT, countAround, laneBands } from '../../model/time/laneLayout.ts';
import { between, spanOf, timeToX, xToTime, zoom, pan, type TimeMs, type Viewport } from '../../model/time/viewport.ts';
import type { Language, View } from '../../view.ts';
import { LANE_ICONS } from '../laneLook.ts';
import { drawLanes, partsOf, type LanesPicture } from './drawLanes.ts';
import { listenForGestures } from './gestures.ts';
import { LaneEnds } from './laneEnds.ts';
import { LaneTools, type LaneToolActions } from './laneTools.ts';
import { ThemeReader } from './laneTheme.ts';
import { Minimap } from './minimap.ts';
import { SharpCanvas } from './sharpCanvas.ts';

export type Move = (viewport: Viewport, bounds: Viewport) => Viewport;

export interface LanesActions extends LaneToolActions {
  /** Shows another time range, computed from the current one. */
  move(change: Move): void;
  pick(time: TimeMs): void;
  measure(range: Viewport | null): void;
  /** The width of the canvas has changed, so it needs another density. */
  resized(): void;
}

/** The lanes over time: a canvas, with everything that can be text outside of it. */
export class LanesPane {
  readonly element: HTMLElement;
  readonly surface: HTMLElement;
  readonly #language: Language;
  readonly #tools: LaneTools;
  readonly #minimap: Minimap;
  readonly #canvas: SharpCanvas;
  readonly #playhead = element('div', { class: 'playhead', hidden: true });
  readonly #measured = element('div', { class: 'measured', hidden: true });
  readonly #now = element('div', { class: 'now-line', hidden: true });
  readonly #nowText = element('span', { class: 'now-text', 'aria-hidden': 'true' });
  readonly #ends: LaneEnds;
  readonly #tip = element('div', { class: 'tip', hidden: true });
  readonly #theme: ThemeReader;
  readonly #labels: readonly HTMLElement[];
  readonly #spanNames: LanesPicture['spanNames'];
  #colours: ReturnType<ThemeReader['read']> | undefined;
  #view: View | undefined;
  #hover: { x: number; y: number } | undefined;

  constructor(language: Language, actions: LanesActions) {
    const { text } = language;
    this.#language = language;
    this.#tools = new LaneTools(language, actions);
    this.#minimap = new Minimap(
      language,
      'lanes-canvas',
      (change) => actions.move(change),
      () => actions.resized(),
    );
    this.surface = element('div', {
      id: 'lanes-canvas',
      class: 'lanes-canvas',
      tabindex: 0,
      role: 'application',
      'aria-label': text('lanes'),
      'aria-describedby': 'lanes-help',
    });
    this.#canvas = new SharpCanvas(this.surface, () => actions.resized());
    this.#now.append(this.#nowText);
    this.surface.append(this.#measured, this.#now, this.#playhead, this.#tip);
    this.#ends = new LaneEnds(language, () => actions.home('all'));
    this.#theme = new ThemeReader(() => {
      this.#colours = undefined;
      this.#draw();
    });
    this.#spanNames = {
      build: text('spanBuild'),
      create: text('spanCreate'),
      start: text('spanStart'),
      run: text('spanRun'),
      remove: text('spanRemove'),
    };
    this.#labels = LANES.map((lane, i) => laneLabel(language, lane, i + 1));
    this.element = element(
      'section',
      { class: 'lanes', 'aria-label': text('timeline') },
      element('div', { class: 'lane-corner' }),
      this.#minimap.element,
      element('div', { class: 'lane-labels' }, ...this.#labels),
      this.surface,
      ...this.#ends.elements,
      element('p', { id: 'lanes-help', class: 'visually-hidden' }, text('lanesHelp')),
      this.#theme.element,
    );
    this.#listen(actions);
  }

  /** The buttons, for the head of the lanes. */
  get tools(): HTMLElement {
    return this.#tools.element;
  }

  /** Columns that the lanes and the minimap can show. */
  get columns(): { readonly lanes: number; readonly overview: number } {
    return {
      lanes: Math.max(1, Math.floor(this.#canvas.width)),
      overview: Math.max(1, Math.floor(this.#minimap.width / 2)),
    };
  }

  update(view: View): void {
    this.#view = view;
    this.#tools.update(view);
    this.#ends.update(view);
    this.#minimap.update(view);
    LANES.forEach((lane, i) => this.#labels[i]?.classList.toggle('off', !view.state.filter.lanes.includes(lane)));
    this.#place(view);
    this.#draw();
  }

  #listen(actions: LanesActions): void {
    const withView = (act: (view: View) => void) => {
      if (this.#view && this.#canvas.width > 0) act(this.#view);
    };
    const width = () => this.#canvas.width;
    listenForGestures(this.surface, {
      zoom: (factor, x) =>
        actions.move((viewport, bounds) => zoom(viewport, factor, xToTime(viewport, width(), x), bounds)),
      pan: (by) => actions.move((viewport, bounds) => pan(viewport, (by / width()) * spanOf(viewport), bounds)),
      pick: (x) => withView(({ viewport }) => actions.pick(xToTime(viewport, width(), x))),
      measure: (from, to) =>
        withView(({ viewport }) =>
          actions.measure(between(xToTime(viewport, width(), from), xToTime(viewport, width(), to))),
        ),
      hover: (x, y) => {
        this.#hover = x === null ? undefined : { x, y };
        withView((view) => this.#showTip(view));
      },
    });
  }

  /** Positions the elements over the canvas at their times. */
  #place(view: View): void {
    const { viewport, playhead, measured } = view;
    const width = this.#canvas.width;
    const x = playhead === null ? -1 : timeToX(viewport, width, playhead);
    this.#playhead.hidden = x < 0 || x > width;
    this.#playhead.style.transform = `translateX(${x}px)`;
    this.#placeNow(view);
    this.#measured.hidden = !measured;
    if (measured) {
      const left = timeToX(viewport, width, measured.from);
      this.#measured.style.transform = `translateX(${left}px)`;
      this.#measured.style.width = `${Math.max(1, timeToX(viewport, width, measured.to) - left)}px`;
    }
    this.#showTip(view);
  }

  /** Where the time is, while the dispatch runs: also if no frame comes. */
  #placeNow({ now, viewport, state }: View): void {
    const width = this.#canvas.width;
    const x = now === null || state.clock === 'inmate' ? -1 : timeToX(viewport, width, now);
    this.#now.hidden = x < 0 || x > width || now === null;
    if (this.#now.hidden || now === null) return;
    this.#now.style.transform = `translateX(${x}px)`;
    setText(this.#nowText, this.#language.text('now', this.#language.formats.duration(now)));
  }

  #draw(): void {
    const view = this.#view;
    if (!view) return;
    this.#colours ??= this.#theme.read();
    const { width, height } = this.#canvas;
    const picture = {
      theme: this.#colours,
      viewport: view.viewport,
      extent: view.extent,
      now: view.now,
      outcomeKind: view.header.outcomeKind,
      density: view.density,
      lanes: view.state.filter.lanes,
      formats: this.#language.formats,
      spanNames: this.#spanNames,
    };
    this.#canvas.draw(partsOf(picture), (context) => drawLanes(context, { ...picture, width, height }));
    this.#minimap.draw({ ...picture, viewport: view.bounds, density: view.overview });
  }

  #showTip({ viewport, density, extent }: View): void {
    const hover = this.#hover;
    this.#tip.hidden = !hover;
    if (!hover) return;
    const { text, formats } = this.#language;
    const { width, height } = this.#canvas;
    const time = xToTime(viewport, width, hover.x);
    const lines = [formats.tick(time, spanOf(viewport) / width)];
    const band = laneBands(height).find(({ top, height: high }) => hover.y >= top && hover.y < top + high);
    if (band?.lane === 'lifecycle') {
      const span = extent.spans.find(({ from, to }) => time >= from && time <= (to ?? extent.end));
      if (span) lines.push(`${this.#spanNames[span.name]}: ${formats.duration((span.to ?? extent.end) - span.from)}`);
    }
    if (band && density && hover.y > AXIS_HEIGHT) {
      const reach = (spanOf(viewport) / width) * 2;
      const { count, bytes } = countAround(density, band.lane, time, reach);
      const size = formats.size(bytes);
      const words = count === 1 ? text('oneFrameHere', size) : text('framesHere', formats.count(count), size);
      if (count > 0) lines.push(`${band.lane}: ${words}`);
    }
    setText(this.#tip, lines.join(' · '));
    const left = Math.max(0, Math.min(hover.x + 12, width - this.#tip.offsetWidth - 4));
    this.#tip.style.transform = `translate(${left}px, ${Math.max(0, hover.y - 28)}px)`;
  }
}

function laneLabel({ text }: Language, lane: (typeof LANES)[number], key: number): HTMLElement {
  const name = element('span', { class: 'lane-name' }, lane);
  const label = element(
    'div',
    { class: `lane-label lane-${lane}`, title: `${lane} (${key})` },
    icon(LANE_ICONS[lane]),
    name,
  );
  if (lane === 'stderr') {
    name.append(element('span', { class: 'lane-note', title: text('arrivalOrderHint') }, ` ${text('arrivalOrder')}`));
  }
  return label;
}

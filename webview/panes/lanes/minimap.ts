import { element, setAttribute } from '../../ui/dom.ts';
import { pan, spanOf, timeToX, xToTime, zoom, type Viewport } from '../../model/time/viewport.ts';
import type { Language, View } from '../../view.ts';
import { drawOverview, partsOf, type LanesPicture } from './drawLanes.ts';
import { SharpCanvas } from './sharpCanvas.ts';

const ZOOM_STEP = 1.4;
const middleOf = ({ from, to }: Viewport) => (from + to) / 2;

const KEY_MOVES: Readonly<Record<string, Move>> = {
  ArrowLeft: (viewport, bounds) => pan(viewport, -0.1 * spanOf(viewport), bounds),
  ArrowRight: (viewport, bounds) => pan(viewport, 0.1 * spanOf(viewport), bounds),
  PageUp: (viewport, bounds) => pan(viewport, -spanOf(viewport), bounds),
  PageDown: (viewport, bounds) => pan(viewport, spanOf(viewport), bounds),
  Home: (viewport, bounds) => pan(viewport, bounds.from - viewport.from, bounds),
  End: (viewport, bounds) => pan(viewport, bounds.to - viewport.to, bounds),
  ArrowUp: (viewport, bounds) => zoom(viewport, 1 / ZOOM_STEP, middleOf(viewport), bounds),
  ArrowDown: (viewport, bounds) => zoom(viewport, ZOOM_STEP, middleOf(viewport), bounds),
};

type Move = (viewport: Viewport, bounds: Viewport) => Viewport;

/** The whole dispatch, with a thumb for the part that the lanes show: it can be dragged or moved by arrow keys. */
export class Minimap {
  readonly element: HTMLElement;
  readonly #canvas: SharpCanvas;
  readonly #thumb = element('div', { class: 'minimap-thumb' });
  readonly #language: Language;
  readonly #moved: (change: Move) => void;
  #view: View | undefined;

  constructor(language: Language, controls: string, moved: (change: Move) => void, resized: () => void) {
    this.#language = language;
    this.#moved = moved;
    this.element = element('div', {
      class: 'minimap',
      role: 'scrollbar',
      tabindex: 0,
      'aria-orientation': 'horizontal',
      'aria-label': language.text('minimap'),
      'aria-controls': controls,
      'aria-valuemin': 0,
      'aria-valuemax': 100,
    });
    this.#canvas = new SharpCanvas(this.element, resized);
    this.element.append(this.#thumb);
    this.element.addEventListener('keydown', (event) => this.#key(event));
    this.#listenForDrags();
  }

  get width(): number {
    return this.#canvas.width;
  }

  update(view: View): void {
    this.#view = view;
    const { bounds, viewport } = view;
    const left = timeToX(bounds, this.width, viewport.from);
    const width = timeToX(bounds, this.width, viewport.to) - left;
    this.#thumb.style.transform = `translateX(${left}px)`;
    this.#thumb.style.width = `${Math.max(6, width)}px`;
    const { formats } = this.#language;
    const room = spanOf(bounds) - spanOf(viewport);
    setAttribute(
      this.element,
      'aria-valuenow',
      room > 0 ? Math.round(((viewport.from - bounds.from) / room) * 100) : 0,
    );
    const words = `${formats.duration(viewport.from)} – ${formats.duration(viewport.to)}`;
    setAttribute(this.element, 'aria-valuetext', words);
  }

  draw(picture: Omit<LanesPicture, 'width' | 'height'>): void {
    const { width, height } = this.#canvas;
    this.#canvas.draw(partsOf(picture), (context) => drawOverview(context, { ...picture, width, height }));
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = Object.hasOwn(KEY_MOVES, event.key) ? KEY_MOVES[event.key] : undefined;
    if (!move) return;
    event.preventDefault();
    this.#moved(move);
  }

  #listenForDrags(): void {
    let grip: number | undefined;
    const timeOf = (event: PointerEvent, { bounds }: View) =>
      xToTime(bounds, this.width, event.clientX - this.element.getBoundingClientRect().left);
    const moveTo = (from: number) => this.#moved((viewport, bounds) => pan(viewport, from - viewport.from, bounds));
    this.element.addEventListener('pointerdown', (event) => {
      const view = this.#view;
      if (!view || event.button !== 0) return;
      this.element.setPointerCapture(event.pointerId);
      const time = timeOf(event, view);
      const held = event.target === this.#thumb;
      // Pressed outside the thumb: the thumb moves to the pointer and follows it.
      grip = held ? time - view.viewport.from : spanOf(view.viewport) / 2;
      if (!held) moveTo(time - grip);
    });
    this.element.addEventListener('pointermove', (event) => {
      if (grip !== undefined && this.#view) moveTo(timeOf(event, this.#view) - grip);
    });
    const release = () => {
      grip = undefined;
    };
    this.element.addEventListener('pointerup', release);
    this.element.addEventListener('pointercancel', release);
  }
}

import { clamp, pan, reveal, spanOf, zoom, type TimeMs, type Viewport } from '../model/time/viewport.ts';

/** What a camera looks at, and where it stores its viewport. */
export interface CameraSubject {
  /** The whole time range. */
  bounds(): Viewport;
  playhead(): TimeMs | null;
  /** The call with a margin. */
  call(): Viewport;
  /** What is stored; `null` is the call, and that or everything is shown even as it grows. */
  shown(): Viewport | 'all' | null;
  show(viewport: Viewport | 'all' | null): void;
  /** Something other than the viewport has changed and must be drawn. */
  changed(): void;
}

/** Width of a viewport around a single frame, as a part of the whole. */
const FRAME_ZOOM = 0.02;

/** The time range that the lanes show, and its movement. */
export class Camera {
  readonly #subject: CameraSubject;
  #measured: Viewport | null = null;
  #isFitted = false;
  /** What was shown before a fit: fitting again goes back to it. */
  #before: 'all' | null = null;

  constructor(subject: CameraSubject) {
    this.#subject = subject;
  }

  get viewport(): Viewport {
    const shown = this.#subject.shown();
    const bounds = this.#subject.bounds();
    if (shown === 'all') return bounds;
    return clamp(shown ?? this.#subject.call(), bounds);
  }

  /** The time range that the user measures. */
  get measured(): Viewport | null {
    return this.#measured;
  }

  /** Shows another time range. If that is everything, it stays everything while the dispatch grows. */
  move(change: (viewport: Viewport, bounds: Viewport) => Viewport): void {
    const bounds = this.#subject.bounds();
    const viewport = clamp(change(this.viewport, bounds), bounds);
    this.#isFitted = false;
    this.#subject.show(spanOf(viewport) >= spanOf(bounds) ? 'all' : viewport);
  }

  /** Zooms around the playhead if that is in view, else around the middle. */
  zoom(factor: number): void {
    this.move((viewport, bounds) => {
      const playhead = this.#subject.playhead();
      const middle = (viewport.from + viewport.to) / 2;
      const seen = playhead !== null && playhead >= viewport.from && playhead <= viewport.to;
      return zoom(viewport, factor, seen ? playhead : middle, bounds);
    });
  }

  /** Moves by a part of the viewport. */
  pan(share: number): void {
    this.move((viewport, bounds) => pan(viewport, share * spanOf(viewport), bounds));
  }

  /** Shows the call with a small margin, or everything. */
  home(what: 'all' | null): void {
    this.#isFitted = false;
    this.#subject.show(what);
  }

  /** Zooms to the measured range, else to the selected frame; if it shows that already, to the call or to everything. */
  fit(): void {
    const playhead = this.#subject.playhead();
    const bounds = this.#subject.bounds();
    const measured = this.#measured;
    const shown = this.#subject.shown();
    if (shown === 'all' || shown === null) this.#before = shown;
    if (this.#isFitted || (!measured && playhead === null)) {
      this.home(this.#isFitted ? this.#before : null);
      return;
    }
    if (measured) this.move(() => measured);
    else {
      const half = (spanOf(bounds) * FRAME_ZOOM) / 2;
      this.move(() => ({ from: (playhead ?? 0) - half, to: (playhead ?? 0) + half }));
    }
    this.#isFitted = this.#subject.shown() !== 'all';
  }

  measure(measured: Viewport | null): void {
    this.#measured = measured;
    this.#isFitted = false;
    this.#subject.changed();
  }

  /** Another frame is selected: it is not fitted yet. A measured range stays. */
  unfit(): void {
    this.#isFitted = false;
  }

  /** Moves so that the playhead is in view. */
  revealPlayhead(): void {
    const playhead = this.#subject.playhead();
    if (playhead === null || this.#subject.shown() === 'all') return;
    const { viewport } = this;
    const moved = reveal(viewport, playhead, this.#subject.bounds());
    if (moved !== viewport) this.#subject.show(moved);
  }

  /** Moves to the end, without zooming. */
  goToEnd(): void {
    const shown = this.#subject.shown();
    if (shown !== null && shown !== 'all')
      this.move((viewport, bounds) => pan(viewport, bounds.to - viewport.to, bounds));
  }
}

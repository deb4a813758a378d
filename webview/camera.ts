import { clamp, pan, reveal, spanOf, zoom, type TimeMs, type Viewport } from './model/viewport.ts';

/** What a camera looks at, and where it keeps what it shows. */
export interface CameraSubject {
  /** All there is to see. */
  bounds(): Viewport;
  playhead(): TimeMs | null;
  /** What is shown; `null`: everything, also when it grows. */
  shown(): Viewport | null;
  show(viewport: Viewport | null): void;
  /** Something else that is drawn has changed. */
  changed(): void;
}

/** A viewport around a single frame is this part of everything. */
const FRAME_ZOOM = 0.02;

/** Which stretch of time the lanes show, and how that moves. */
export class Camera {
  readonly #subject: CameraSubject;
  #measured: Viewport | null = null;
  #isFitted = false;

  constructor(subject: CameraSubject) {
    this.#subject = subject;
  }

  get viewport(): Viewport {
    const shown = this.#subject.shown();
    const bounds = this.#subject.bounds();
    return shown ? clamp(shown, bounds) : bounds;
  }

  /** The stretch of time that the user measures. */
  get measured(): Viewport | null {
    return this.#measured;
  }

  /** Shows another stretch of time. One that shows everything goes on to do so while the dispatch grows. */
  move(change: (viewport: Viewport, bounds: Viewport) => Viewport): void {
    const bounds = this.#subject.bounds();
    const viewport = clamp(change(this.viewport, bounds), bounds);
    this.#isFitted = false;
    this.#subject.show(spanOf(viewport) >= spanOf(bounds) ? null : viewport);
  }

  /** Around the playhead where that is in view, else around the middle. */
  zoom(factor: number): void {
    this.move((viewport, bounds) => {
      const playhead = this.#subject.playhead();
      const middle = (viewport.from + viewport.to) / 2;
      const seen = playhead !== null && playhead >= viewport.from && playhead <= viewport.to;
      return zoom(viewport, factor, seen ? playhead : middle, bounds);
    });
  }

  /** By a part of what is shown. */
  pan(share: number): void {
    this.move((viewport, bounds) => pan(viewport, share * spanOf(viewport), bounds));
  }

  /** What is measured, else the selected frame, as large as it makes sense; if that is so already, everything. */
  fit(): void {
    const playhead = this.#subject.playhead();
    const bounds = this.#subject.bounds();
    const measured = this.#measured;
    if (this.#isFitted || (!measured && playhead === null)) this.move(() => bounds);
    else if (measured) this.move(() => measured);
    else {
      const half = (spanOf(bounds) * FRAME_ZOOM) / 2;
      this.move(() => ({ from: (playhead ?? 0) - half, to: (playhead ?? 0) + half }));
    }
    this.#isFitted = this.#subject.shown() !== null;
  }

  measure(measured: Viewport | null): void {
    this.#measured = measured;
    this.#isFitted = false;
    this.#subject.changed();
  }

  /** Another frame is selected: what is measured, if anything, stays, but the frame is not fitted. */
  unfit(): void {
    this.#isFitted = false;
  }

  /** Moves so that the playhead is in view. */
  revealPlayhead(): void {
    const playhead = this.#subject.playhead();
    if (playhead === null || !this.#subject.shown()) return;
    const { viewport } = this;
    const moved = reveal(viewport, playhead, this.#subject.bounds());
    if (moved !== viewport) this.#subject.show(moved);
  }

  /** Moves to the end of what there is, as large as before. */
  goToEnd(): void {
    if (this.#subject.shown()) this.move((viewport, bounds) => pan(viewport, bounds.to - viewport.to, bounds));
  }
}

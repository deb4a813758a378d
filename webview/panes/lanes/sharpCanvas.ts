import { element } from '../../ui/dom.ts';

/** A canvas that fills its parent, with one canvas pixel for each screen pixel. */
export class SharpCanvas {
  readonly element = element('canvas', { 'aria-hidden': 'true' });
  readonly #context = this.element.getContext('2d');
  #width = 0;
  #height = 0;
  #drawn: readonly unknown[] = [];

  /** @param resized called when its size has changed and it must be drawn again */
  constructor(parent: HTMLElement, resized: () => void) {
    parent.append(this.element);
    new ResizeObserver(() => {
      this.#width = parent.clientWidth;
      this.#height = parent.clientHeight;
      resized();
    }).observe(parent);
  }

  /** In CSS pixels. */
  get width(): number {
    return this.#width;
  }

  get height(): number {
    return this.#height;
  }

  /**
   * Draws, unless it shows the same picture already.
   *
   * @param from all inputs of the picture, except the size
   * @param paint gets a context whose unit is a CSS pixel
   */
  draw(from: readonly unknown[], paint: (context: CanvasRenderingContext2D) => void): void {
    const ratio = devicePixelRatio || 1;
    const [width, height] = [Math.round(this.#width * ratio), Math.round(this.#height * ratio)];
    if (!this.#context || width === 0 || height === 0) return;
    const wanted = [width, height, ...from];
    if (wanted.length === this.#drawn.length && wanted.every((part, i) => part === this.#drawn[i])) return;
    this.#drawn = wanted;
    if (this.element.width !== width) this.element.width = width;
    if (this.element.height !== height) this.element.height = height;
    this.#context.setTransform(ratio, 0, 0, ratio, 0, 0);
    paint(this.#context);
  }
}

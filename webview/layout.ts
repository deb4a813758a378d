import { element } from './ui/dom.ts';
import type { ViewState } from './model/viewState.ts';
import { splitter } from './ui/splitter.ts';
import type { Language } from './view.ts';

export interface LayoutPanes {
  readonly header: HTMLElement;
  readonly console: HTMLElement;
  readonly toolbar: HTMLElement;
  readonly lanes: HTMLElement;
  readonly frames: HTMLElement;
  readonly detail: HTMLElement;
}

export type Sizes = Pick<ViewState, 'lanesHeight' | 'framesShare'>;

const LEAST_LANES = 120;
/** CSS pixels that the lanes leave to the list and the detail at least. */
const LEAST_REST = 160;
const LEAST_SHARE = 0.15;

/** Arranges the panes: header and lanes above, list and detail below, side by side if there is room. */
export class Layout {
  readonly element: HTMLElement;
  readonly #panes: LayoutPanes;
  readonly #lower: HTMLElement;
  readonly #bars: readonly { readonly element: HTMLElement; update(): void }[];
  #sizes: Sizes | undefined;

  constructor({ text }: Language, panes: LayoutPanes, resize: (sizes: Partial<Sizes>) => void) {
    this.#panes = panes;
    const lanesBar = splitter({
      label: text('resizeLanes'),
      orientation: () => 'horizontal',
      size: () => ({ now: panes.lanes.offsetHeight, min: LEAST_LANES, max: this.#mostLanes }),
      resize: (lanesHeight) => resize({ lanesHeight }),
      reset: () => resize({ lanesHeight: null }),
    });
    const detailBar = splitter({
      label: text('resizeDetail'),
      orientation: () => (this.#sideBySide ? 'vertical' : 'horizontal'),
      size: () => {
        const [now, whole] = this.#sideBySide
          ? [panes.frames.offsetWidth, this.#lower.offsetWidth]
          : [panes.frames.offsetHeight, this.#lower.offsetHeight];
        return { now, min: whole * LEAST_SHARE, max: whole * (1 - LEAST_SHARE) };
      },
      resize: (size) => {
        const whole = this.#sideBySide ? this.#lower.offsetWidth : this.#lower.offsetHeight;
        resize({ framesShare: size / whole });
      },
      reset: () => resize({ framesShare: null }),
    });
    this.#bars = [lanesBar, detailBar];
    this.#lower = element('div', { class: 'lower' }, panes.frames, detailBar.element, panes.detail);
    this.element = element(
      'main',
      { class: 'timeline' },
      panes.header,
      panes.console,
      panes.toolbar,
      panes.lanes,
      lanesBar.element,
      this.#lower,
    );
    new ResizeObserver(() => this.#update()).observe(this.element);
  }

  update({ lanesHeight, framesShare }: Sizes): void {
    // Measured only after a change: measuring makes the browser lay out the whole page.
    if (this.#sizes?.lanesHeight === lanesHeight && this.#sizes.framesShare === framesShare) return;
    this.#sizes = { lanesHeight, framesShare };
    setSize(this.element, '--lanes-height', lanesHeight === null ? null : `${lanesHeight}px`);
    setSize(this.element, '--frames-share', framesShare === null ? null : String(framesShare));
    this.#update();
  }

  #update(): void {
    for (const bar of this.#bars) bar.update();
  }

  get #sideBySide(): boolean {
    return getComputedStyle(this.#lower).flexDirection === 'row';
  }

  get #mostLanes(): number {
    return this.#panes.lanes.offsetHeight + Math.max(0, this.#lower.offsetHeight - LEAST_REST);
  }
}

/** Uses the object model, because the content security policy forbids style attributes. */
function setSize(target: HTMLElement, name: string, value: string | null): void {
  if (value === null) target.style.removeProperty(name);
  else if (target.style.getPropertyValue(name) !== value) target.style.setProperty(name, value);
}

/** CSS pixels down the list, as if every row were in the document. */
export type ListY = number;

/** CSS pixels down the scrolling element: its `scrollTop`. */
export type ScrollTop = number;

/** Browsers cut elements at about 16 to 33 million pixels (less if a CSS pixel is two screen pixels). */
const MAX_SCROLL_HEIGHT: ScrollTop = 15_000_000;

/**
 * Maps a list of any length to a scrollbar of bounded length. The list's own offset is authoritative: the scrollbar
 * only shows it, because one of its pixels may stand for several of the list.
 */
export class ScaledScroll {
  #listHeight: ListY = 0;
  #viewHeight = 0;
  #offset: ListY = 0;
  #shown: ScrollTop = 0;

  /** Where the view begins. */
  get offset(): ListY {
    return this.#offset;
  }

  /** Height to give to the element that scrolls. */
  get scrollHeight(): ScrollTop {
    return Math.min(this.#listHeight, Math.max(MAX_SCROLL_HEIGHT, this.#viewHeight));
  }

  /** Whether a pixel of the scrollbar stands for more than one pixel of the list. */
  get scaled(): boolean {
    return this.scrollHeight < this.#listHeight;
  }

  /** Sets the sizes of list and view. Returns the new scroll position. */
  resize(listHeight: ListY, viewHeight: number): ScrollTop {
    this.#listHeight = listHeight;
    this.#viewHeight = viewHeight;
    return this.goTo(this.#offset);
  }

  /** Shows the list from an offset, or the nearest possible one. Returns the new scroll position. */
  goTo(offset: ListY): ScrollTop {
    this.#offset = Math.min(Math.max(offset, 0), this.#lastOffset);
    this.#shown = this.#lastOffset > 0 ? this.#offset * (this.#lastTop / this.#lastOffset) : 0;
    return this.#shown;
  }

  /** The scrollbar was moved, or reports the position that `goTo` set, which the browser may have rounded. */
  scrolled(top: ScrollTop): ListY {
    if (Math.abs(top - this.#shown) < 1) return this.#offset;
    this.#shown = top;
    this.#offset = this.#lastTop > 0 ? Math.min(1, top / this.#lastTop) * this.#lastOffset : 0;
    return this.#offset;
  }

  /** Shows `height` pixels from `y`, moving as little as possible. Returns the new scroll position. */
  reveal(y: ListY, height: number): ScrollTop {
    // If it does not fit, for example because the view has no size yet, its start is shown.
    if (y < this.#offset || height > this.#viewHeight) return this.goTo(y);
    if (y + height > this.#offset + this.#viewHeight) return this.goTo(y + height - this.#viewHeight);
    return this.#shown;
  }

  get #lastOffset(): ListY {
    return Math.max(0, this.#listHeight - this.#viewHeight);
  }

  get #lastTop(): ScrollTop {
    return Math.max(0, this.scrollHeight - this.#viewHeight);
  }
}

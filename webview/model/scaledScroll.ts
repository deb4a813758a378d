/** CSS pixels down the list as if every row stood in the document. */
export type ListY = number;

/** CSS pixels down the element that scrolls: what `scrollTop` says. */
export type ScrollTop = number;

/** Browsers cut elements at about 16 to 33 million pixels (less where a CSS pixel is two of the screen's). */
const MAX_SCROLL_HEIGHT: ScrollTop = 15_000_000;

/**
 * Maps a list of any length to a scrollbar of bounded length. The list's own offset is what counts: the scrollbar only
 * shows it, since a pixel of it may stand for several of the list.
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

  /** Whether a pixel of the scrollbar stands for more than one of the list. */
  get scaled(): boolean {
    return this.scrollHeight < this.#listHeight;
  }

  /** The list or the view has another size. Gives where the scrollbar belongs now. */
  resize(listHeight: ListY, viewHeight: number): ScrollTop {
    this.#listHeight = listHeight;
    this.#viewHeight = viewHeight;
    return this.goTo(this.#offset);
  }

  /** Shows the list from an offset, as near as there is. Gives where the scrollbar belongs then. */
  goTo(offset: ListY): ScrollTop {
    this.#offset = Math.min(Math.max(offset, 0), this.#lastOffset);
    this.#shown = this.#lastOffset > 0 ? this.#offset * (this.#lastTop / this.#lastOffset) : 0;
    return this.#shown;
  }

  /** The scrollbar was moved, or only says where `goTo` put it: as exactly as the browser keeps it. */
  scrolled(top: ScrollTop): ListY {
    if (Math.abs(top - this.#shown) < 1) return this.#offset;
    this.#shown = top;
    this.#offset = this.#lastTop > 0 ? Math.min(1, top / this.#lastTop) * this.#lastOffset : 0;
    return this.#offset;
  }

  /** Shows `height` pixels from `y`, moving as little as possible. Gives where the scrollbar belongs then. */
  reveal(y: ListY, height: number): ScrollTop {
    // Where it does not fit, such as into a view that has no size yet, its beginning counts.
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

import { element } from './dom.ts';
import type { RowsInView } from '../model/list/pageMove.ts';
import { ScaledScroll } from '../model/list/scaledScroll.ts';

export interface VirtualRowsOptions<Row> {
  /** CSS pixels, the same for each row. */
  readonly rowHeight: number;
  /** Creates a row element that can be filled repeatedly. */
  readonly make: () => { readonly element: HTMLElement; readonly row: Row };
  /** @param index of the row in the list */
  readonly fill: (row: Row, index: number) => void;
  /** These rows are in view now. */
  readonly viewed?: (from: number, to: number) => void;
  /** CSS pixels of the fixed head above the rows in the scroller. */
  readonly headHeight?: number;
  /** Gives the row that stays in view where the view gets lower; `undefined` for none. */
  readonly kept?: () => number | undefined;
  /** Called when the user scrolled, not the program. */
  readonly scrolled?: () => void;
}

/** An element that shows one row, and is reused for another when that has left the view. */
interface Slot<Row> {
  readonly element: HTMLElement;
  readonly row: Row;
  index: number;
}

const PIXELS_PER_LINE = 40;

/** Rows are positioned relative to a multiple of this (pixels): a browser's coordinates are inexact in a long list. */
const STRETCH = 100_000;

/** Milliseconds without scrolling after which the row elements are put into reading order. */
const SETTLED = 200;

/**
 * A list of any length of which only the rows in view exist. They are in a viewport that stays in place while the
 * scrollbar moves, so a list may be longer than an element can be high, and is never blank. Scrolling only fills the
 * rows that come into view: the others are moved all at once, with the strip that contains them.
 */
export class VirtualRows<Row> {
  /** The element that scrolls. */
  readonly element: HTMLElement;
  readonly #options: VirtualRowsOptions<Row>;
  readonly #scroll = new ScaledScroll();
  readonly #spacer = element('div', { class: 'virtual-spacer', role: 'presentation' });
  readonly #port: HTMLElement;
  readonly #strip = element('div', { class: 'virtual-strip', role: 'presentation' });
  #slots: Slot<Row>[] = [];
  #count = 0;
  #height = 0;
  /** Start of the strip, in pixels of the list. */
  #base = 0;
  #settling: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param scroller the scrolling element: it can have the focus, and may already contain something above the rows
   * @param port the element for the rows
   */
  constructor(options: VirtualRowsOptions<Row>, scroller: HTMLElement, port: HTMLElement) {
    this.#options = options;
    this.#port = port;
    this.#port.classList.add('virtual-port');
    this.#port.style.top = `${options.headHeight ?? 0}px`;
    this.#port.append(this.#strip);
    this.#spacer.append(port);
    this.element = scroller;
    this.element.classList.add('virtual-scroller');
    this.element.append(this.#spacer);
    this.element.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    this.element.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    new ResizeObserver(() => this.#resize()).observe(this.element);
  }

  get count(): number {
    return this.#count;
  }

  /** Rows that fit into the view. */
  get page(): number {
    return Math.max(1, Math.floor(this.#height / this.#options.rowHeight));
  }

  /** The rows that are wholly in view. */
  get inView(): RowsInView {
    const { rowHeight } = this.#options;
    const first = Math.ceil(this.#scroll.offset / rowHeight);
    const behind = Math.floor((this.#scroll.offset + this.#height) / rowHeight);
    return { first, last: Math.max(first, Math.min(this.#count, behind) - 1) };
  }

  /** Whether the last row is in view. */
  get atEnd(): boolean {
    return this.#scroll.offset + this.#height >= this.#count * this.#options.rowHeight - 1;
  }

  setCount(count: number): void {
    if (count === this.#count) return;
    this.#count = count;
    this.#measured();
  }

  /** Recreates all row elements, because `make` creates different ones now. */
  remake(): void {
    this.#keepSlots(0);
    this.render();
  }

  /** Brings a row into view, moving as little as possible. */
  reveal(index: number): void {
    const { rowHeight } = this.#options;
    this.#goTo(this.#scroll.reveal(index * rowHeight, rowHeight));
  }

  scrollToStart(): void {
    this.#goTo(this.#scroll.goTo(0));
  }

  scrollToEnd(): void {
    this.#goTo(this.#scroll.goTo(this.#count * this.#options.rowHeight));
  }

  /** The element of a row, if it is in view. */
  elementOf(index: number): HTMLElement | undefined {
    const slot = this.#slots[index % this.#slots.length];
    return slot?.index === index ? slot.element : undefined;
  }

  /** Fills the rows in view again, after they have changed. */
  render(): void {
    this.#show(true);
  }

  /** @param refill whether rows that stay in view may have changed */
  #show(refill: boolean): void {
    const { rowHeight, fill, viewed } = this.#options;
    const [first, last] = this.#range();
    this.#keepSlots(last - first);
    const base = Math.floor(this.#scroll.offset / STRETCH) * STRETCH;
    const isMoved = base !== this.#base;
    this.#base = base;
    for (let index = first; index < last; index++) {
      const slot = this.#slots[index % this.#slots.length];
      if (!slot) continue;
      const isOther = slot.index !== index;
      slot.index = index;
      if (isOther || isMoved) slot.element.style.transform = `translateY(${index * rowHeight - base}px)`;
      if (isOther || refill) fill(slot.row, index);
    }
    this.#strip.style.transform = `translateY(${base - this.#scroll.offset}px)`;
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#putInOrder(), SETTLED);
    viewed?.(first, last);
  }

  /** Keeps as many slots as rows in view: consecutive rows then have distinct slots, by index modulo their number. */
  #keepSlots(count: number): void {
    if (count === this.#slots.length) return;
    // Unused elements are removed, so that a search in the page does not find them.
    for (const { element: unused } of this.#slots.splice(count)) unused.remove();
    while (this.#slots.length < count) this.#slots.push({ ...this.#options.make(), index: -1 });
    for (const slot of this.#slots) slot.index = -1;
    this.#strip.append(...this.#slots.map((slot) => slot.element));
  }

  /** Reused elements get out of order, but assistive technology reads them in document order. */
  #putInOrder(): void {
    const ordered = this.#slots.toSorted((a, b) => a.index - b.index);
    ordered.forEach(({ element: row }, i) => {
      const now = this.#strip.children[i] ?? null;
      if (now !== row) this.#strip.insertBefore(row, now);
    });
  }

  /** The rows in view; their number is constant, because it includes the next one to come into view. */
  #range(): readonly [first: number, last: number] {
    const { rowHeight } = this.#options;
    const needed = this.#height > 0 ? Math.min(this.#count, Math.ceil(this.#height / rowHeight) + 1) : 0;
    const first = Math.min(Math.floor(this.#scroll.offset / rowHeight), this.#count - needed);
    return [first, first + needed];
  }

  #resize(): void {
    const kept = this.#options.kept?.();
    const { first, last } = this.inView;
    this.#height = Math.max(0, this.element.clientHeight - (this.#options.headHeight ?? 0));
    this.#measured();
    if (kept !== undefined && kept >= first && kept <= last) this.reveal(kept);
  }

  #measured(): void {
    const top = this.#scroll.resize(this.#count * this.#options.rowHeight, this.#height);
    this.#spacer.style.height = `${this.#scroll.scrollHeight}px`;
    this.#port.style.height = `${this.#height}px`;
    this.element.scrollTop = top;
    this.render();
  }

  #goTo(top: number): void {
    this.element.scrollTop = top;
    this.#show(false);
  }

  #scrolled(): void {
    const before = this.#scroll.offset;
    if (this.#scroll.scrolled(this.element.scrollTop) === before) return;
    this.#options.scrolled?.();
    this.#show(false);
  }

  /** If a scrollbar pixel stands for several list pixels, the wheel still scrolls by list pixels. */
  #wheel(event: WheelEvent): void {
    if (!this.#scroll.scaled || event.ctrlKey || event.deltaY === 0) return;
    event.preventDefault();
    const unit = event.deltaMode === 1 ? PIXELS_PER_LINE : event.deltaMode === 2 ? this.#height : 1;
    this.element.scrollTop = this.#scroll.goTo(this.#scroll.offset + event.deltaY * unit);
    this.#options.scrolled?.();
    this.#show(false);
  }
}

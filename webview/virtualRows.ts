import { element } from './dom.ts';
import { ScaledScroll } from './model/scaledScroll.ts';

export interface VirtualRowsOptions<Row> {
  /** CSS pixels, the same for each row. */
  readonly rowHeight: number;
  /** Makes a row that can be filled again and again. */
  readonly make: () => { readonly element: HTMLElement; readonly row: Row };
  /** @param index of the row in the list */
  readonly fill: (row: Row, index: number) => void;
  /** These rows are in view now. */
  readonly viewed?: (from: number, to: number) => void;
  /** CSS pixels of what stands above the rows in the scroller, and stays there. */
  readonly headHeight?: number;
  /** The user scrolled, as opposed to the program. */
  readonly scrolled?: () => void;
}

const PIXELS_PER_LINE = 40;

/**
 * A list of any length of which only the rows in view exist. They stand in a viewport that stays in place while the
 * scrollbar moves, so a list may be longer than an element can be high, and nothing is ever blank.
 */
export class VirtualRows<Row> {
  /** The element that scrolls. */
  readonly element: HTMLElement;
  readonly #options: VirtualRowsOptions<Row>;
  readonly #scroll = new ScaledScroll();
  readonly #spacer = element('div', { class: 'virtual-spacer', role: 'presentation' });
  readonly #port: HTMLElement;
  readonly #pool: { readonly element: HTMLElement; readonly row: Row }[] = [];
  #count = 0;
  #height = 0;

  /**
   * @param scroller the element that scrolls: it can have the focus, and may hold something above the rows already
   * @param port what holds the rows
   */
  constructor(options: VirtualRowsOptions<Row>, scroller: HTMLElement, port: HTMLElement) {
    this.#options = options;
    this.#port = port;
    this.#port.classList.add('virtual-port');
    this.#port.style.top = `${options.headHeight ?? 0}px`;
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

  /** Whether the last row is in view. */
  get atEnd(): boolean {
    return this.#scroll.offset + this.#height >= this.#count * this.#options.rowHeight - 1;
  }

  setCount(count: number): void {
    if (count === this.#count) return;
    this.#count = count;
    this.#resize();
  }

  /** Rows are made otherwise now. */
  remake(): void {
    for (const { element: made } of this.#pool.splice(0)) made.remove();
    this.render();
  }

  /** Brings a row into view, moving as little as possible. */
  reveal(index: number): void {
    const { rowHeight } = this.#options;
    this.element.scrollTop = this.#scroll.reveal(index * rowHeight, rowHeight);
    this.render();
  }

  /** Brings a row to the middle if it is not in view. */
  centre(index: number): void {
    const { rowHeight } = this.#options;
    const y = index * rowHeight;
    if (y >= this.#scroll.offset && y + rowHeight <= this.#scroll.offset + this.#height) return;
    this.element.scrollTop = this.#scroll.goTo(y - this.#height / 2);
    this.render();
  }

  scrollToEnd(): void {
    this.element.scrollTop = this.#scroll.goTo(this.#count * this.#options.rowHeight);
    this.render();
  }

  /** The element of a row, if it is in view. */
  elementOf(index: number): HTMLElement | undefined {
    const [first, last] = this.#range();
    return index >= first && index < last ? this.#pool[index - first]?.element : undefined;
  }

  /** Fills what is in view, after the rows have changed. */
  render(): void {
    const { rowHeight, make, fill, viewed } = this.#options;
    const [first, last] = this.#range();
    const needed = Math.max(0, last - first);
    while (this.#pool.length < needed) this.#pool.push(make());
    // What is not in view is not in the document either, where it could be found by a search.
    this.#pool.slice(needed).forEach((pooled) => pooled.element.remove());
    this.#pool.slice(0, needed).forEach((pooled, i) => {
      const index = first + i;
      if (!pooled.element.isConnected) this.#port.append(pooled.element);
      pooled.element.style.transform = `translateY(${index * rowHeight - this.#scroll.offset}px)`;
      fill(pooled.row, index);
    });
    viewed?.(first, last);
  }

  #range(): readonly [first: number, last: number] {
    const { rowHeight } = this.#options;
    const first = Math.floor(this.#scroll.offset / rowHeight);
    return [first, Math.min(this.#count, Math.ceil((this.#scroll.offset + this.#height) / rowHeight))];
  }

  #resize(): void {
    this.#height = Math.max(0, this.element.clientHeight - (this.#options.headHeight ?? 0));
    const top = this.#scroll.resize(this.#count * this.#options.rowHeight, this.#height);
    this.#spacer.style.height = `${this.#scroll.scrollHeight}px`;
    this.#port.style.height = `${this.#height}px`;
    this.element.scrollTop = top;
    this.render();
  }

  #scrolled(): void {
    const before = this.#scroll.offset;
    if (this.#scroll.scrolled(this.element.scrollTop) === before) return;
    this.#options.scrolled?.();
    this.render();
  }

  /** Where a pixel of the scrollbar stands for several of the list, the wheel still moves by those of the list. */
  #wheel(event: WheelEvent): void {
    if (!this.#scroll.scaled || event.ctrlKey || event.deltaY === 0) return;
    event.preventDefault();
    const unit = event.deltaMode === 1 ? PIXELS_PER_LINE : event.deltaMode === 2 ? this.#height : 1;
    this.element.scrollTop = this.#scroll.goTo(this.#scroll.offset + event.deltaY * unit);
    this.#options.scrolled?.();
    this.render();
  }
}

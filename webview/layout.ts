import { element, setAttribute } from './ui/dom.ts';
import type { Part, ViewState } from './model/viewState.ts';
import { Fold } from './panes/fold.ts';
import { PartTabs } from './panes/partTabs.ts';
import { splitter } from './ui/splitter.ts';
import type { Language } from './view.ts';

export interface LayoutPanes {
  readonly header: HTMLElement;
  readonly result: HTMLElement;
  readonly console: HTMLElement;
  readonly laneTools: HTMLElement;
  readonly lanes: HTMLElement;
  readonly toolbar: HTMLElement;
  readonly frames: HTMLElement;
  readonly detail: HTMLElement;
}

export type Arrangement = Pick<
  ViewState,
  'lanesHeight' | 'framesShare' | 'resultHeight' | 'resultShare' | 'part' | 'lanesOpen' | 'framesOpen'
>;

const LEAST_LANES = 90;
const LEAST_RESULT = 64;
/** CSS pixels that the lanes leave to the list and the detail at least. */
const LEAST_REST = 130;
const LEAST_SHARE = 0.15;

/** CSS pixels below which parts become tabs, and below which the lanes are closed until they are opened. */
const ROOM = { width: 700, height: 520 };
const ROOM_FOR_LANES = 620;

/** Arranges the panes: the result first, then the console, the lanes, the frames; as tabs where there is little room. */
export class Layout {
  readonly element: HTMLElement;
  readonly #change: (change: Partial<Arrangement>) => void;
  readonly #tabs: PartTabs;
  readonly #upper: HTMLElement;
  readonly #lower: HTMLElement;
  readonly #lanes: Fold;
  readonly #frames: Fold;
  readonly #bars: readonly { readonly element: HTMLElement; update(): void }[];
  #now: Arrangement | undefined;
  #hasDetail = false;

  constructor(language: Language, panes: LayoutPanes, change: (change: Partial<Arrangement>) => void) {
    const { text } = language;
    this.#change = change;
    const upperBar = splitter({
      label: text('resizeResult'),
      orientation: () => 'horizontal',
      size: () => ({ now: this.#upper.offsetHeight, min: LEAST_RESULT, max: this.#mostOf(this.#upper) }),
      resize: (resultHeight) => change({ resultHeight }),
      reset: () => change({ resultHeight: null }),
    });
    const lanesBar = splitter({
      label: text('resizeLanes'),
      orientation: () => 'horizontal',
      size: () => ({ now: panes.lanes.offsetHeight, min: LEAST_LANES, max: this.#mostOf(panes.lanes) }),
      resize: (lanesHeight) => change({ lanesHeight }),
      reset: () => change({ lanesHeight: null }),
    });
    const consoleBar = this.#shareBar(text('resizeConsole'), panes.result, () => this.#upper, 'resultShare');
    const detailBar = this.#shareBar(text('resizeDetail'), panes.frames, () => this.#lower, 'framesShare');
    this.#bars = [upperBar, lanesBar, consoleBar, detailBar];
    this.#upper = element('div', { class: 'upper' }, panes.result, consoleBar.element, panes.console);
    this.#lower = element('div', { class: 'lower' }, panes.frames, detailBar.element, panes.detail);
    this.#lanes = new Fold('lanes', text('lanes'), panes.laneTools, panes.lanes, (lanesOpen) => change({ lanesOpen }));
    this.#frames = new Fold('frames', text('frames'), panes.toolbar, this.#lower, (framesOpen) =>
      change({ framesOpen }),
    );
    const parts = new Map<Part, HTMLElement>([
      ['result', panes.result],
      ['console', panes.console],
      ['frames', this.#frames.element],
      ['lanes', this.#lanes.element],
    ]);
    this.#tabs = new PartTabs(language, parts, (part) => change({ part }));
    this.element = element(
      'main',
      { class: 'timeline' },
      panes.header,
      this.#tabs.list,
      this.#upper,
      upperBar.element,
      this.#lanes.element,
      lanesBar.element,
      this.#frames.element,
    );
    new ResizeObserver(() => this.#arrange()).observe(this.element);
  }

  /** @param hasDetail whether a frame is selected: without one its detail takes no room */
  update(now: Arrangement, hasDetail: boolean): void {
    // Measured only after a change: measuring makes the browser lay out the whole page.
    if (hasDetail === this.#hasDetail && this.#now && sameArrangement(this.#now, now)) return;
    this.#now = now;
    this.#hasDetail = hasDetail;
    this.#arrange();
  }

  /** The part that is shown, where there is no room for all. */
  get onlyPart(): Part | undefined {
    return this.#tabs.isOn ? this.#tabs.shown : undefined;
  }

  /** What has to change to bring a part into view; `undefined` if it is in view. */
  changeFor(part: Part): Partial<Arrangement> | undefined {
    const isOpen = part === 'lanes' ? this.#lanes.isOpen : part === 'frames' ? this.#frames.isOpen : true;
    const isShown = !this.#tabs.isOn || this.#now?.part === part;
    if (isOpen && isShown) return undefined;
    return { part, ...(part === 'lanes' ? { lanesOpen: true } : part === 'frames' ? { framesOpen: true } : {}) };
  }

  #arrange(): void {
    const now = this.#now;
    const { clientWidth, clientHeight } = this.element;
    if (!now || clientWidth === 0) return;
    const isTabbed = clientWidth < ROOM.width || clientHeight < ROOM.height;
    this.#tabs.update(isTabbed, now.part);
    setAttribute(this.element, 'data-mode', isTabbed ? 'tabs' : 'stack');
    setAttribute(this.element, 'data-part', this.#tabs.shown);
    this.#lanes.update(isTabbed || (now.lanesOpen ?? clientHeight >= ROOM_FOR_LANES), !isTabbed);
    this.#frames.update(isTabbed || (now.framesOpen ?? true), !isTabbed);
    this.#lower.classList.toggle('no-detail', !this.#hasDetail);
    setSize(this.element, '--result-height', pixels(now.resultHeight));
    setSize(this.element, '--lanes-height', pixels(now.lanesHeight));
    setSize(this.element, '--frames-share', now.framesShare);
    setSize(this.element, '--result-share', now.resultShare);
    for (const bar of this.#bars) bar.update();
  }

  /** A bar between two panes that share what there is. */
  #shareBar(label: string, first: HTMLElement, whole: () => HTMLElement, name: 'framesShare' | 'resultShare') {
    const isRow = () => getComputedStyle(whole()).flexDirection === 'row';
    const sizeOf = (target: HTMLElement) => (isRow() ? target.offsetWidth : target.offsetHeight);
    return splitter({
      label,
      orientation: () => (isRow() ? 'vertical' : 'horizontal'),
      size: () => {
        const all = sizeOf(whole());
        return { now: sizeOf(first), min: all * LEAST_SHARE, max: all * (1 - LEAST_SHARE) };
      },
      resize: (size) => this.#change({ [name]: size / sizeOf(whole()) }),
      reset: () => this.#change({ [name]: null }),
    });
  }

  /** How high a pane may become: as long as the frames below keep their least height. */
  #mostOf(pane: HTMLElement): number {
    return pane.offsetHeight + Math.max(0, this.#lower.offsetHeight - LEAST_REST);
  }
}

function sameArrangement(a: Arrangement, b: Arrangement): boolean {
  return (
    a.lanesHeight === b.lanesHeight &&
    a.framesShare === b.framesShare &&
    a.resultHeight === b.resultHeight &&
    a.resultShare === b.resultShare &&
    a.part === b.part &&
    a.lanesOpen === b.lanesOpen &&
    a.framesOpen === b.framesOpen
  );
}

function pixels(size: number | null): string | null {
  return size === null ? null : `${size}px`;
}

/** Uses the object model, because the content security policy forbids style attributes. */
function setSize(target: HTMLElement, name: string, size: string | number | null): void {
  const value = size === null ? '' : String(size);
  if (target.style.getPropertyValue(name) === value) return;
  if (value === '') target.style.removeProperty(name);
  else target.style.setProperty(name, value);
}

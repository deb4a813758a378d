import { element, setAttribute } from './dom.ts';

export interface SplitterOptions {
  readonly label: string;
  /** Orientation of the bar: `vertical` is a bar between panes side by side. */
  orientation(): 'vertical' | 'horizontal';
  /** Size of the pane before it, in pixels, and its bounds. */
  size(): { readonly now: number; readonly min: number; readonly max: number };
  resize(size: number): void;
  /** Restores the default size. */
  reset(): void;
}

const KEY_STEP = 24;

/** A bar between two panes, moved by dragging or by arrow keys; a double click or Enter resets it. */
export function splitter(options: SplitterOptions): { readonly element: HTMLElement; update(): void } {
  const bar = element('div', { class: 'splitter', role: 'separator', tabindex: 0, 'aria-label': options.label });
  const update = () => {
    const { now, min, max } = options.size();
    setAttribute(bar, 'aria-orientation', options.orientation());
    setAttribute(bar, 'aria-valuemin', 0);
    setAttribute(bar, 'aria-valuemax', 100);
    setAttribute(
      bar,
      'aria-valuenow',
      max > min ? Math.round((100 * (clamped(now, min, max) - min)) / (max - min)) : 0,
    );
  };
  const resize = (size: number) => {
    const { min, max } = options.size();
    options.resize(clamped(size, min, max));
  };
  const positionOf = (event: PointerEvent) => (options.orientation() === 'vertical' ? event.clientX : event.clientY);
  let grip: number | undefined;
  bar.addEventListener('pointerdown', (event) => {
    bar.setPointerCapture(event.pointerId);
    grip = options.size().now - positionOf(event);
  });
  bar.addEventListener('pointermove', (event) => {
    if (grip !== undefined) resize(positionOf(event) + grip);
  });
  const release = () => {
    grip = undefined;
  };
  bar.addEventListener('pointerup', release);
  bar.addEventListener('pointercancel', release);
  bar.addEventListener('dblclick', () => options.reset());
  bar.addEventListener('keydown', (event) => {
    const { now, min, max } = options.size();
    const sizes: Readonly<Record<string, number>> = {
      ArrowLeft: now - KEY_STEP,
      ArrowUp: now - KEY_STEP,
      ArrowRight: now + KEY_STEP,
      ArrowDown: now + KEY_STEP,
      Home: min,
      End: max,
    };
    const to = Object.hasOwn(sizes, event.key) ? sizes[event.key] : undefined;
    if (event.ctrlKey || event.metaKey || event.altKey || (to === undefined && event.key !== 'Enter')) return;
    event.preventDefault();
    if (to === undefined) options.reset();
    else resize(to);
  });
  return { element: bar, update };
}

function clamped(size: number, min: number, max: number): number {
  return Math.min(Math.max(size, min), Math.max(min, max));
}

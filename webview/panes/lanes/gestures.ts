import type { CanvasX } from '../../model/time/viewport.ts';

/** Gestures on the lanes, in pixels of the element. */
export interface GestureTarget {
  /** `factor` below 1 zooms in. */
  zoom(factor: number, x: CanvasX): void;
  /** In pixels; positive is to the right. */
  pan(by: CanvasX): void;
  pick(x: CanvasX): void;
  measure(from: CanvasX, to: CanvasX): void;
  /** `null`: the pointer left. */
  hover(x: CanvasX | null, y: number): void;
}

/** Pixels that a pointer may move during a click. */
const CLICK_REACH = 4;
const PIXELS_PER_LINE = 16;
const PIXELS_PER_PAGE = 400;

/** Wheel and pinch zoom, dragging pans, dragging with Shift measures, a click picks. */
export function listenForGestures(surface: HTMLElement, target: GestureTarget): void {
  const pointers = new Map<number, { start: CanvasX; x: CanvasX; measuring: boolean; moved: boolean }>();
  const xOf = (event: MouseEvent) => event.clientX - surface.getBoundingClientRect().left;
  const yOf = (event: MouseEvent) => event.clientY - surface.getBoundingClientRect().top;

  surface.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    surface.setPointerCapture(event.pointerId);
    const x = xOf(event);
    pointers.set(event.pointerId, { start: x, x, measuring: event.shiftKey, moved: false });
  });
  surface.addEventListener('pointermove', (event) => {
    const x = xOf(event);
    target.hover(x, yOf(event));
    const pointer = pointers.get(event.pointerId);
    if (!pointer) return;
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    const before = pointer.x;
    pointer.x = x;
    if (other) {
      const [apart, now] = [Math.abs(before - other.x), Math.abs(x - other.x)];
      if (apart > 1 && now > 1) target.zoom(apart / now, (x + other.x) / 2);
      pointer.moved = other.moved = true;
      return;
    }
    pointer.moved ||= Math.abs(x - pointer.start) > CLICK_REACH;
    if (!pointer.moved) return;
    if (pointer.measuring) target.measure(pointer.start, x);
    else target.pan(before - x);
  });
  const released = (event: PointerEvent) => {
    const pointer = pointers.get(event.pointerId);
    pointers.delete(event.pointerId);
    if (pointer && !pointer.moved && event.type === 'pointerup') target.pick(pointer.x);
  };
  surface.addEventListener('pointerup', released);
  surface.addEventListener('pointercancel', released);
  surface.addEventListener('pointerleave', () => target.hover(null, 0));
  surface.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const unit = event.deltaMode === 1 ? PIXELS_PER_LINE : event.deltaMode === 2 ? PIXELS_PER_PAGE : 1;
      const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
      if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) target.pan(sideways * unit);
      // A pinch on a trackpad comes as a wheel with Ctrl, in smaller steps.
      else target.zoom(Math.exp(event.deltaY * unit * (event.ctrlKey ? 0.01 : 0.002)), xOf(event));
    },
    { passive: false },
  );
}

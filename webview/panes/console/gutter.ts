import type { Terminal } from '@xterm/xterm';
import { element, setAttribute } from '../../ui/dom.ts';
import type { LineMap } from './lineMap.ts';

export interface GutterTexts {
  readonly error: string;
  readonly showFrame: string;
}

/** A column beside the lines: marks stderr and the line of the selected row, and leads to the row of a line. */
export class Gutter {
  readonly element = element('div', { class: 'console-gutter', 'aria-hidden': 'true' });
  readonly #terminal: Terminal;
  readonly #map: LineMap;
  readonly #texts: GutterTexts;
  #marks: HTMLElement[] = [];
  #selected: number | undefined;

  constructor(terminal: Terminal, map: LineMap, texts: GutterTexts, show: (y: number) => void) {
    this.#terminal = terminal;
    this.#map = map;
    this.#texts = texts;
    this.element.addEventListener('click', ({ target }) => {
      const i = this.#marks.findIndex((mark) => mark === target);
      if (i >= 0) show(terminal.buffer.active.viewportY + i);
    });
    terminal.onRender(() => this.draw());
    terminal.onScroll(() => this.draw());
  }

  /** Marks the line that a row has printed; `undefined` for none. */
  select(line: number | undefined): void {
    this.#selected = line;
    this.draw();
  }

  draw(): void {
    const { rows } = this.#terminal;
    const { viewportY, length } = this.#terminal.buffer.active;
    this.#setRows(rows);
    let before = viewportY > 0 ? this.#map.lineAt(viewportY - 1) : -1;
    this.#marks.forEach((mark, i) => {
      const y = viewportY + i;
      const line = y < length ? this.#map.lineAt(y) : -1;
      const row = line < 0 ? undefined : this.#map.rowAt(line, 0);
      const isError = row !== undefined && this.#map.hasError(line);
      const title =
        row === undefined ? null : isError ? `${this.#texts.error} · ${this.#texts.showFrame}` : this.#texts.showFrame;
      setAttribute(mark, 'data-row', row);
      setAttribute(mark, 'data-error', isError);
      // A wrapped line is marked once.
      setAttribute(mark, 'data-first', line !== before);
      setAttribute(mark, 'data-selected', line === this.#selected && row !== undefined);
      setAttribute(mark, 'title', title);
      before = line;
    });
  }

  #setRows(rows: number): void {
    if (this.#marks.length === rows) return;
    this.#marks = Array.from({ length: rows }, () => element('div', { class: 'console-mark' }));
    this.element.replaceChildren(...this.#marks);
  }
}

import type { IBuffer, Terminal } from '@xterm/xterm';
import type { LineMap } from './lineMap.ts';

/** Who prints. */
export interface Printer {
  readonly row: number;
  readonly isError: boolean;
}

/** Sequences after which printing goes on elsewhere. */
const MOVES = ['A', 'B', 'E', 'F', 'H', 'J', 'd', 'e', 'f', 'u'];
const MOVES_BY_ESCAPE = ['D', 'E', 'M', '8'];

/** Tells a map which row prints which line, while a terminal takes its text. */
export class PrintTracker {
  readonly #terminal: Terminal;
  readonly #map: LineMap;
  #printer: Printer | undefined;
  /** Where printing began: the whole line, its first line in the buffer, and the cell. `undefined` after a move. */
  #start: { readonly line: number; readonly y: number; readonly cell: number } | undefined = { line: 0, y: 0, cell: 0 };

  constructor(terminal: Terminal, map: LineMap) {
    this.#terminal = terminal;
    this.#map = map;
    const moves = () => {
      this.#settle(true);
      this.#start = undefined;
      return false;
    };
    for (const final of MOVES) terminal.parser.registerCsiHandler({ final }, moves);
    for (const final of MOVES_BY_ESCAPE) terminal.parser.registerEscHandler({ final }, moves);
    terminal.onLineFeed(() => this.#lineFed());
    terminal.onResize(() => {
      map.changedFrom(0);
      this.#start = undefined;
    });
  }

  clear(): void {
    this.#map.clear();
    this.#start = { line: 0, y: 0, cell: 0 };
  }

  /** Lines were pushed out: nothing is known of those that are left. */
  lose(): void {
    this.#map.clear();
    this.#start = undefined;
  }

  begin(printer: Printer): void {
    this.#printer = printer;
    this.#start ??= this.#place();
  }

  end(): void {
    this.#settle(false);
    this.#map.changedFrom(this.#buffer.baseY);
    const { line, y } = this.#start ?? this.#place();
    this.#start = { line, y, cell: this.#cell(y) };
  }

  get #buffer(): IBuffer {
    return this.#terminal.buffer.active;
  }

  /** @param isWhole whether the line is known to have been printed, also if nothing stands in it */
  #settle(isWhole: boolean): void {
    if (!this.#printer) return;
    if (!this.#start) this.#map.changedFrom(this.#buffer.baseY);
    const { line, cell } = this.#start ?? { ...this.#place(), cell: 0 };
    if (isWhole || this.#hasPrinted) this.#map.add(line, { ...this.#printer, cell });
  }

  /** The cursor is in another line already. */
  #lineFed(): void {
    const y = this.#buffer.baseY + this.#buffer.cursorY;
    const { line } = this.#start ?? { line: this.#lineBefore(y) };
    if (this.#printer) this.#map.add(line, { ...this.#printer, cell: this.#start?.cell ?? 0 });
    // A line feed ends a whole line: the next one wraps nothing.
    this.#start = { line: line + 1, y, cell: 0 };
  }

  #lineBefore(y: number): number {
    this.#map.changedFrom(this.#buffer.baseY);
    return Math.max(0, this.#map.lineAt(y) - 1);
  }

  get #hasPrinted(): boolean {
    const { baseY, cursorX, cursorY } = this.#buffer;
    return (
      cursorX > 0 ||
      (this.#buffer
        .getLine(baseY + cursorY)
        ?.getCell(0)
        ?.getChars() ?? '') !== ''
    );
  }

  #place(): { readonly line: number; readonly y: number; readonly cell: number } {
    const line = this.#map.lineAt(this.#buffer.baseY + this.#buffer.cursorY);
    const y = this.#map.firstOf(line);
    return { line, y, cell: this.#cell(y) };
  }

  #cell(y: number): number {
    const { baseY, cursorX, cursorY } = this.#buffer;
    return Math.max(0, baseY + cursorY - y) * this.#terminal.cols + cursorX;
  }
}

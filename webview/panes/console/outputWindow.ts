import { MAX_OUTPUT_BYTES, type Output } from '../../../src/protocol/output.ts';
import { bytesIn, firstLines, fromLineStart, lastLines, linesIn, piecesOf, type OutputPiece } from './outputText.ts';

/** Bytes and lines on each side of the place that is shown. */
export const SIDE_BYTES = 256 * 1024;
export const SIDE_LINES = 10_000;

/** What shows the window. */
export interface OutputScreen {
  /** Whether the last line is in view: then what follows may push out what came before. */
  readonly isAtEnd: boolean;
  clear(): void;
  /** Number of the line that is printed next. */
  readonly line: number;
  scrollTo(line: number): void;
  /** Resolves when all of it is shown. */
  write(pieces: readonly OutputPiece[]): Promise<void>;
}

/** Which part of the output is shown. */
export interface Shown {
  readonly from: number;
  readonly to: number;
  /** Bytes of all output by now. */
  readonly total: number;
}

type Ask = (from: number, to: number) => Promise<Output>;

/**
 * The part of the output that is on the screen: a bounded number of bytes and lines, at the end or around any position.
 * At the end it goes on with what arrives.
 */
export class OutputWindow {
  readonly #ask: Ask;
  readonly #screen: OutputScreen;
  readonly #changed: () => void;
  #shown: Shown = { from: 0, to: 0, total: 0 };
  #lines = 0;
  #isGrowing = false;
  #moves: Promise<void> = Promise.resolve();

  constructor(ask: Ask, screen: OutputScreen, changed: () => void) {
    this.#ask = ask;
    this.#screen = screen;
    this.#changed = changed;
  }

  get shown(): Shown {
    return this.#shown;
  }

  holds(position: number): boolean {
    return position >= this.#shown.from && position < this.#shown.to;
  }

  /** There may be more: shows it if the window is at the end. */
  grow(): Promise<void> {
    if (this.#isGrowing) return this.#moves;
    this.#isGrowing = true;
    return this.#next(async () => {
      this.#isGrowing = false;
      await this.#grow();
    });
  }

  showEnd(): Promise<void> {
    return this.#next(() => this.#showAround(Infinity));
  }

  showEarlier(): Promise<void> {
    return this.#next(() => this.#showAround(this.#shown.from));
  }

  showLater(): Promise<void> {
    return this.#next(() => this.#showAround(this.#shown.to));
  }

  /** Shows a position, with what is on both sides of it. */
  showAround(position: number): Promise<void> {
    return this.#next(() => this.#showAround(position));
  }

  /** One move after the other; one that fails does not keep the next from being made. */
  #next(move: () => Promise<void>): Promise<void> {
    const moved = this.#moves.then(move);
    this.#moves = moved.catch(() => undefined);
    return moved;
  }

  async #grow(): Promise<void> {
    const wasAtEnd = this.#shown.to === this.#shown.total;
    const { total } = await this.#ask(0, 0);
    if (total === this.#shown.total) return;
    const { from, to } = this.#shown;
    this.#set({ from, to, total });
    if (!wasAtEnd) return;
    const isFull = total - from > 2 * SIDE_BYTES || this.#lines > 2 * SIDE_LINES;
    if (!isFull) await this.#append();
    // Who reads what is there keeps it, and is told that there is more.
    const isAll = this.#shown.to === this.#shown.total;
    if (!isAll && (this.#screen.isAtEnd || from === to)) await this.#showAround(Infinity);
  }

  async #append(): Promise<void> {
    const { from, to, total } = this.#shown;
    const pieces = firstLines(await this.#read(to, total), SIDE_LINES);
    await this.#screen.write(pieces);
    this.#lines += linesIn(pieces);
    this.#set({ from, to: to + bytesIn(pieces), total });
  }

  async #showAround(wanted: number): Promise<void> {
    const { total } = await this.#ask(0, 0);
    const position = Math.min(wanted, total);
    const start = Math.max(0, position - SIDE_BYTES);
    const whole = await this.#read(start, position);
    const before = lastLines(start > 0 ? fromLineStart(whole) : whole, SIDE_LINES);
    const after = firstLines(await this.#read(position, Math.min(total, position + SIDE_BYTES)), SIDE_LINES);
    this.#screen.clear();
    await this.#screen.write(before);
    const { line } = this.#screen;
    await this.#screen.write(after);
    if (after.length > 0) this.#screen.scrollTo(line);
    this.#lines = linesIn(before) + linesIn(after);
    this.#set({ from: position - bytesIn(before), to: position + bytesIn(after), total });
  }

  async #read(from: number, to: number): Promise<OutputPiece[]> {
    const pieces: OutputPiece[] = [];
    for (let at = from; at < to;) {
      const output = await this.#ask(at, Math.min(to, at + MAX_OUTPUT_BYTES));
      // A recording only grows: nothing here would be a fault of the host.
      if (output.bytes.length === 0) break;
      for (const piece of piecesOf(output)) pieces.push(piece);
      at += output.bytes.length;
    }
    return pieces;
  }

  #set(shown: Shown): void {
    this.#shown = shown;
    this.#changed();
  }
}

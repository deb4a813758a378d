import { FitAddon } from '@xterm/addon-fit';
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes';
import { Terminal } from '@xterm/xterm';
import type { SourcePlace } from '../../model/value/sourcePlaces.ts';
import { element } from '../../ui/dom.ts';
import type { Found } from './found.ts';
import { Gutter, type GutterTexts } from './gutter.ts';
import { guard } from './guards.ts';
import { JoinedLimit } from './joinedLimit.ts';
import { LineMap } from './lineMap.ts';
import { OutputDecoder, type OutputPiece } from './outputText.ts';
import { SIDE_LINES, type OutputScreen } from './outputWindow.ts';
import { placeLinks } from './placeLinks.ts';
import { PrintTracker } from './printTracker.ts';
import { TerminalFind } from './terminalFind.ts';
import { readLook, watchLook } from './terminalTheme.ts';

/** Lines of the buffer, more than a window has at any usual width. */
const MOST_LINES = 3 * SIDE_LINES;
const LEAST_COLUMNS = 20;
/** Text against its background, as in VS Code's own terminal. */
const LEAST_CONTRAST = 4.5;

export interface TerminalTexts extends GutterTexts {
  /** What the terminal is called. */
  readonly label: string;
  /** Said by a screen reader in place of more lines than it can read in time. */
  readonly tooMuch: string;
}

export interface TerminalOptions {
  readonly texts: TerminalTexts;
  /** `undefined` if places cannot be opened. */
  readonly open: ((place: SourcePlace) => void) | undefined;
  /** Selects the frame of a line. */
  readonly showRow: (row: number) => void;
  readonly found: (found: Found) => void;
  /** Takes the keys that are its own. @returns whether it took this one */
  readonly key: (event: KeyboardEvent) => boolean;
}

/** A terminal that shows output and takes none: what would leave it is refused. */
export class ConsoleTerminal implements OutputScreen {
  readonly element = element('div', { class: 'console-terminal' });
  readonly find: TerminalFind;
  readonly #terminal: Terminal;
  readonly #fit = new FitAddon();
  readonly #host = element('div', { class: 'console-screen' });
  readonly #map: LineMap;
  readonly #tracker: PrintTracker;
  readonly #gutter: Gutter;
  readonly #joined = new JoinedLimit();
  readonly #options: TerminalOptions;
  #decoder = new OutputDecoder();
  #row: number | undefined;

  /** @param parent where it is shown: it measures its font there */
  constructor(parent: HTMLElement, options: TerminalOptions) {
    this.#options = options;
    Terminal.strings.promptLabel = options.texts.label;
    Terminal.strings.tooMuchOutput = options.texts.tooMuch;
    const terminal = new Terminal({
      allowProposedApi: true,
      convertEol: true,
      cursorInactiveStyle: 'none',
      cursorStyle: 'bar',
      cursorWidth: 1,
      disableStdin: true,
      linkHandler: { activate: () => undefined },
      logLevel: 'off',
      minimumContrastRatio: LEAST_CONTRAST,
      scrollback: MOST_LINES,
      scrollOnEraseInDisplay: true,
      ...lookOptions(),
    });
    this.#terminal = terminal;
    this.#map = new LineMap({
      get length() {
        return terminal.buffer.active.length;
      },
      isWrapped: (y) => terminal.buffer.active.getLine(y)?.isWrapped ?? false,
    });
    guard(terminal);
    this.#tracker = new PrintTracker(terminal, this.#map);
    this.#gutter = new Gutter(terminal, this.#map, options.texts, (y) => this.#showRowAt(y, 0));
    this.element.append(this.#gutter.element, this.#host);
    parent.append(this.element);
    terminal.loadAddon(new UnicodeGraphemesAddon());
    terminal.loadAddon(this.#fit);
    terminal.open(this.#host);
    this.find = new TerminalFind(terminal, (found) => options.found(found));
    terminal.registerLinkProvider(placeLinks(terminal, () => options.open));
    terminal.attachCustomKeyEventHandler((event) => this.#key(event));
    watchLook(() => {
      Object.assign(terminal.options, lookOptions());
      this.fit();
    });
    new ResizeObserver(() => this.fit()).observe(this.#host);
    this.fit();
  }

  /** What is selected is being read, too. */
  get isAtEnd(): boolean {
    const { viewportY, baseY } = this.#terminal.buffer.active;
    return viewportY === baseY && !this.#terminal.hasSelection();
  }

  get selection(): string {
    return this.#terminal.getSelection();
  }

  /** Fits as many lines and columns as there is room for. */
  fit(): void {
    const size = this.#fit.proposeDimensions();
    if (!size || !Number.isFinite(size.cols) || !Number.isFinite(size.rows)) return;
    this.#resize(Math.max(LEAST_COLUMNS, size.cols), Math.max(1, size.rows));
    const { offsetHeight = 0 } = this.#host.querySelector<HTMLElement>('.xterm-screen') ?? {};
    this.element.style.setProperty('--console-line', `${offsetHeight / this.#terminal.rows}px`);
    this.#gutter.draw();
  }

  /** The line on top stays there, unless the end is shown: a terminal that loses rows would scroll by them. */
  #resize(columns: number, rows: number): void {
    const { viewportY, baseY, cursorY } = this.#terminal.buffer.active;
    const top = viewportY === baseY ? undefined : this.#terminal.registerMarker(viewportY - baseY - cursorY);
    this.#terminal.resize(columns, rows);
    if (top) this.#terminal.scrollToLine(top.line);
    top?.dispose();
  }

  clear(): void {
    this.#terminal.reset();
    this.#tracker.clear();
    this.#joined.reset();
    this.#decoder = new OutputDecoder();
  }

  async write(pieces: readonly OutputPiece[]): Promise<void> {
    if (pieces.length === 0) return;
    // Taken in their order, one after the other: each is known by the row that is at hand while it is taken.
    await new Promise<void>((resolve) => {
      pieces.forEach((piece, i) => {
        const isLast = i === pieces.length - 1;
        this.#terminal.write('', () => this.#tracker.begin(piece));
        this.#terminal.write(this.#joined.apply(this.#decoder.decode(piece)), () => this.#written(isLast, resolve));
      });
    });
    this.#mark();
  }

  /** Marks the line of a row, and shows it unless it is in view. */
  reveal(row: number): void {
    this.#row = row;
    const line = this.#mark();
    if (line === undefined) return;
    const { rows, buffer } = this.#terminal;
    const y = this.#map.firstOf(line);
    const top = buffer.active.viewportY;
    if (y < top || y >= top + rows) this.#terminal.scrollToLine(Math.max(0, y - Math.floor(rows / 3)));
  }

  unmark(): void {
    this.#row = undefined;
    this.#mark();
  }

  get line(): number {
    const { baseY, cursorY } = this.#terminal.buffer.active;
    return baseY + cursorY;
  }

  /** Shows a line of the buffer in the middle. */
  scrollTo(line: number): void {
    this.#terminal.scrollToLine(Math.max(0, line - Math.floor(this.#terminal.rows / 2)));
  }

  focus(): void {
    this.#terminal.focus();
  }

  /** Whether assistive technology reads the lines; it costs a copy of each line in view. */
  set isRead(isRead: boolean) {
    if (this.#terminal.options.screenReaderMode !== isRead) this.#terminal.options.screenReaderMode = isRead;
  }

  /** Selects the frame of the line at a point of the page. */
  rowAt(clientX: number, clientY: number): number | undefined {
    const box = this.#host.querySelector('.xterm-screen')?.getBoundingClientRect();
    if (!box || box.height === 0) return undefined;
    const { rows, cols, buffer } = this.#terminal;
    const y = Math.min(rows - 1, Math.max(0, Math.floor(((clientY - box.top) / box.height) * rows)));
    const x = Math.min(cols - 1, Math.max(0, Math.floor(((clientX - box.left) / box.width) * cols)));
    return this.#rowIn(buffer.active.viewportY + y, x);
  }

  /** The row of the next line with another one, from the marked line or the last one in view. */
  rowBeside(by: 1 | -1): number | undefined {
    const { viewportY, length } = this.#terminal.buffer.active;
    const marked = this.#row === undefined ? undefined : this.#map.lineOf(this.#row);
    let y = marked === undefined ? viewportY + this.#terminal.rows : this.#map.firstOf(marked);
    for (y += by; y >= 0 && y < length; y += by) {
      const row = this.#rowIn(y, 0);
      if (row !== undefined && row !== this.#row) return row;
    }
    return undefined;
  }

  #rowIn(y: number, x: number): number | undefined {
    if (y >= this.#terminal.buffer.active.length) return undefined;
    const line = this.#map.lineAt(y);
    return this.#map.rowAt(line, (y - this.#map.firstOf(line)) * this.#terminal.cols + x);
  }

  #showRowAt(y: number, x: number): void {
    const row = this.#rowIn(y, x);
    if (row !== undefined) this.#options.showRow(row);
  }

  #mark(): number | undefined {
    const line = this.#row === undefined ? undefined : this.#map.lineOf(this.#row);
    this.#gutter.select(line);
    return line;
  }

  #written(isLast: boolean, resolve: () => void): void {
    this.#tracker.end();
    // Lines that were pushed out are not told of: what is known of the others stands at other places now.
    if (this.#terminal.buffer.active.length >= MOST_LINES + this.#terminal.rows) this.#tracker.lose();
    if (isLast) resolve();
  }

  /** Nothing is typed: every key but those that scroll stays the page's, so that Tab leaves. */
  #key(event: KeyboardEvent): boolean {
    if (event.type !== 'keydown' || this.#options.key(event)) return false;
    const scroll = SCROLLS[event.key];
    if (scroll && !event.ctrlKey && !event.metaKey && !event.altKey) {
      scroll(this.#terminal);
      event.preventDefault();
    } else if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey)) {
      this.#terminal.selectAll();
      event.preventDefault();
    }
    return false;
  }
}

const SCROLLS: Readonly<Record<string, ((terminal: Terminal) => void) | undefined>> = {
  ArrowUp: (terminal) => terminal.scrollLines(-1),
  ArrowDown: (terminal) => terminal.scrollLines(1),
  PageUp: (terminal) => terminal.scrollPages(-1),
  PageDown: (terminal) => terminal.scrollPages(1),
  Home: (terminal) => terminal.scrollToTop(),
  End: (terminal) => terminal.scrollToBottom(),
};

function lookOptions(): Pick<Terminal['options'], 'theme' | 'fontFamily' | 'fontSize'> {
  const { theme, fontFamily, fontSize } = readLook();
  // Nothing is typed here: there is no cursor to be seen.
  return { theme: { ...theme, cursor: '#00000000', cursorAccent: '#00000000' }, fontFamily, fontSize };
}

// A script of a page in a file cannot be imported from.
globalThis.hoosegowTerminal?.loaded({ ConsoleTerminal });

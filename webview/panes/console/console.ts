import { MAX_COPY, type ViewReplies, type ViewRequest } from '../../../src/protocol/protocol.ts';
import { Latest } from '../../model/latest.ts';
import type { SourcePlace } from '../../model/value/sourcePlaces.ts';
import { element, iconButton, setText } from '../../ui/dom.ts';
import type { Language, View } from '../../view.ts';
import { openContextMenu } from '../contextMenu.ts';
import { CutBars } from './cutBars.ts';
import { FindBar } from './findBar.ts';
import { loadTerminal } from './loadTerminal.ts';
import { OutputWindow } from './outputWindow.ts';
import type { ConsoleTerminal } from './terminal.ts';
import { readWholeOutput } from './wholeOutput.ts';

export interface ConsoleActions {
  readonly ask: <R extends ViewRequest>(request: R) => Promise<ViewReplies[R['type']]>;
  /** Selects a frame in the list. */
  readonly select: (row: number) => void;
  readonly copy: (text: string) => void;
  /** `undefined` if places cannot be opened. */
  readonly open: ((place: SourcePlace) => void) | undefined;
  /** Moves the focus out of the console. */
  readonly leave: () => void;
}

/** What there is once it is shown: its script is large, so the page does without until then. */
interface Loaded {
  readonly terminal: ConsoleTerminal;
  readonly window: OutputWindow;
}

/** stdout and stderr of a dispatch, as a terminal shows them. */
export class ConsolePane {
  readonly element: HTMLElement;
  readonly #language: Language;
  readonly #actions: ConsoleActions;
  readonly #screen = element('div', { class: 'console-body' });
  readonly #size = element('span', { class: 'console-size' });
  readonly #status = element('span', { class: 'console-status', role: 'status' });
  readonly #empty: HTMLElement;
  readonly #tools: HTMLElement;
  readonly #cuts: CutBars;
  readonly #find: FindBar;
  readonly #updates = new Latest();
  #loaded: Loaded | undefined;
  #total = 0;
  /** The recording that is shown, and how many rows of it were asked about; `Infinity` for those of another one. */
  #recording = '';
  #rows = Infinity;
  #revealed: number | null = null;
  #view: View | undefined;

  constructor(language: Language, actions: ConsoleActions) {
    const { text } = language;
    this.#language = language;
    this.#actions = actions;
    this.#empty = element('p', { class: 'empty' }, text('consoleEmpty'));
    this.#find = new FindBar(language, {
      find: (words, step, isCase, isTyped) => this.#loaded?.terminal.find.find(words, step, isCase, isTyped),
      close: () => {
        this.#loaded?.terminal.find.end();
        this.#loaded?.terminal.focus();
      },
    });
    this.#cuts = new CutBars(language, {
      earlier: () => this.#move((window) => window.showEarlier()),
      later: () => this.#move((window) => window.showLater()),
      end: () => this.#move((window) => window.showEnd()),
    });
    this.#tools = element(
      'div',
      { class: 'console-tools' },
      iconButton('search', text('consoleFind'), () => this.find(), { shortcut: 'Control+F' }),
      iconButton('copy', text('consoleCopyAll'), () => void this.#copyAll()),
    );
    this.element = element(
      'section',
      { class: 'console', 'aria-label': text('console') },
      element(
        'div',
        { class: 'console-bar' },
        element('h2', {}, text('console')),
        this.#size,
        this.#status,
        element('span', { class: 'spacer' }),
        this.#tools,
      ),
      this.#find.element,
      this.#cuts.earlier,
      this.#screen,
      this.#empty,
      this.#cuts.later,
    );
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    this.#screen.addEventListener('contextmenu', (event) => this.#openMenu(event));
    // It may get room only later, for example when its tab is chosen.
    new ResizeObserver(() => this.#next()).observe(this.#screen);
    this.#showSize();
  }

  update(view: View): void {
    const { recording } = view.state;
    if (this.#recording !== recording) {
      this.#recording = recording;
      this.#rows = Infinity;
      this.#revealed = null;
      setText(this.#status, '');
      if (!this.#loaded) this.#total = 0;
      this.#showSize();
    }
    const isSame =
      this.#rows === view.extent.rows && this.#view?.detail === view.detail && this.#view?.row === view.row;
    this.#view = view;
    if (!isSame) this.#next();
  }

  /** Opens the field to find text, with the focus in it. */
  find(): void {
    this.#find.open(this.#loaded?.terminal.selection ?? '');
  }

  focus(): void {
    this.#loaded?.terminal.focus();
  }

  #next(): void {
    this.#updates.run(() => this.#update());
  }

  async #update(): Promise<void> {
    const rows = this.#view?.extent.rows ?? 0;
    // Of another recording, which may have no rows yet, nothing is to be shown of the one before.
    if (rows === 0 && this.#loaded === undefined) return;
    if (this.#rows !== rows) {
      const recording = this.#recording;
      if (!this.#loaded) this.#total = (await this.#actions.ask({ type: 'output', from: 0, to: 0 })).total;
      else if (rows < this.#rows) await this.#loaded.window.showEnd();
      else await this.#loaded.window.grow();
      // Another one may have come meanwhile, of which nothing is shown yet.
      if (recording === this.#recording) this.#rows = rows;
      this.#showSize();
    }
    if (this.#total === 0 || this.#screen.clientHeight === 0) return;
    if (!this.#loaded) await this.#load();
    if (this.#loaded) await this.#reveal(this.#loaded);
  }

  async #load(): Promise<void> {
    // What is there already is painted first.
    await new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const parts = await loadTerminal().catch((error: unknown) => this.#complain(error));
    if (!parts || this.#screen.clientHeight === 0) return;
    const { text } = this.#language;
    const { ask, select } = this.#actions;
    const actions = this.#actions;
    const terminal = new parts.ConsoleTerminal(this.#screen, {
      texts: {
        label: text('console'),
        tooMuch: text('consoleTooMuch'),
        error: text('consoleError'),
        showFrame: text('consoleShowFrame'),
      },
      get open() {
        return actions.open;
      },
      showRow: select,
      found: (found) => this.#find.found(found),
      key: (event) => this.#onTerminalKey(event),
    });
    terminal.isRead = this.#isRead;
    const window = new OutputWindow(
      (from, to) => ask({ type: 'output', from, to }),
      terminal,
      () => this.#showShown(window),
    );
    this.#loaded = { terminal, window };
    await window.showEnd();
  }

  /** VS Code says whether a screen reader is used; a browser does not. */
  get #isRead(): boolean {
    const { classList } = document.body;
    return !('vscodeThemeKind' in document.body.dataset) || classList.contains('vscode-using-screen-reader');
  }

  /** Shows the line of the selected frame, if that printed something. */
  async #reveal({ terminal, window }: Loaded): Promise<void> {
    terminal.isRead = this.#isRead;
    const { row, detail } = this.#view ?? {};
    if (row === undefined || row === null || detail?.row !== row || row === this.#revealed) return;
    this.#revealed = row;
    if (detail.type !== 'stdout' && detail.type !== 'stderr') {
      terminal.unmark();
      return;
    }
    const { from, to } = await this.#actions.ask({ type: 'outputOf', row });
    if (from < to && !window.holds(from)) await window.showAround(from);
    terminal.reveal(row);
  }

  #showShown(window: OutputWindow): void {
    this.#total = window.shown.total;
    this.#showSize();
    this.#cuts.show(window.shown);
  }

  #showSize(): void {
    this.#empty.hidden = this.#total > 0;
    this.#tools.hidden = this.#total === 0;
    setText(this.#size, this.#total > 0 ? this.#language.formats.size(this.#total) : '');
  }

  #move(move: (window: OutputWindow) => Promise<void>): void {
    const loaded = this.#loaded;
    if (!loaded) return;
    move(loaded.window).then(
      () => loaded.terminal.focus(),
      (error: unknown) => this.#complain(error),
    );
  }

  /** The true bytes, as text: all of them, also where the terminal shows but their end. */
  async #copyAll(): Promise<void> {
    const { text, formats } = this.#language;
    try {
      const { total } = await this.#actions.ask({ type: 'output', from: 0, to: 0 });
      if (total > MAX_COPY) {
        setText(this.#status, text('consoleTooLarge', formats.size(total)));
        return;
      }
      const all = await readWholeOutput((from, to) => this.#actions.ask({ type: 'output', from, to }), total);
      setText(this.#status, '');
      this.#actions.copy(all);
    } catch (error) {
      this.#complain(error);
    }
  }

  #complain(error: unknown): void {
    setText(this.#status, this.#language.text('failed', error instanceof Error ? error.message : String(error)));
  }

  #onKey(event: KeyboardEvent): void {
    const isFind = event.key.toLowerCase() === 'f' && (event.ctrlKey || event.metaKey) && !event.altKey;
    const isNext = event.key === 'F3' && this.#find.next(event.shiftKey ? -1 : 1);
    if (!isFind && !isNext) return;
    event.preventDefault();
    event.stopPropagation();
    if (isFind) this.find();
  }

  #onTerminalKey(event: KeyboardEvent): boolean {
    const terminal = this.#loaded?.terminal;
    const isCommand = event.ctrlKey || event.metaKey;
    if (event.key === 'Escape') this.#actions.leave();
    else if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      const row = terminal?.rowBeside(event.key === 'ArrowUp' ? -1 : 1);
      if (row !== undefined) this.#actions.select(row);
    } else if (isCommand && event.key.toLowerCase() === 'c' && terminal && terminal.selection !== '') {
      this.#actions.copy(terminal.selection);
    } else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  #openMenu(event: MouseEvent): void {
    const terminal = this.#loaded?.terminal;
    if (!terminal) return;
    event.preventDefault();
    event.stopPropagation();
    const { text } = this.#language;
    const row = terminal.rowAt(event.clientX, event.clientY);
    const { selection } = terminal;
    const items = [
      ...(row === undefined ? [] : [{ label: text('consoleShowFrame'), choose: () => this.#actions.select(row) }]),
      ...(selection === '' ? [] : [{ label: text('consoleCopy'), choose: () => this.#actions.copy(selection) }]),
      { label: text('consoleCopyAll'), choose: () => void this.#copyAll() },
      { label: text('consoleFind'), choose: () => this.find() },
    ];
    // The menu gives the focus back to where it was: that is the terminal, also for a pointer that came from elsewhere.
    terminal.focus();
    openContextMenu(text('console'), items, { x: event.clientX, y: event.clientY });
  }
}

import type { Detail } from '../../../src/protocol/protocol.ts';
import { element, iconButton, setAttribute, setText } from '../../ui/dom.ts';
import { asciiByte, hexByte, hexOffset, hexText, MarkedBytes } from '../../model/text/hexDump.ts';
import type { Language } from '../../view.ts';
import type { WholeActions } from '../../actions/wholeActions.ts';
import { VirtualRows } from '../../ui/virtualRows.ts';
import { groupOf, MARK_NAMES, type MarkGroup } from './markLook.ts';

const ROW_HEIGHT = 18;
/** CSS pixels: in a narrower view a line holds eight bytes. */
const WIDE = 520;

interface HexRow {
  readonly offset: HTMLElement;
  readonly hex: readonly HTMLElement[];
  readonly ascii: readonly HTMLElement[];
}

export interface BytesActions {
  /** Copies what is shown of the bytes. */
  copyText(text: string): void;
  readonly whole: WholeActions;
}

/** The raw bytes of a frame: hex and ASCII, each byte with its meaning. */
export class BytesView {
  readonly element: HTMLElement;
  readonly #language: Language;
  readonly #actions: BytesActions;
  readonly #status = element('p', { class: 'bytes-status', role: 'status' });
  readonly #legend: HTMLElement;
  readonly #note = element('p', { class: 'note' });
  readonly #surface: HTMLElement;
  readonly #tools: HTMLElement;
  readonly #list: VirtualRows<HexRow>;
  #perLine = 16;
  #row = 0;
  #bytes = new MarkedBytes(new Uint8Array(0), []);
  #caret = 0;
  #anchor = 0;

  constructor(language: Language, actions: BytesActions) {
    const { text } = language;
    this.#language = language;
    this.#actions = actions;
    this.#legend = element('ul', { class: 'legend', 'aria-label': text('marks') });
    this.#surface = element('div', {
      class: 'hex',
      tabindex: 0,
      role: 'application',
      'aria-label': text('bytesHelp'),
    });
    this.#list = new VirtualRows<HexRow>(
      { rowHeight: ROW_HEIGHT, make: () => makeRow(this.#perLine), fill: (row, line) => this.#fill(row, line) },
      this.#surface,
      element('div', { 'aria-hidden': 'true' }),
    );
    this.#surface.addEventListener('keydown', (event) => this.#key(event));
    this.#surface.addEventListener('pointerdown', (event) => this.#point(event));
    this.#tools = element(
      'div',
      { class: 'panel-tools' },
      this.#status,
      iconButton('copy', text('copyHex'), () => this.#copyHex(), { shortcut: 'Control+C' }),
      iconButton('output', text('copyBytesText'), () => this.#copyText()),
      ...(actions.whole.canSave
        ? [
            iconButton('save-as', text('saveBytesAs'), () =>
              actions.whole.save({ kind: 'raw', row: this.#row, form: 'hex' }),
            ),
          ]
        : []),
    );
    this.element = element('div', { class: 'bytes' }, this.#tools, this.#surface, this.#legend, this.#note);
    new ResizeObserver(() => this.#fit()).observe(this.element);
  }

  show(detail: Detail): void {
    const { text, formats } = this.#language;
    this.#row = detail.row;
    this.#bytes = new MarkedBytes(detail.raw, detail.marks);
    this.#caret = this.#anchor = 0;
    this.#tools.hidden = this.#surface.hidden = detail.raw.length === 0;
    const omitted = detail.output === null ? detail.omitted : 0;
    const note = omitted > 0 ? text('leftOut', formats.size(omitted)) : '';
    setText(this.#note, detail.raw.length === 0 ? text('noBytes') : note);
    this.#showLegend();
    this.#list.setCount(this.#bytes.lines(this.#perLine));
    this.#move(0, false);
  }

  #fit(): void {
    const width = this.element.clientWidth;
    const perLine = width >= WIDE ? 16 : 8;
    if (width === 0 || perLine === this.#perLine) return;
    this.#perLine = perLine;
    this.#list.remake();
    this.#list.setCount(this.#bytes.lines(perLine));
  }

  #fill(row: HexRow, line: number): void {
    const start = line * this.#perLine;
    const { bytes } = this.#bytes;
    const [from, to] = this.#selection;
    setText(row.offset, hexOffset(start));
    row.hex.forEach((cell, i) => {
      const offset = start + i;
      const value = bytes[offset];
      const mark = this.#bytes.markAt(offset);
      const selected = offset >= from && offset < to;
      const classes = `${mark ? `mark-${groupOf(mark)}` : ''}${selected ? ' selected' : ''}${offset === this.#caret ? ' caret' : ''}`;
      const ascii = row.ascii[i];
      for (const target of ascii ? [cell, ascii] : [cell]) {
        setAttribute(target, 'data-offset', value === undefined ? null : offset);
        setAttribute(target, 'title', mark?.label);
        if (target.className !== classes) target.className = classes;
      }
      setText(cell, value === undefined ? '  ' : hexByte(value));
      if (ascii) setText(ascii, value === undefined ? ' ' : asciiByte(value));
    });
  }

  get #selection(): readonly [from: number, to: number] {
    return [Math.min(this.#anchor, this.#caret), Math.max(this.#anchor, this.#caret) + 1];
  }

  #move(to: number, selecting: boolean): void {
    const last = Math.max(0, this.#bytes.bytes.length - 1);
    this.#caret = Math.min(Math.max(to, 0), last);
    if (!selecting) this.#anchor = this.#caret;
    if (this.#bytes.bytes.length > 0) this.#list.reveal(Math.floor(this.#caret / this.#perLine));
    this.#list.render();
    this.#say();
  }

  #say(): void {
    const { text, formats } = this.#language;
    const value = this.#bytes.bytes[this.#caret];
    if (value === undefined) {
      setText(this.#status, '');
      return;
    }
    const mark = this.#bytes.markAt(this.#caret);
    const meaning = mark ? ` · ${mark.label}` : '';
    const [from, to] = this.#selection;
    const selected = to - from > 1 ? ` · ${text('bytesSelected', formats.count(to - from))}` : '';
    const name = text('byteAt', formats.count(this.#caret));
    setText(this.#status, `${name} (0x${this.#caret.toString(16)}): ${hexByte(value)}${meaning}${selected}`);
  }

  #key(event: KeyboardEvent): void {
    if ((event.ctrlKey || event.metaKey) && event.key === 'c') {
      event.preventDefault();
      this.#copyHex();
      return;
    }
    if ((event.ctrlKey || event.metaKey) && event.key === 'a') {
      event.preventDefault();
      this.#anchor = 0;
      this.#move(this.#bytes.bytes.length - 1, true);
      return;
    }
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const line = this.#perLine;
    const page = this.#list.page * line;
    const start = this.#caret - (this.#caret % line);
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: this.#caret - 1,
      ArrowRight: this.#caret + 1,
      ArrowUp: this.#caret - line,
      ArrowDown: this.#caret + line,
      PageUp: this.#caret - page,
      PageDown: this.#caret + page,
      Home: start,
      End: start + line - 1,
    };
    const to = Object.hasOwn(targets, event.key) ? targets[event.key] : undefined;
    if (to === undefined) return;
    event.preventDefault();
    this.#move(to, event.shiftKey);
  }

  #point(event: PointerEvent): void {
    const cell = event.target instanceof Element ? event.target.closest('[data-offset]') : null;
    const offset = cell?.getAttribute('data-offset');
    if (offset) this.#move(Number(offset), event.shiftKey);
  }

  /** The selected bytes; `undefined` if only one is, which is no choice: then all are meant, be they here or not. */
  get #copied(): Uint8Array | undefined {
    const [from, to] = this.#selection;
    const { bytes } = this.#bytes;
    return to - from > 1 && to - from < bytes.length ? bytes.subarray(from, to) : undefined;
  }

  #copyHex(): void {
    const [from, to] = this.#selection;
    if (this.#copied) this.#actions.copyText(hexText(this.#bytes.bytes, from, to));
    else this.#actions.whole.copy({ kind: 'raw', row: this.#row, form: 'hex' });
  }

  #copyText(): void {
    // A byte order mark is a part of the text, as it is where the text is shown.
    if (this.#copied) this.#actions.copyText(new TextDecoder('utf-8', { ignoreBOM: true }).decode(this.#copied));
    else this.#actions.whole.copy({ kind: 'raw', row: this.#row, form: 'text' });
  }

  #showLegend(): void {
    const groups = new Set<MarkGroup>(this.#bytes.marks.map(groupOf));
    this.#legend.replaceChildren(
      ...[...groups].map((group) =>
        element(
          'li',
          {},
          element('span', { class: `legend-swatch mark-${group}`, 'aria-hidden': 'true' }, '00'),
          ' ',
          this.#language.text(MARK_NAMES[group]),
        ),
      ),
    );
    this.#legend.hidden = groups.size === 0;
  }
}

function makeRow(perLine: number): { element: HTMLElement; row: HexRow } {
  const offset = element('span', { class: 'hex-offset' });
  const cells = () => Array.from({ length: perLine }, () => element('span'));
  const row = { offset, hex: cells(), ascii: cells() };
  const made = element(
    'div',
    { class: 'hex-row' },
    offset,
    element('span', { class: 'hex-bytes' }, ...row.hex),
    element('span', { class: 'hex-ascii' }, ...row.ascii),
  );
  return { element: made, row };
}

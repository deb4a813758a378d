import { element } from '../../ui/dom.ts';
import { PLAIN, readAnsi, type AnsiColour, type AnsiStyle } from '../../model/text/ansi.ts';
import { findPlaces, type SourcePlace } from '../../model/value/sourcePlaces.ts';
import { visiblePieces } from '../../model/text/visibleText.ts';

export interface RichTextOptions {
  /** Opens a place in a source; if `undefined`, places stay text. */
  readonly open: ((place: SourcePlace) => void) | undefined;
  readonly openLabel: (place: string) => string;
}

/** A carriage return before a line break, though a colour may end between the two. */
// oxlint-disable-next-line no-control-regex -- colours are set with them
const LINE_END = /\r+(?=(?:\u001b\[[\d;]*m)*\n)/g;

/** Further places stay text: each one is a button in the Tab order. */
const MAX_PLACES = 300;

/** Terminal output as elements: with a terminal's colours, invisible characters written out, places as buttons. */
export function richText(text: string, options: RichTextOptions): DocumentFragment {
  const fragment = document.createDocumentFragment();
  let places = 0;
  for (const { text: part, style } of readAnsi(text.replace(LINE_END, ''))) {
    const holder = style === PLAIN ? fragment : styledSpan(style);
    const pieces = options.open && places < MAX_PLACES ? findPlaces(part) : [{ text: part, place: undefined }];
    for (const { text: piece, place } of pieces) {
      if (place && options.open && places++ < MAX_PLACES)
        holder.append(placeButton(piece, place, options.open, options));
      else appendVisible(holder, piece);
    }
    if (holder !== fragment) fragment.append(holder);
  }
  return fragment;
}

/** Appends text with its invisible characters written out. */
export function appendVisible(holder: Node & ParentNode, text: string): void {
  for (const { text: piece, control } of visiblePieces(text)) {
    holder.append(control ? element('span', { class: 'control' }, piece) : piece);
  }
}

function placeButton(
  text: string,
  place: SourcePlace,
  open: (place: SourcePlace) => void,
  { openLabel }: RichTextOptions,
): HTMLElement {
  const button = element('button', { type: 'button', class: 'place', title: openLabel(text) });
  appendVisible(button, text);
  button.addEventListener('click', () => open(place));
  return button;
}

function styledSpan(style: AnsiStyle): HTMLElement {
  const names = (['bold', 'dim', 'italic', 'underline', 'strike'] as const).filter((name) => style[name]);
  const span = element('span', { class: names.map((name) => `ansi-${name}`).join(' ') || null });
  const [front, back] = style.reverse ? [style.background, style.foreground] : [style.foreground, style.background];
  if (style.reverse) span.classList.add('ansi-reverse');
  if (front) setColour(span, 'color', front);
  if (back) setColour(span, 'backgroundColor', back);
  return span;
}

function setColour(span: HTMLElement, property: 'color' | 'backgroundColor', colour: AnsiColour): void {
  if (colour.kind === 'rgb') span.style[property] = `rgb(${colour.red} ${colour.green} ${colour.blue})`;
  else span.classList.add(`ansi-${property === 'color' ? 'front' : 'back'}-${colour.index}`);
}

import type { Header } from '../../src/protocol/protocol.ts';
import { element, icon, setAttribute, setIcon, setText } from '../ui/dom.ts';
import type { Language } from '../view.ts';

/** Facts that the chip says itself, in this order: what isolates the inmate comes first. */
const GLANCE = ['Isolation', 'Memory', 'Timeout', 'Engine'];

/** How the inmate is held, in one chip; it opens all facts of the dispatch. */
export class FactsChip {
  readonly element: HTMLElement;
  readonly #button: HTMLButtonElement;
  readonly #icon = icon('shield');
  readonly #words = element('span', { class: 'chip-words' });
  readonly #popover: HTMLElement;
  readonly #facts = element('dl', { class: 'facts' });
  readonly #details = element('ul', { class: 'details' });

  constructor({ text }: Language) {
    this.#button = element(
      'button',
      { type: 'button', class: 'chip', 'aria-haspopup': 'dialog', 'aria-expanded': 'false' },
      this.#icon,
      element('span', { class: 'visually-hidden' }, `${text('facts')}: `),
      this.#words,
    );
    this.#popover = element(
      'div',
      { class: 'facts-popover', role: 'dialog', 'aria-label': text('facts'), tabindex: -1, hidden: true },
      this.#facts,
      this.#details,
    );
    this.element = element('div', { class: 'chip-holder' }, this.#button, this.#popover);
    this.#button.addEventListener('click', () => this.#toggle(this.#popover.hidden !== false));
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || this.#popover.hidden) return;
      event.preventDefault();
      event.stopPropagation();
      this.#toggle(false);
      this.#button.focus();
    });
    // Its keys scroll it; they do not go from frame to frame.
    this.#popover.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') event.stopPropagation();
    });
    this.element.addEventListener('focusout', ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && this.element.contains(relatedTarget))) this.#toggle(false);
    });
  }

  update({ facts, details }: Header): void {
    const known = new Map(facts);
    const words = GLANCE.flatMap((label) => shortOf(label, known.get(label)));
    const isolation = known.get('Isolation') ?? '';
    setIcon(this.#icon, isolation.startsWith('none') ? 'warning' : 'shield');
    setText(this.#words, words.join(' · '));
    setAttribute(this.#button, 'title', facts.map(([label, value]) => `${label}: ${value}`).join('\n'));
    this.#facts.replaceChildren(
      ...facts.map(([label, value]) =>
        element('div', { class: 'fact' }, element('dt', {}, label), element('dd', {}, value)),
      ),
    );
    this.#details.replaceChildren(...details.map((line) => element('li', {}, line)));
    this.#details.hidden = details.length === 0;
  }

  #toggle(open: boolean): void {
    this.#popover.hidden = !open;
    setAttribute(this.#button, 'aria-expanded', String(open));
    if (open) this.#popover.focus();
  }
}

/** The beginning of a fact: of an isolation what it is, of an engine which one. */
function shortOf(label: string, value: string | undefined): readonly string[] {
  if (value === undefined) return [];
  if (label === 'Isolation') return [value.split(', ')[0] ?? value];
  return [label === 'Engine' ? (/^\S+(?: [\d.]+)?/.exec(value)?.[0] ?? value) : value];
}

import { element } from '../../ui/dom.ts';
import type { MenuItem } from '../menuButton.ts';

/** A menu at the pointer: arrows move in it, Escape and leaving it close it. */
export class ConsoleMenu {
  readonly element: HTMLElement;
  readonly #closed: () => void;

  /** @param closed gives the focus back */
  constructor(label: string, closed: () => void) {
    this.#closed = closed;
    this.element = element('div', { class: 'menu console-menu', role: 'menu', 'aria-label': label, hidden: true });
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    this.element.addEventListener('focusout', ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && this.element.contains(relatedTarget))) this.element.hidden = true;
    });
  }

  open({ clientX, clientY }: MouseEvent, items: readonly MenuItem[]): void {
    const choices = items.map(({ label, choose }) => {
      const choice = element('button', { type: 'button', class: 'menu-item', role: 'menuitem', tabindex: -1 }, label);
      choice.addEventListener('click', () => {
        this.#close();
        choose();
      });
      return choice;
    });
    this.element.replaceChildren(...choices);
    this.element.hidden = false;
    const { offsetWidth, offsetHeight, style } = this.element;
    style.left = `${Math.max(0, Math.min(clientX, innerWidth - offsetWidth))}px`;
    style.top = `${Math.max(0, Math.min(clientY, innerHeight - offsetHeight))}px`;
    choices[0]?.focus();
  }

  #close(): void {
    this.element.hidden = true;
    this.#closed();
  }

  #onKey(event: KeyboardEvent): void {
    const choices = [...this.element.querySelectorAll('button')];
    const now = choices.findIndex((choice) => choice === document.activeElement);
    if (event.key === 'ArrowDown') choices.at((now + 1) % choices.length)?.focus();
    else if (event.key === 'ArrowUp') choices.at((now - 1) % choices.length)?.focus();
    else if (event.key === 'Home') choices.at(0)?.focus();
    else if (event.key === 'End') choices.at(-1)?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') this.#close();
    else return;
    event.stopPropagation();
    if (event.key !== 'Tab') event.preventDefault();
  }
}

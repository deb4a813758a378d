import { element, icon, setAttribute } from '../ui/dom.ts';

/** A part of the page under a head that opens and closes it. */
export class Fold {
  readonly element: HTMLElement;
  readonly #button: HTMLButtonElement;
  readonly #title: HTMLElement;
  readonly #tools: HTMLElement;
  readonly #content: HTMLElement;
  #isOpen = true;

  /** @param toggled is told whether the user wants it open */
  constructor(name: string, label: string, tools: HTMLElement, content: HTMLElement, toggled: (open: boolean) => void) {
    this.#button = element(
      'button',
      { type: 'button', class: 'fold-button', 'aria-expanded': 'true', 'aria-controls': `fold-${name}` },
      icon('chevron-down'),
      label,
    );
    this.#button.addEventListener('click', () => toggled(!this.#isOpen));
    this.#tools = tools;
    this.#content = content;
    this.#title = element('h2', { class: 'fold-title' }, this.#button);
    content.id = `fold-${name}`;
    const head = element('div', { class: 'fold-head' }, this.#title, tools);
    this.element = element('div', { class: `fold fold-${name}` }, head, content);
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** @param titled whether its head says what it is: a tab does that otherwise */
  update(isOpen: boolean, titled: boolean): void {
    this.#isOpen = isOpen;
    this.element.classList.toggle('closed', !isOpen);
    setAttribute(this.#button, 'aria-expanded', String(isOpen));
    this.#title.hidden = !titled;
    this.#tools.hidden = !isOpen;
    this.#content.hidden = !isOpen;
  }
}

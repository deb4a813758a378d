import { element, setAttribute } from '../../ui/dom.ts';

export interface TabOptions<Name extends string> {
  readonly names: readonly Name[];
  readonly label: string;
  readonly labelOf: (name: Name) => string;
  readonly chosen: (name: Name) => void;
}

/** Tabs as assistive technology expects them: arrows move between them, and the focused one is shown. */
export class Tabs<Name extends string> {
  readonly list: HTMLElement;
  readonly panels: ReadonlyMap<Name, HTMLElement>;
  readonly #buttons: ReadonlyMap<Name, HTMLButtonElement>;
  readonly #options: TabOptions<Name>;

  constructor(options: TabOptions<Name>) {
    const { names, label, labelOf, chosen } = options;
    this.#options = options;
    this.#buttons = new Map(
      names.map((name) => {
        const attributes = {
          type: 'button',
          class: 'tab',
          role: 'tab',
          id: `tab-${name}`,
          'aria-controls': `panel-${name}`,
        };
        const button = element('button', attributes, labelOf(name));
        button.addEventListener('click', () => chosen(name));
        return [name, button];
      }),
    );
    this.panels = new Map(
      names.map((name) => {
        const attributes = { class: 'panel', role: 'tabpanel', id: `panel-${name}`, 'aria-labelledby': `tab-${name}` };
        return [name, element('div', attributes)];
      }),
    );
    this.list = element('div', { class: 'tabs', role: 'tablist', 'aria-label': label }, ...this.#buttons.values());
    this.list.addEventListener('keydown', (event) => this.#key(event));
  }

  show(shown: Name): void {
    for (const [name, button] of this.#buttons) {
      setAttribute(button, 'aria-selected', String(name === shown));
      button.tabIndex = name === shown ? 0 : -1;
    }
    for (const [name, panel] of this.panels) panel.hidden = name !== shown;
  }

  #key(event: KeyboardEvent): void {
    const { names, chosen } = this.#options;
    const now = names.findIndex((name) => this.#buttons.get(name) === document.activeElement);
    const to = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: -1 }[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const name = names.at(to % names.length);
    if (name === undefined) return;
    chosen(name);
    this.#buttons.get(name)?.focus();
  }
}

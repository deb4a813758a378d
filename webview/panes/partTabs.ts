import { element, setAttribute } from '../ui/dom.ts';
import type { Part } from '../model/viewState.ts';
import type { TextKey } from '../texts.ts';
import type { Language } from '../view.ts';

const NAMES: Readonly<Record<Part, TextKey>> = {
  result: 'result',
  console: 'console',
  frames: 'frames',
  lanes: 'lanes',
};

/** Parts of the page as tabs, where there is no room for all of them; otherwise it is not there. */
export class PartTabs {
  readonly list: HTMLElement;
  readonly #parts: ReadonlyMap<Part, HTMLElement>;
  readonly #buttons: ReadonlyMap<Part, HTMLButtonElement>;
  readonly #chosen: (part: Part) => void;
  #isOn = false;
  #shown: Part = 'result';

  constructor({ text }: Language, parts: ReadonlyMap<Part, HTMLElement>, chosen: (part: Part) => void) {
    this.#parts = parts;
    this.#chosen = chosen;
    this.#buttons = new Map(
      [...parts.keys()].map((part) => {
        const attributes = {
          type: 'button',
          class: 'tab',
          role: 'tab',
          id: `tab-${part}`,
          'aria-controls': `part-${part}`,
        };
        const button = element('button', attributes, text(NAMES[part]));
        button.addEventListener('click', () => chosen(part));
        return [part, button];
      }),
    );
    for (const [part, pane] of parts) pane.id = `part-${part}`;
    const attributes = { class: 'tabs part-tabs', role: 'tablist', 'aria-label': text('parts'), hidden: true };
    this.list = element('div', attributes, ...this.#buttons.values());
    this.list.addEventListener('keydown', (event) => this.#key(event));
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  get shown(): Part {
    return this.#shown;
  }

  update(isOn: boolean, wanted: Part): void {
    this.#isOn = isOn;
    this.#shown = this.#parts.has(wanted) ? wanted : 'result';
    this.list.hidden = !isOn;
    for (const [part, button] of this.#buttons) {
      setAttribute(button, 'aria-selected', String(part === this.#shown));
      button.tabIndex = part === this.#shown ? 0 : -1;
    }
    for (const [part, pane] of this.#parts) {
      setAttribute(pane, 'role', isOn ? 'tabpanel' : null);
      setAttribute(pane, 'aria-labelledby', isOn ? `tab-${part}` : null);
      pane.classList.toggle('not-shown', isOn && part !== this.#shown);
    }
  }

  #key(event: KeyboardEvent): void {
    const parts = [...this.#parts.keys()];
    const now = parts.indexOf(this.#shown);
    const to = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: -1 }[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const part = parts.at(to % parts.length);
    if (part === undefined) return;
    this.#chosen(part);
    this.#buttons.get(part)?.focus();
  }
}

import { element, icon, setAttribute, setText } from '../../ui/dom.ts';
import type { TextKey } from '../../texts.ts';
import type { Language, View } from '../../view.ts';

/** Milliseconds that are too short to be worth a word. */
const LEAST = 0.001;

/** What lies before and after the call, folded to a narrow button at each end of the lanes; a button shows all. */
export class LaneEnds {
  readonly elements: readonly HTMLElement[];
  readonly #language: Language;
  readonly #before: { readonly button: HTMLButtonElement; readonly words: HTMLElement };
  readonly #after: { readonly button: HTMLButtonElement; readonly words: HTMLElement };

  constructor(language: Language, open: () => void) {
    this.#language = language;
    this.#before = endButton('before', open);
    this.#after = endButton('after', open);
    this.elements = [this.#before.button, this.#after.button];
  }

  update({ state, viewport, bounds, extent, now }: View): void {
    const isFolded = state.viewport === null && extent.call !== null && state.clock === 'arrival';
    const { from, to } = extent.call ?? { from: 0, to: null };
    const end = Math.max(extent.end, now ?? 0);
    this.#show(this.#before, isFolded && viewport.from > bounds.from ? from - bounds.from : 0, 'beforeCall');
    this.#show(this.#after, isFolded && to !== null && viewport.to < end ? end - to : 0, 'afterCall');
  }

  #show(
    { button, words }: { readonly button: HTMLButtonElement; readonly words: HTMLElement },
    time: number,
    key: TextKey,
  ): void {
    const isShown = time >= LEAST;
    if (button.hidden === isShown) button.hidden = !isShown;
    if (!isShown) return;
    const { text, formats } = this.#language;
    const label = text(key, formats.duration(time));
    setAttribute(button, 'aria-label', `${label}. ${text('fitAll')}`);
    setAttribute(button, 'title', `${label} (0)`);
    setText(words, formats.duration(time));
  }
}

function endButton(side: 'before' | 'after', open: () => void): { button: HTMLButtonElement; words: HTMLElement } {
  const words = element('span', {});
  const button = element(
    'button',
    { type: 'button', class: `lane-end lane-end-${side}`, 'aria-expanded': 'false', hidden: true },
    icon(side === 'before' ? 'chevron-left' : 'chevron-right'),
    words,
  );
  button.addEventListener('click', open);
  return { button, words };
}

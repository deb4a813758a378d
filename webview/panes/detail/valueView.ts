import type { Detail } from '../../../src/protocol/protocol.ts';
import { element, iconButton, setText } from '../../ui/dom.ts';
import type { SourcePlace } from '../../model/sourcePlaces.ts';
import { readRaise, type Raise } from '../../model/raise.ts';
import { valueText } from '../../model/valueNode.ts';
import type { Language } from '../../view.ts';
import { richText } from './richText.ts';
import { ValueTree } from './valueTree.ts';

export interface ValueActions {
  copy(text: string): void;
  readonly open: ((place: SourcePlace) => void) | undefined;
}

/** A value as a tree; for a raise first its message, details, backtrace, nested errors and cause. */
export class ValueView {
  readonly element: HTMLElement;
  readonly #language: Language;
  readonly #actions: ValueActions;
  readonly #tree: ValueTree;
  readonly #raise = element('div', { class: 'raise' });
  readonly #note = element('p', { class: 'note' });
  readonly #tools: HTMLElement;
  #detail: Detail | undefined;

  constructor(language: Language, actions: ValueActions) {
    const { text } = language;
    this.#language = language;
    this.#actions = actions;
    this.#tree = new ValueTree(language, (copied) => actions.copy(copied));
    const copy = iconButton('copy', text('copyValue'), () => actions.copy(valueText(this.#detail?.value)));
    this.#tools = element('div', { class: 'panel-tools' }, this.#note, element('span', { class: 'spacer' }), copy);
    const body = element('div', { class: 'value-body' }, this.#raise, this.#tree.element);
    this.element = element('div', { class: 'value-view' }, this.#tools, body);
  }

  show(detail: Detail): void {
    this.#detail = detail;
    const { text, formats } = this.#language;
    const output = detail.output !== null;
    setText(this.#note, output ? text('noValue') : '');
    if (detail.valueOmitted > 0) setText(this.#note, text('valueLeftOut', formats.count(detail.valueOmitted)));
    this.#tree.element.hidden = output;
    const copy = this.#tools.lastElementChild;
    if (copy instanceof HTMLElement) copy.hidden = output;
    if (!output) this.#tree.show(detail.value);
    this.#showRaise(detail);
  }

  #showRaise({ type, value }: Detail): void {
    this.#raise.hidden = type !== 'raise';
    if (type === 'raise') this.#raise.replaceChildren(...this.#partsOf(readRaise(value)));
  }

  #partsOf(raise: Raise): HTMLElement[] {
    const { text } = this.#language;
    const inner = raise.inner.map(({ raise: error, place }) => {
      const label = place ? text('errorOf', String(place[0]), String(place[1])) : text('causedBy');
      return element('section', { class: 'raise-inner' }, element('p', {}, label), ...this.#partsOf(error));
    });
    return [
      element('p', { class: 'raise-title' }, raise.title),
      ...(raise.details === '' ? [] : [element('p', { class: 'raise-details' }, raise.details)]),
      ...this.#backtraceOf(raise),
      ...inner,
    ];
  }

  #backtraceOf({ backtrace }: Raise): HTMLElement[] {
    const { text } = this.#language;
    const { open } = this.#actions;
    const options = { open, openLabel: (place: string) => text('openSource', place) };
    const lines = backtrace.map((line) => element('li', {}, richText(line, options)));
    return lines.length > 0 ? [element('ol', { class: 'backtrace', 'aria-label': text('backtrace') }, ...lines)] : [];
  }
}
